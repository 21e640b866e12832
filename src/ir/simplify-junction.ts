import { settled } from "./fold.js";
import { negationOf } from "./negation.js";
import type { JunctionNode, TestNode } from "./node.js";
import type { NodeTable } from "./node-table.js";

/**
 * `and` and `or` in strong Kleene logic, for `and` (for `or` with true and false exchanged):
 *
 *   x and (y and z) = x and y and z     x and true = x     x and false = false     x and x = x
 *   x and (x or y) = x                  x and not x = false, unless x errs
 *
 * The first of two equal operands stays, so that a guard keeps its place.
 */
export function simplifyJunction(table: NodeTable, node: JunctionNode): TestNode {
  const absorbing = node.kind === "or";
  const operands = distinctOperands(node);
  if (operands.some((operand) => operand.kind === "settled" && operand.value === absorbing))
    return settled(table, absorbing);
  const rest = operands.filter((operand) => operand.kind !== "settled");
  if (hasComplement(table, rest)) return settled(table, absorbing);
  const kept = withoutAbsorbed(node.kind, rest);
  const [only] = kept;
  if (only === undefined) return settled(table, !absorbing);
  return kept.length === 1 ? only : table.node<JunctionNode>({ kind: node.kind, operands: kept });
}

/** The operands, those of nested junctions of the same kind among them, each once. */
function distinctOperands(node: JunctionNode): readonly TestNode[] {
  const operands = new Set<TestNode>();
  for (const operand of node.operands) {
    if (operand.kind !== node.kind) operands.add(operand);
    else for (const inner of operand.operands) operands.add(inner);
  }
  return [...operands];
}

function hasComplement(table: NodeTable, operands: readonly TestNode[]): boolean {
  const all = new Set(operands);
  const canHave = operands.filter(({ kind, canErr }) => !canErr && (kind === "not" || kind === "order"));
  return canHave.some((operand) => all.has(negationOf(table, operand)));
}

/** Without the operands of the other kind that have one of ours among theirs. */
function withoutAbsorbed(kind: JunctionNode["kind"], operands: readonly TestNode[]): readonly TestNode[] {
  const all = new Set(operands);
  return operands.filter((operand) => {
    const isOther = (operand.kind === "and" || operand.kind === "or") && operand.kind !== kind;
    return !isOther || !operand.operands.some((inner) => all.has(inner));
  });
}
