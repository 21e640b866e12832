import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { emitModule } from "../../src/codegen/emit-module.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { type DecisionModule, loadModule } from "../../src/testing/load-module.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";

/** A policy set as the interpreter takes it and as users run it. */
export interface CompiledSet {
  readonly policySet: PolicySet;
  readonly module: DecisionModule;
}

/** Checks and compiles `files`; throws where they do not check. */
export function compileSet(files: readonly SourceFile[]): CompiledSet {
  const { policySet, diagnostics } = check(files, { schemas: generatorSchemas });
  if (!policySet) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    throw new Error(`the policy set of this test has errors: ${JSON.stringify(errors, null, 2)}`);
  }
  return compileTyped(policySet, files);
}

/** Compiles a policy set that checked. */
export function compileTyped(policySet: PolicySet, sources: readonly SourceFile[]): CompiledSet {
  return { policySet, module: loadModule(emitModule(lower(policySet), { sources }).code) };
}
