import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { describe, expect, it } from "vitest";
import { checkPolicySet } from "../../src/check/check.js";
import type { PolicySet, RuleVariant } from "../../src/check/typed-policy-set.js";
import { parse } from "../../src/syntax/parse.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { schema } from "./support.js";

/** A checker that puts every environment into a group of its own: slow, and plainly what language.md §5 says. */
async function checkEachEnvironment(): Promise<typeof checkPolicySet> {
  const folder = mkdtempSync(join(tmpdir(), "polc-check-"));
  const outfile = join(folder, "check.mjs");
  const entry = fileURLToPath(new URL("../../src/check/check.ts", import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", plugins: [groupsOfOne] });
  const checker: typeof import("../../src/check/check.js") = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return checker.checkPolicySet;
}

const groupsOfOne: Plugin = {
  name: "groups-of-one",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/check\/environment-groups\.ts$/ }, () => ({
      contents: `export const groupPrincipals = (scope) => scope.principals.map((member) => [member]);
        export const groupTargets = (checker, scope) => scope.targets.map((member) => [member]);`,
    }));
  },
};

/** What every rule is in every environment, without places and with variables numbered anew. */
function ruleByEnvironment(set: PolicySet): ReadonlyMap<string, string> {
  const entries = set.rules.flatMap((rule) =>
    rule.variants.flatMap((variant) =>
      variant.principals.flatMap((principal) =>
        variant.targets.map((target): [string, string] => [
          JSON.stringify([rule.id, principal, target]),
          canonical(variant),
        ]),
      ),
    ),
  );
  return new Map(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function canonical({ scope, clauses, obligations }: RuleVariant): string {
  const numbers = new Map<unknown, number>();
  return JSON.stringify([scope, clauses, obligations], (key, value: unknown) => {
    if (key === "span" || key === "text") return undefined;
    if (key === "id" && typeof value === "number") {
      if (!numbers.has(value)) numbers.set(value, numbers.size);
      return numbers.get(value);
    }
    if (typeof value === "bigint") return String(value);
    if (isArguments(value)) return { ...value, type: undefined };
    return value instanceof Map ? [...value] : value;
  });
}

/** The type of `args` as a whole is that of one action of the group: what is read of it is of one type in all of them. */
function isArguments(value: unknown): value is object {
  const node = value as { readonly kind?: unknown; readonly name?: unknown } | null;
  return typeof value === "object" && node?.kind === "root" && node.name === "args";
}

const byHand = [
  `${schema} policy p {
    rule a deny anyone to anything when principal has level and principal.level > 3 or actor is Agent
    rule b deny anyone to reading when resource is Document and resource.state == "draft" and args has limit
    rule c allow User, Agent acting for User to anything when subject.team == "x" unless args has mode and args.mode == "slow"
    rule d allow anyone to reading on Document in Folder("x"), Document("7") when resource.owner == principal
    rule e oblige User in Team("t"), Agent("a") to docs.list with log(to: principal.id)
  }`,
  `principal A acting for A, B { x: Int } principal B acting for A { x: Int, y?: Int } action go policy p {
    rule a allow anyone to go when actor is A and actor.x > 1 and principal.x > 2
    rule b deny A acting for B, B acting alone to go when subject.x > 1
    rule c deny anyone to go when subject has y and principal == subject
  }`,
];

describe("environments are grouped by what a rule reads", () => {
  it("and a rule in a group is what it is in each environment of it", async () => {
    const checkEach = await checkEachEnvironment();
    const generated = Array.from({ length: 10 }, (_, seed) => generatePolicySet(seededChoices(seed + 1)));
    const sets = [...byHand.map((text) => [{ path: "a.pol", text }]), ...generated];
    let compared = 0;
    for (const files of sets) {
      const parsed = files.map((file) => parse(file).file);
      const grouped = checkPolicySet(parsed).policySet;
      const single = checkEach(parsed).policySet;
      expect(grouped === undefined).toBe(single === undefined);
      if (!grouped || !single) continue;
      const expected = ruleByEnvironment(single);
      const found = ruleByEnvironment(grouped);
      expect([...found.keys()]).toEqual([...expected.keys()]);
      expect([...found].filter(([key, rule]) => rule !== expected.get(key)).map(([key]) => key)).toEqual([]);
      compared += grouped.rules.length;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
