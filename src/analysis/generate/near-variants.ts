import type {
  ContainmentExpression,
  EqualityExpression,
  LiteralExpression,
  OrderExpression,
  TypedExpression,
  TypedLikeExpression,
  TypedListExpression,
  WithinExpression,
} from "../../check/typed-expression.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Cidr } from "../../runtime/ip.js";
import type { LikeToken } from "../../syntax/like-pattern.js";
import { nearLikePatterns } from "./near-like-patterns.js";
import { nearRegexes } from "./near-regexes.js";
import { nearRelations } from "./near-relations.js";
import { testedPlaces } from "./tested-elements.js";

/**
 * What one might have written for an expression by mistake, its operands left as they are: the other of `and` and `or`, a comparison
 * that takes the bound in or leaves it out, a bound next to it, a list that lacks an element, a pattern or a block that is too wide or
 * too narrow; as far as `entities` tells them, another relation. Of the same type, so that it can stand in its place.
 */
export function nearVariants(
  expression: TypedExpression,
  entities?: PolicySet["entities"],
): readonly TypedExpression[] {
  switch (expression.kind) {
    case "literal":
      return nearLiterals(expression);
    case "list":
      return withoutEach(expression);
    case "and":
      return [{ ...expression, kind: "or" }];
    case "or":
      return [{ ...expression, kind: "and" }];
    case "any":
      return [{ ...expression, kind: "all" }];
    case "all":
      return [{ ...expression, kind: "any" }];
    case "if":
      return [{ ...expression, consequent: expression.alternate, alternate: expression.consequent }];
    case "lower":
      return [{ ...expression.operand, type: expression.type }];
    case "arithmetic":
      return expression.operator === "*"
        ? []
        : [{ ...expression, operator: expression.operator === "+" ? "-" : "+" }];
    case "order":
      return nearOrders(expression);
    case "equality":
      return nearEqualities(expression);
    case "containsAll":
    case "containsAny":
      return [otherContainment(expression)];
    case "like":
      return nearLikePatterns(expression.pattern).map((pattern) => ({ ...expression, pattern }));
    case "matches":
      return nearRegexes(expression.pattern).map((pattern) => ({ ...expression, pattern }));
    case "within":
      return nearBases(expression);
    case "related":
      return nearRelations(expression, entities);
    default:
      return [];
  }
}

/** Numbers next to it, blocks twice and half as large. */
function nearLiterals(literal: LiteralExpression): readonly LiteralExpression[] {
  const { type, value } = literal;
  switch (type.kind) {
    case "Int":
    case "Number":
    case "Duration":
    case "Time":
    case "Date":
      return typeof value === "number"
        ? [value - 1, value + 1].map((near) => ({ ...literal, value: near }))
        : [];
    case "Cidr":
      return typeof value === "object" && "bits" in value
        ? nearBlocks(value).map((near) => ({ ...literal, value: near }))
        : [];
    default:
      return [];
  }
}

function nearBlocks({ base, bits }: Cidr): readonly Cidr[] {
  const length = typeof base === "bigint" ? 128 : 32;
  return [bits - 1, bits + 1]
    .filter((near) => near >= 0 && near <= length)
    .map((near) => ({ base: withoutHostBits(base, length - near), bits: near }));
}

function withoutHostBits(base: Cidr["base"], count: number): Cidr["base"] {
  if (typeof base === "bigint") return (base >> BigInt(count)) << BigInt(count);
  const size = 2 ** count;
  return Math.floor(base / size) * size;
}

function withoutEach(list: TypedListExpression): readonly TypedListExpression[] {
  return testedPlaces(list.elements.length).map((dropped) => ({
    ...list,
    elements: list.elements.toSpliced(dropped, 1),
  }));
}

const nearOperators = { "<": ["<=", ">"], "<=": ["<", ">="], ">": [">=", "<"], ">=": [">", "<="] } as const;

function nearOrders(order: OrderExpression): readonly OrderExpression[] {
  return nearOperators[order.operator].map((operator) => ({ ...order, operator }));
}

/** Of numbers: at most, at least. Of texts: that they start or end so, or are the same but for capitals. */
function nearEqualities(equality: EqualityExpression): readonly TypedExpression[] {
  const { left, right, type, span, negated } = equality;
  const variants: readonly TypedExpression[] =
    left.type.kind === "String" && right.kind === "literal" && typeof right.value === "string"
      ? nearTexts(equality, right.value)
      : isOrdered(left)
        ? (["<=", ">="] as const).map((operator) => ({ kind: "order", operator, left, right, type, span }))
        : [];
  return negated ? variants.map((operand) => ({ kind: "not", operand, type, span })) : variants;
}

function isOrdered({ type }: TypedExpression): boolean {
  return ["Int", "Number", "Duration", "Time", "Date"].includes(type.kind);
}

function nearTexts(
  { left, right, type, span }: EqualityExpression,
  text: string,
): readonly TypedExpression[] {
  const whole: LikeToken = { kind: "text", value: text };
  const run: LikeToken = { kind: "any-run" };
  const patterns = [
    [whole, run],
    [run, whole],
  ];
  const wider = patterns.map(
    (pattern): TypedLikeExpression => ({ kind: "like", operand: left, pattern, text, type, span }),
  );
  const lowered: EqualityExpression = {
    kind: "equality",
    negated: false,
    left: { kind: "lower", operand: left, type: left.type, span },
    right,
    type,
    span,
  };
  return /^[^A-Z]*[a-z][^A-Z]*$/.test(text) ? [...wider, lowered] : wider;
}

function otherContainment(containment: ContainmentExpression): ContainmentExpression {
  return { ...containment, kind: containment.kind === "containsAll" ? "containsAny" : "containsAll" };
}

/** The base alone; what only starts (a path) or ends (a host) like it: `/srv/data-old`, `badexample.com`. */
function nearBases(within: WithinExpression): readonly TypedExpression[] {
  const { operand, base, type, span } = within;
  const same: EqualityExpression = {
    kind: "equality",
    negated: false,
    left: operand,
    right: base,
    type,
    span,
  };
  if (base.kind !== "literal" || typeof base.value !== "string") return [same];
  const text: LikeToken = { kind: "text", value: base.value };
  const run: LikeToken = { kind: "any-run" };
  const pattern = operand.type.kind === "Path" ? [text, run] : [run, text];
  return [same, { kind: "like", operand, pattern, text: base.value, type, span }];
}
