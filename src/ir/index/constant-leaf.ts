import type { LikeToken } from "../../syntax/like-pattern.js";
import { isConstant } from "../fold.js";
import type { ConstantNode, TestNode, ValueNode } from "../node.js";
import { addressRanges } from "./address-ranges.js";

/** A constant as a table holds it. */
export type Cell = string | number | bigint | boolean | readonly Cell[];

/** A test that compares a value with constants, apart into the two. */
export interface ConstantLeaf {
  readonly kind:
    | "equals"
    | "order"
    | "range"
    | "element"
    | "list-element"
    | "network"
    | "ancestor"
    | "containment"
    | "prefix"
    | "suffix"
    | "infix"
    | "glob"
    | "within";
  /** The test it comes from. */
  readonly test: TestNode;
  /** What is compared: never an error, and of itself without constants of the row's own. */
  readonly operand: ValueNode;
  /** The test but for its constants. */
  readonly key: string;
  readonly cells: readonly Cell[];
}

/** The constants of a test that cannot err; undefined of one that has none that a table could hold. */
export function constantLeafOf(test: TestNode): ConstantLeaf | undefined {
  if (test.canErr) return undefined;
  switch (test.kind) {
    case "equals":
      return equalityLeaf(test, test.left, test.right) ?? equalityLeaf(test, test.right, test.left);
    case "order":
      return (
        orderLeaf(test, test.left, test.right, "left") ?? orderLeaf(test, test.right, test.left, "right")
      );
    case "range":
      return rangeLeaf(test, test.operand, test.minimum, test.maximum);
    case "element":
      return test.equality === "strict" ? elementLeaf(test, test.element, test.list) : undefined;
    case "network": {
      const blocks = constantsIn(test.networks);
      return blocks && leaf("network", test, test.ip, [addressRanges(blocks)]);
    }
    case "ancestor":
      return test.group.kind === "entity"
        ? leaf("ancestor", test, test.entity, [test.group.name], test.group.type)
        : undefined;
    case "containsAll":
    case "containsAny": {
      const elements = test.equality === "strict" ? scalarsIn(test.elements) : undefined;
      return elements && leaf("containment", test, test.list, [elements], test.kind);
    }
    case "like":
      return likeLeaf(test, test.operand, test.pattern);
    case "within":
      return withinLeaf(test, test.operand, test.base);
    default:
      return undefined;
  }
}

function leaf(
  kind: ConstantLeaf["kind"],
  test: TestNode,
  operand: ValueNode,
  cells: readonly Cell[],
  detail = "",
): ConstantLeaf {
  return { kind, test, operand, key: `${kind} ${detail}(#${operand.id})`, cells };
}

function equalityLeaf(test: TestNode, operand: ValueNode, other: ValueNode): ConstantLeaf | undefined {
  const cell = scalarCell(other);
  if (cell === undefined || isConstant(operand)) return undefined;
  return leaf("equals", test, operand, [cell], typeof cell);
}

function orderLeaf(
  test: TestNode & { readonly kind: "order" },
  operand: ValueNode,
  other: ValueNode,
  side: string,
): ConstantLeaf | undefined {
  const cell = scalarCell(other);
  if (cell === undefined || isConstant(operand)) return undefined;
  return leaf("order", test, operand, [cell], `${side} ${test.operator} ${typeof cell}`);
}

function rangeLeaf(
  test: TestNode,
  operand: ValueNode,
  minimum: ValueNode,
  maximum: ValueNode,
): ConstantLeaf | undefined {
  const [low, high] = [scalarCell(minimum), scalarCell(maximum)];
  return low === undefined || high === undefined ? undefined : leaf("range", test, operand, [low, high]);
}

function elementLeaf(test: TestNode, element: ValueNode, list: ValueNode): ConstantLeaf | undefined {
  const cell = scalarCell(element);
  if (cell !== undefined)
    return list.kind === "list" ? undefined : leaf("element", test, list, [cell], typeof cell);
  const cells = scalarsIn(list);
  return cells && leaf("list-element", test, element, [cells]);
}

function likeLeaf(
  test: TestNode,
  operand: ValueNode,
  pattern: readonly LikeToken[],
): ConstantLeaf | undefined {
  const texts = pattern.flatMap((token) => (token.kind === "text" ? [token.value] : []));
  switch (pattern.map(({ kind }) => kind).join(" ")) {
    case "text":
      return leaf("equals", test, operand, texts, "string");
    case "text any-run":
      return leaf("prefix", test, operand, texts);
    case "any-run text":
      return leaf("suffix", test, operand, texts);
    case "any-run text any-run":
      return leaf("infix", test, operand, texts);
    default:
      return texts.length === 0 ? undefined : leaf("glob", test, operand, [pattern.map(globCell)]);
  }
}

/** As `matchesGlob` of the runtime takes them. */
function globCell(token: LikeToken): Cell {
  if (token.kind === "text") return token.value;
  return token.kind === "any-run" ? 0 : 1;
}

function withinLeaf(
  test: TestNode & { readonly kind: "within" },
  operand: ValueNode,
  base: ValueNode,
): ConstantLeaf | undefined {
  const cell = scalarCell(base);
  return typeof cell === "string" ? leaf("within", test, operand, [cell], test.of) : undefined;
}

/** A constant that is compared by `===`. */
function scalarCell(node: ValueNode): Cell | undefined {
  return isConstant(node) && typeof node.value !== "object" ? node.value : undefined;
}

function constantsIn(node: ValueNode): readonly ConstantNode[] | undefined {
  return node.kind === "list" && node.elements.every(isConstant) ? node.elements : undefined;
}

/** Lists beyond this are sets, which rows do not have. */
const longestList = 32;

function scalarsIn(node: ValueNode): readonly Cell[] | undefined {
  const constants = constantsIn(node);
  if (constants === undefined || constants.length > longestList) return undefined;
  const cells = constants.map(scalarCell);
  return cells.every((cell) => cell !== undefined) ? cells : undefined;
}
