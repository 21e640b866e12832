import vm from "node:vm";
import type { Decision, Problem } from "../runtime/decision.js";

/** What a generated module exports. */
export interface DecisionModule {
  allows(request: unknown): boolean;
  decide(request: unknown): Decision;
  mayAllow(request: unknown): boolean;
  validate(request: unknown): readonly Problem[];
  readonly policySet: unknown;
}

/**
 * Runs the text of a generated module as a script: many thousands can be loaded in one process, since nothing keeps a script
 * as the module registry keeps a module. With `bare`, in a context of its own that has the language and nothing else.
 */
export function loadModule(code: string, { bare = false } = {}): DecisionModule {
  const script = new vm.Script(
    `"use strict";(() => {\n${withoutExports(code)}\nreturn { allows, decide, mayAllow, validate, policySet };\n})()`,
  );
  return bare ? script.runInContext(vm.createContext(Object.create(null))) : script.runInThisContext();
}

/** Only what stands at the start of a line is an export: texts of policies are inside of literals and comments. */
function withoutExports(code: string): string {
  return code.replace(/^export \{[^}]*\};?$/gm, "").replace(/^export (?=function|const|class)/gm, "");
}
