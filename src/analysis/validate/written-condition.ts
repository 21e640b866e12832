import type { RuleVariant } from "../../check/typed-policy-set.js";
import { lowerTest } from "../../ir/lower-expression.js";
import type { JunctionNode, NotNode, TestNode } from "../../ir/node.js";
import { UnsharedTable } from "./unshared-table.js";

/** What a typed rule says, as tests to which nothing was done. */
export function writtenCondition({ scope, clauses }: RuleVariant): TestNode {
  const table = new UnsharedTable();
  const operands = clauses.map(({ condition, negated }) => {
    const test = lowerTest(table, condition);
    return negated ? table.node<NotNode>({ kind: "not", operand: test }) : test;
  });
  return table.node<JunctionNode>({ kind: "and", operands: [lowerTest(table, scope), ...operands] });
}
