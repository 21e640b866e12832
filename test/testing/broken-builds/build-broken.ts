import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { emitModule } from "../../../src/codegen/emit-module.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { createRequestSource } from "../../../src/testing/directed-requests.js";
import type { LawSubject } from "../../../src/testing/law.js";
import { type DecisionModule, loadModule } from "../../../src/testing/load-module.js";
import type { RequestSource } from "../../../src/testing/request-source.js";
import { invariant } from "../../../src/util/invariant.js";
import type { BrokenBuild, Patch } from "./broken-build.js";

/** A policy set as the laws are asked of it, with the requests that they are asked with. */
export interface BuiltSet {
  readonly subject: LawSubject;
  readonly source: RequestSource;
}

/** Builds the policy set in a folder of the package, with a bug of the compiler or without one. */
export function buildSet(folder: string, patch: Patch = {}): BuiltSet {
  const { files, policySet, source } = checkedSet(folder);
  const build = (set: PolicySet, isRebuilt: boolean): DecisionModule => {
    const code = codeOf(patch.policySet?.(set) ?? set, files, patch.graph);
    return loadModule(patch.code?.(code, isRebuilt) ?? code);
  };
  const rebuild = (set: PolicySet): DecisionModule => build(set, true);
  return { subject: { policySet, files, module: build(policySet, false), rebuild }, source };
}

/** The text of a module. Most bugs are put into it, and the laws change one set in the same ways for each of them: it is made once. */
function codeOf(set: PolicySet, sources: readonly SourceFile[], patch: Patch["graph"]): string {
  if (patch !== undefined) return emitModule(patch(lower(set)), { sources }).code;
  const key = createHash("sha256").update(serialize(set)).digest("hex");
  const code = codes.get(key) ?? emitModule(lower(set), { sources }).code;
  codes.set(key, code);
  return code;
}

const codes = new Map<string, string>();

/** {@link buildSet} of a broken build, once. */
export function brokenSet(build: BrokenBuild): BuiltSet {
  const set = builtSets.get(build) ?? buildSet(build.policies, build.patch);
  builtSets.set(build, set);
  return set;
}

const builtSets = new WeakMap<BrokenBuild, BuiltSet>();

interface CheckedSet {
  readonly files: readonly SourceFile[];
  readonly policySet: PolicySet;
  readonly source: RequestSource;
}

const known = new Map<string, CheckedSet>();

function checkedSet(folder: string): CheckedSet {
  const set = known.get(folder) ?? checkSet(folder);
  known.set(folder, set);
  return set;
}

function checkSet(folder: string): CheckedSet {
  const root = fileURLToPath(new URL(`../../../${folder}/`, import.meta.url));
  const paths = readdirSync(root).filter((path) => path.endsWith(".pol"));
  const files = paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
  const { policySet } = check(files);
  invariant(policySet, `${folder} checks`);
  return { files, policySet, source: createRequestSource(policySet) };
}
