import type { Cell } from "../../ir/index/constant-leaf.js";
import type { ShapeLeaf } from "../../ir/index/shape.js";
import type { TestNode } from "../../ir/node.js";
import { assertNever, invariant } from "../../util/invariant.js";
import { type Code, js, literal } from "../code.js";
import { emitAncestorIn } from "../emit-membership.js";
import type { EmitTabled, Emitter } from "../emitter.js";
import {
  bind,
  type Expression,
  infix,
  junction,
  postfix,
  precedence,
  primary,
  strictlyEqual,
} from "../expression.js";

/** Gives the code of a constant of the row: a column's, or the constant itself where all rows have the same. */
export type CellCode = (cell: number) => Code;

/** Emits tests whose constants are those of a table's row. */
export function createTabled(leaves: ReadonlyMap<number, ShapeLeaf>, cellCode: CellCode): EmitTabled {
  return (emitter, node) => {
    const leaf = leaves.get(node.id);
    return leaf && emitLeaf(emitter, leaf, cellCode);
  };
}

function emitLeaf(emitter: Emitter, leaf: ShapeLeaf, cellCode: CellCode): Expression {
  const first = cellCode(leaf.firstCell);
  const value = () => emitter.value(leaf.operand);
  const member = () => bind(value(), precedence.member);
  switch (leaf.kind) {
    case "equals":
      return strictlyEqual(value(), primary(first));
    case "order":
      return emitOrder(leaf.test, value(), primary(first));
    case "range":
      return emitRange(emitter, value(), first, cellCode(leaf.firstCell + 1));
    case "element":
      return postfix(js`${member()}.includes(${first})`);
    case "list-element":
      return postfix(js`${first}.includes(${value().code})`);
    case "network":
      return postfix(js`${emitter.parts.runtime("inRanges")}(${value().code}, ${first})`);
    case "ancestor":
      invariant(
        leaf.test.kind === "ancestor" && leaf.test.group.kind === "entity",
        "the group is a constant",
      );
      return emitAncestorIn(emitter, leaf.operand, [literal(leaf.test.group.type), first]);
    case "containment":
      return emitContainment(leaf.test, emitter.reuse(value()), first);
    case "prefix":
      return postfix(js`${emitter.parts.runtime("beginsWith")}(${value().code}, ${first})`);
    case "suffix":
      return postfix(js`${emitter.parts.runtime("endsWith")}(${value().code}, ${first})`);
    case "infix":
      return postfix(js`${member()}.includes(${first})`);
    case "glob":
      return postfix(js`${emitter.parts.runtime("matchesGlob")}(${value().code}, ${first})`);
    case "within":
      return emitWithin(emitter, leaf.test, value(), first);
    default:
      return assertNever(leaf.kind);
  }
}

function emitOrder(test: TestNode, value: Expression, constant: Expression): Expression {
  invariant(test.kind === "order", "an order compares");
  const operator = { "<": js`<`, "<=": js`<=`, ">": js`>`, ">=": js`>=` }[test.operator];
  return test.left.kind === "constant"
    ? infix(precedence.relational, constant, operator, value)
    : infix(precedence.relational, value, operator, constant);
}

function emitRange(emitter: Emitter, value: Expression, low: Code, high: Code): Expression {
  const { first, again } = emitter.reuse(value);
  return junction("and", [
    infix(precedence.relational, first, js`>=`, primary(low)),
    infix(precedence.relational, again, js`<=`, primary(high)),
  ]);
}

function emitContainment(
  { kind }: TestNode,
  list: { readonly first: Expression; readonly again: Expression },
  wanted: Code,
): Expression {
  const method = kind === "containsAll" ? js`every` : js`some`;
  const element = js`element`;
  // The list is looked at first: one that is absent must not hide behind constants that there are none of.
  const target = list.first === list.again ? wanted : js`(${list.first.code}, ${wanted})`;
  const isIn = js`${bind(list.again, precedence.member)}.includes(${element})`;
  return postfix(js`${target}.${method}((${element}) => ${isIn})`);
}

function emitWithin(emitter: Emitter, test: TestNode, value: Expression, base: Code): Expression {
  invariant(test.kind === "within", "what lies within something");
  const within = emitter.parts.runtime(test.of === "Path" ? "pathWithin" : "hostWithin");
  return postfix(js`${within}(${value.code}, ${base})`);
}

/** A constant of a table, as code. */
export function emitCell(cell: Cell): Code {
  return typeof cell === "object" ? js`[${cell.map(emitCell)}]` : literal(cell);
}
