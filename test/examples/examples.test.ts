import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { nodeHost } from "../../src/cli/node-host.js";
import type { EmittedModule } from "../../src/codegen/emit-module.js";
import { check, compile, loadPolicySet } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { relationsNeeded } from "../../src/interpret/relations-needed.js";
import { relationModel } from "../../src/relations/from-schema.js";
import { createRelationStore } from "../../src/relations/relation-store.js";
import type { AnsweredRelation, Decision, DecisionReason } from "../../src/runtime/decision.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { format } from "../../src/syntax/format.js";
import { loadModule } from "../../src/testing/load-module.js";
import { runTests } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";
import { importCode } from "../codegen/import-code.js";

/** What the beginning of a request's file name says of its decision. */
const expectedReasons: Readonly<Record<string, readonly DecisionReason[]>> = {
  allow: ["allowed"],
  deny: ["denied_by_rule", "no_matching_rule"],
  invalid: ["invalid_request"],
};

describe.each(readdirSync("examples"))("examples/%s", (name) => {
  const folder = join("examples", name);
  const { policySet, diagnostics } = check(policyFiles(folder));

  it("checks without a diagnostic", () => expect(diagnostics).toEqual([]));

  it("has its imports as they came", async () => {
    const set = await loadPolicySet(nodeHost(), folder);
    expect(check(set.files, set).diagnostics).toEqual([]);
    expect(set.lock !== undefined).toBe(set.files.some(({ path }) => path.startsWith("imports/")));
  });

  // The analytics example is language.md's first, which is set in columns.
  it.each(policyFiles(folder).filter(({ path }) => path !== "analytics.pol"))(
    "$path is formatted",
    (file) => {
      expect(format(file).text).toBe(file.text);
    },
  );

  it("passes its tests", () => {
    invariant(policySet !== undefined, "the example checks");
    const results = runTests(policySet);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it("has a README of about ten lines", () => {
    expect(readFileSync(join(folder, "README.md"), "utf8").split("\n").length).toBeLessThan(20);
  });

  it.each(readdirSync(join(folder, "requests")))("%s", async (file) => {
    invariant(policySet !== undefined, "the example checks");
    const request: unknown = JSON.parse(readFileSync(join(folder, "requests", file), "utf8"));
    const relations = relationsOf(folder, policySet, request);
    const decision = interpret(policySet, request, relations);
    expect(expectedReasons[file.split("-")[0] ?? ""]).toContain(decision.reason);
    const { code } = moduleOf(folder);
    expect((await decideOf(code))(request, relations)).toEqual(decision);
    const bare = loadModule(code, { bare: true });
    expect(JSON.stringify(bare.decide(request, relations))).toBe(JSON.stringify(decision));
    expect(bare.allows(request, relations)).toBe(decision.decision);
  });
});

function policyFiles(folder: string): readonly SourceFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".pol"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
}

function moduleOf(folder: string): EmittedModule {
  const { module } = compile(policyFiles(folder));
  invariant(module !== undefined, "the example compiles");
  return module;
}

/** `decide` of a generated module, imported as users import it. */
async function decideOf(code: string): Promise<(request: unknown, relations: unknown) => Decision> {
  const { decide } = await importCode(code);
  return decide as (request: unknown, relations: unknown) => Decision;
}

/** What has to be known of relations for a request, by the tuples of an example. */
function relationsOf(folder: string, policySet: PolicySet, request: unknown): readonly AnsweredRelation[] {
  const path = join(folder, "tuples.jsonl");
  if (!existsSync(path)) return [];
  const store = createRelationStore(relationModel(policySet.entities));
  const touch = readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(store.write({ touch }).ok).toBe(true);
  return relationsNeeded(policySet, request).map((question) => ({
    ...question,
    answer: store.check(question),
  }));
}
