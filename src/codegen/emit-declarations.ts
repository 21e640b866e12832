import type { DecisionGraph } from "../ir/decision-graph.js";

/** Emits the types of a module. */
export function emitDeclarations(graph: DecisionGraph): string {
  return `// ${graph.policySet.digest}\n`;
}
