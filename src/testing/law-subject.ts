import type { PolicySet } from "../check/typed-policy-set.js";
import { emitModule } from "../codegen/emit-module.js";
import type { CheckOptions } from "../compiler.js";
import { lower } from "../ir/lower.js";
import type { SourceFile } from "../source/source-file.js";
import type { LawSubject } from "./law.js";
import { loadModule } from "./load-module.js";

/** A policy set that was checked from `files`, with the module that this compiler makes of it. */
export function lawSubject(
  policySet: PolicySet,
  files: readonly SourceFile[],
  checkOptions: CheckOptions = {},
): LawSubject {
  const rebuild = (changed: PolicySet) => loadModule(emitModule(lower(changed), { sources: files }).code);
  return { policySet, files, checkOptions, rebuild, module: rebuild(policySet) };
}
