import { compileAutomaton } from "../../../src/ir/automaton.js";
import { fromEcmaPattern } from "../../../src/types/from-ecma-pattern.js";

/** The same text for patterns of the same language: the table of its minimal automaton. What is not regular stands for itself. */
export function patternKey(source: string): string {
  const pattern = fromEcmaPattern(source);
  return pattern === undefined ? source : JSON.stringify(compileAutomaton(pattern.tree));
}
