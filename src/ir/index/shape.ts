import { rememberedOf } from "../../util/remembered.js";
import type { BodyCall, RuleBody } from "../decision-graph.js";
import type { JunctionNode, NotNode, TestNode } from "../node.js";
import { clausesToAsk } from "./cheap-first.js";
import { type Cell, type ConstantLeaf, constantLeafOf } from "./constant-leaf.js";

/**
 * What a rule's body is but for its constants. Bodies of one shape are one function over a table with a row for each of them:
 *
 *     when principal.tenant == "t17" and args.table like "sales_*"      →      tenants[row], prefixes[row]
 */
export interface Shape {
  /** The same for bodies that differ in their constants only. */
  readonly key: string;
  /** The body's clauses, cheap ones first. Tests with constants of the row's own are nodes of their own, to be found in `leaves` by id. */
  readonly clauses: readonly TestNode[];
  readonly leaves: ReadonlyMap<number, ShapeLeaf>;
  /** The body's constants, in the order in which its tests are written. */
  readonly cells: readonly Cell[];
}

/** A test with constants of the row's own, and where they are among the cells. */
export interface ShapeLeaf extends ConstantLeaf {
  readonly firstCell: number;
}

/**
 * The shape of a body; none where a constant may stand where a table cannot hold it: in what can err, which large sets have little of.
 */
export const shapeOf: (body: RuleBody) => Shape | undefined = rememberedOf((body) => {
  const key = shapeKeyOf(body);
  if (key === undefined) return undefined;
  const leaves = new Map<number, ShapeLeaf>();
  const cells: Cell[] = [];
  const clauses = clausesToAsk(body).map(({ test }) => abstractTest(test, leaves, cells).node);
  return { key, clauses, leaves, cells };
});

/** The key of a body's shape, which takes no more than those of its clauses: rules have most of these in common. */
export const shapeKeyOf: (body: RuleBody) => string | undefined = rememberedOf((body) => {
  if (body.condition.canErr || body.condition.kind === "settled") return undefined;
  return [outcomeKey(body), ...clausesToAsk(body).map(({ test }) => clauseShapeOf(test).key)].join("\n");
});

/** The shape of one clause. */
export const clauseShapeOf: (clause: TestNode) => ClauseShape = rememberedOf((clause) => {
  const leaves = new Map<number, ShapeLeaf>();
  const cells: Cell[] = [];
  const { key, node } = abstractTest(clause, leaves, cells);
  return { key, test: node, leaves, cells, constants: cells.map(cellKey).join() };
});

/** What a clause is but for its constants. */
export interface ClauseShape extends Pick<Shape, "key" | "leaves" | "cells"> {
  readonly test: TestNode;
  /** The same for clauses that have the same constants. */
  readonly constants: string;
}

function cellKey(cell: Cell): string {
  if (typeof cell === "bigint") return `${cell}n`;
  return typeof cell === "object" ? `[${cell.map(cellKey)}]` : JSON.stringify(cell);
}

/** What comes of a rule that matches: the same for rules that one table can hold. Remedies and obligations keep their constants. */
export function outcomeKey({ rule, remedies, obligations }: RuleBody): string {
  return [rule.effect, ...[...remedies, ...obligations].map(callKey)].join("\n");
}

function callKey({ name, arguments: values }: BodyCall): string {
  return JSON.stringify([name, values.map((each) => [each.name, each.value.id])]);
}

function abstractTest(
  test: TestNode,
  leaves: Map<number, ShapeLeaf>,
  cells: Cell[],
): { readonly key: string; readonly node: TestNode } {
  switch (test.kind) {
    case "not": {
      const operand = abstractTest(test.operand, leaves, cells);
      return { key: `not(${operand.key})`, node: { ...test, operand: operand.node } satisfies NotNode };
    }
    case "and":
    case "or": {
      const operands = test.operands.map((operand) => abstractTest(operand, leaves, cells));
      const node: JunctionNode = { ...test, operands: operands.map((operand) => operand.node) };
      return { key: `${test.kind}(${operands.map(({ key }) => key)})`, node };
    }
    default:
      return abstractLeaf(test, leaves, cells);
  }
}

function abstractLeaf(
  test: TestNode,
  leaves: Map<number, ShapeLeaf>,
  cells: Cell[],
): { readonly key: string; readonly node: TestNode } {
  const leaf = constantLeafOf(test);
  if (leaf === undefined) return { key: `#${test.id}`, node: test };
  // No node of the graph has a negative id, and -1 is the code generator's own.
  const id = -2 - leaves.size;
  leaves.set(id, { ...leaf, firstCell: cells.length });
  cells.push(...leaf.cells);
  return { key: leaf.key, node: { ...test, id } };
}
