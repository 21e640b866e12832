import fc from "fast-check";
import type {
  ArithmeticNode,
  ChoiceNode,
  ConditionNode,
  ConstantNode,
  ElementNode,
  EqualsNode,
  HoldsNode,
  JunctionNode,
  ListNode,
  NegateNode,
  NotNode,
  OrderNode,
  RangeNode,
  SettledNode,
  TestNode,
  TruthNode,
  ValueNode,
  VariableNode,
} from "../../src/ir/node.js";
import { NodeTable } from "../../src/ir/node-table.js";
import type { Assignment } from "./evaluate-graph.js";

/** Makes a node in a table: graphs are made anew for each table. */
type Make<N> = (table: NodeTable) => N;

/** Variables 0 to 3 are numbers, 4 to 6 Booleans. */
const numbers = [0, 1, 2, 3];
const flags = [4, 5, 6];

/** Small numbers, and such that two of them overflow. */
const number = fc.constantFrom(-1, 0, 1, 2, 3, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);

/** Random values for the variables. */
export const assignment: fc.Arbitrary<Assignment> = fc
  .tuple(...numbers.map(() => number), ...flags.map(() => fc.boolean()))
  .map((values) => values);

function variable(index: number): Make<VariableNode> {
  return (table) => table.node<VariableNode>({ kind: "variable", name: `v${index}`, variable: index });
}

function constant(value: number | boolean): Make<ConstantNode> {
  return (table) =>
    table.node<ConstantNode>({ kind: "constant", type: typeof value === "number" ? "Int" : "Bool", value });
}

/** Random tests with every connective and the atoms whose simplification has laws. */
export const graph: fc.Arbitrary<Make<TestNode>> = fc.letrec<{
  test: Make<TestNode>;
  value: Make<ValueNode>;
  flag: Make<ValueNode>;
}>((tie) => {
  const test = tie("test");
  const value = tie("value");
  const flag = tie("flag");
  return {
    test: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(...flags).map(
        (index): Make<TestNode> =>
          (table) =>
            table.node<HoldsNode>({ kind: "holds", value: variable(index)(table) }),
      ),
      fc.boolean().map(
        (settled): Make<TestNode> =>
          (table) =>
            table.node<SettledNode>({ kind: "settled", value: settled }),
      ),
      fc.tuple(fc.constantFrom("<", "<=", ">", ">="), value, value).map(
        ([operator, left, right]): Make<TestNode> =>
          (table) =>
            table.node<OrderNode>({ kind: "order", operator, left: left(table), right: right(table) }),
      ),
      test.map(
        (operand): Make<TestNode> =>
          (table) =>
            table.node<NotNode>({ kind: "not", operand: operand(table) }),
      ),
      fc.tuple(fc.constantFrom("and", "or"), fc.array(test, { minLength: 1, maxLength: 3 })).map(
        ([kind, operands]): Make<TestNode> =>
          (table) =>
            table.node<JunctionNode>({ kind, operands: operands.map((operand) => operand(table)) }),
      ),
      fc.tuple(test, test, test).map(
        ([condition, consequent, alternate]): Make<TestNode> =>
          (table) =>
            table.node<ConditionNode>({
              kind: "if",
              test: condition(table),
              consequent: consequent(table),
              alternate: alternate(table),
            }),
      ),
      fc.tuple(fc.constantFrom(value, flag).chain((sort) => fc.tuple(sort, sort))).map(
        ([[left, right]]): Make<TestNode> =>
          (table) =>
            table.node<EqualsNode>({
              kind: "equals",
              equality: "strict",
              left: left(table),
              right: right(table),
            }),
      ),
      fc.tuple(value, value, value).map(
        ([operand, minimum, maximum]): Make<TestNode> =>
          (table) =>
            table.node<RangeNode>({
              kind: "range",
              operand: operand(table),
              minimum: minimum(table),
              maximum: maximum(table),
            }),
      ),
      fc.tuple(value, fc.array(value, { maxLength: 3 })).map(
        ([element, elements]): Make<TestNode> =>
          (table) =>
            table.node<ElementNode>({
              kind: "element",
              equality: "strict",
              element: element(table),
              list: table.node<ListNode>({ kind: "list", elements: elements.map((each) => each(table)) }),
            }),
      ),
    ),
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom(...numbers).map((index): Make<ValueNode> => variable(index)),
      number.map((value): Make<ValueNode> => constant(value)),
      fc.tuple(fc.constantFrom("+", "-", "*"), value, value).map(
        ([operator, left, right]): Make<ValueNode> =>
          (table) =>
            table.node<ArithmeticNode>({
              kind: "arithmetic",
              operator,
              safe: false,
              left: left(table),
              right: right(table),
            }),
      ),
      value.map(
        (operand): Make<ValueNode> =>
          (table) =>
            table.node<NegateNode>({ kind: "negate", operand: operand(table) }),
      ),
      fc.tuple(test, value, value).map(
        ([condition, consequent, alternate]): Make<ValueNode> =>
          (table) =>
            table.node<ChoiceNode>({
              kind: "choice",
              test: condition(table),
              consequent: consequent(table),
              alternate: alternate(table),
            }),
      ),
    ),
    flag: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...flags).map((index): Make<ValueNode> => variable(index)),
      fc.boolean().map((value): Make<ValueNode> => constant(value)),
      test.map(
        (operand): Make<ValueNode> =>
          (table) =>
            table.node<TruthNode>({ kind: "truth", test: operand(table) }),
      ),
    ),
  };
}).test;

/** A graph in a table of its own. */
export function build(make: Make<TestNode>): { readonly table: NodeTable; readonly node: TestNode } {
  const table = new NodeTable();
  return { table, node: make(table) };
}
