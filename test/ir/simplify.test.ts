import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settled } from "../../src/ir/fold.js";
import type {
  ArithmeticNode,
  ConstantNode,
  HoldsNode,
  JunctionNode,
  NotNode,
  OrderNode,
  TestNode,
  VariableNode,
} from "../../src/ir/node.js";
import { NodeTable } from "../../src/ir/node-table.js";
import { createSimplifier } from "../../src/ir/simplify.js";
import { evaluateTest } from "./evaluate-graph.js";
import { assignment, build, graph } from "./graph-arbitrary.js";

describe("simplify-preserves-decision", () => {
  it("keeps true, false and errors, for every assignment", () => {
    fc.assert(
      fc.property(graph, fc.array(assignment, { minLength: 1, maxLength: 8 }), (make, assignments) => {
        const { table, node } = build(make);
        const simple = createSimplifier(table).test(node);
        for (const values of assignments)
          expect(evaluateTest(simple, values)).toBe(evaluateTest(node, values));
      }),
      { seed: 20261121, numRuns: 3000 },
    );
  });

  it("is idempotent, and never says that what cannot err can", () => {
    fc.assert(
      fc.property(graph, (make) => {
        const { table, node } = build(make);
        const simple = createSimplifier(table).test(node);
        expect(createSimplifier(table).test(simple)).toBe(simple);
        expect(simple.canErr && !node.canErr).toBe(false);
      }),
      { seed: 20261121, numRuns: 2000 },
    );
  });
});

describe("the laws of Kleene logic", () => {
  const table = new NodeTable();
  const simplify = (node: TestNode) => createSimplifier(table).test(node);
  const flag = (variable: number): TestNode =>
    table.node<HoldsNode>({
      kind: "holds",
      value: table.node<VariableNode>({ kind: "variable", name: "v", variable }),
    });
  const [a, b, c] = [flag(1), flag(2), flag(3)];
  const and = (...operands: TestNode[]): TestNode => table.node<JunctionNode>({ kind: "and", operands });
  const or = (...operands: TestNode[]): TestNode => table.node<JunctionNode>({ kind: "or", operands });
  const not = (operand: TestNode): TestNode => table.node<NotNode>({ kind: "not", operand });
  const overflow = table.node<ArithmeticNode>({
    kind: "arithmetic",
    operator: "+",
    safe: false,
    left: table.node<VariableNode>({ kind: "variable", name: "n", variable: 0 }),
    right: table.node<ConstantNode>({ kind: "constant", type: "Int", value: 1 }),
  });
  const erring: TestNode = table.node<OrderNode>({
    kind: "order",
    operator: "<",
    left: overflow,
    right: table.node<ConstantNode>({ kind: "constant", type: "Int", value: 9 }),
  });

  it.each<[string, TestNode, TestNode]>([
    ["and is flat and has each operand once, the first", and(a, and(b, a), c), and(a, b, c)],
    ["or likewise", or(or(a, b), b), or(a, b)],
    ["x and true = x", and(a, settled(table, true)), a],
    ["x and false = false, an error too", and(erring, settled(table, false)), settled(table, false)],
    ["x or true = true, an error too", or(erring, settled(table, true)), settled(table, true)],
    ["x and (x or y) = x", and(a, or(b, a)), a],
    ["x or (x and y) = x", or(and(a, b), a), a],
    ["x and not x = false where x cannot err", and(a, b, not(a)), settled(table, false)],
    ["x or not x = true where x cannot err", or(not(b), a, b), settled(table, true)],
    ["not not x = x", not(not(a)), a],
    ["nothing joined by and is true", and(), settled(table, true)],
    ["nothing joined by or is false", or(), settled(table, false)],
  ])("%s", (_law, before, after) => {
    expect(simplify(before)).toBe(after);
  });

  it("does not take the laws that errors break", () => {
    expect(simplify(and(erring, not(erring)))).not.toBe(settled(table, false));
    expect(simplify(or(erring, not(erring)))).not.toBe(settled(table, true));
  });
});
