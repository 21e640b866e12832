import vm from "node:vm";
import { exportedNames } from "../codegen/module-parts.js";
import type { RelationAnswers } from "../runtime/answers.js";
import type { Decision, Problem, RelationQuestion } from "../runtime/decision.js";
import { answeringModule } from "./answering-module.js";

/** What a generated module exports. What is known of relations may be anything: what is no answer is none. */
export interface DecisionModule {
  allows(request: unknown, relations?: unknown): boolean;
  decide(request: unknown, relations?: unknown): Decision;
  mayAllow(request: unknown, relations?: unknown): boolean;
  validate(request: unknown): readonly Problem[];
  relationsNeeded(request: unknown): readonly RelationQuestion[];
  decideWith(store: RelationAnswers, request: unknown): Promise<Decision>;
  readonly policySet: unknown;
}

/**
 * Runs the text of a generated module as a script: many thousands can be loaded in one process, since nothing keeps a script
 * as the module registry keeps a module. With `bare`, in a context of its own that has the language and nothing else. The answers that ride
 * on a request are passed on with it.
 */
export function loadModule(code: string, { bare = false } = {}): DecisionModule {
  const script = new vm.Script(
    `"use strict";(() => {\n${withoutExports(code)}\nreturn { ${exportedNames.join(", ")} };\n})()`,
  );
  const module: DecisionModule = bare
    ? script.runInContext(vm.createContext(Object.create(null)))
    : script.runInThisContext();
  return answeringModule(module);
}

/** Only what stands at the start of a line is an export: texts of policies are inside of literals and comments. */
function withoutExports(code: string): string {
  return code.replace(/^export \{[^}]*\};?$/gm, "").replace(/^export (?=function|const|class)/gm, "");
}
