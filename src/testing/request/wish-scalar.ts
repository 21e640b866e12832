import type { Scalar, TypedExpression } from "../../check/typed-expression.js";
import { formatIp } from "../../runtime/ip.js";
import type { Type } from "../../types/type.js";
import { type Choices, chance, pick } from "../choices.js";
import { scalarJson } from "./scalar-json.js";
import { entryWish, memberWish, noWish, type Wish } from "./wish.js";

/** Where the wishes of a request stand. */
export interface RequestWishes {
  readonly subject: Wish;
  readonly actor: Wish;
  readonly resource: Wish;
  readonly context: Wish;
  readonly args: Wish;
}

/** Wishes that a request may grant or not. */
export function noWishes(): RequestWishes {
  return { subject: noWish(), actor: noWish(), resource: noWish(), context: noWish(), args: noWish() };
}

/** What is known while wishes are made for one principal. */
export interface State {
  readonly choices: Choices;
  readonly wishes: RequestWishes;
  readonly principal: "subject" | "actor";
  readonly variables: Map<number, Wish>;
}

/** The place that a path reads. */
export function wishOf(state: State, expression: TypedExpression): Wish | undefined {
  switch (expression.kind) {
    case "root":
      return state.wishes[expression.name === "principal" ? state.principal : expression.name];
    case "variable":
      return state.variables.get(expression.id);
    case "read": {
      const object = wishOf(state, expression.object);
      return object && memberWish(object, expression.name);
    }
    case "index": {
      const object = wishOf(state, expression.object);
      if (!object) return undefined;
      return expression.key.kind === "literal"
        ? memberWish(object, String(expression.key.value))
        : entryWish(object);
    }
    case "coalesce":
      return wishOf(state, expression.left);
    default:
      return undefined;
  }
}

/** Wishes that `expression` were `value`. */
export function setScalar(state: State, expression: TypedExpression, value: Scalar): void {
  switch (expression.kind) {
    case "identity": {
      const wish = wishOf(state, expression.object);
      if (wish) wish[expression.name] = String(value);
      return;
    }
    case "part":
      setPart(state, expression, value);
      return;
    case "lower":
      setScalar(state, expression.operand, value);
      return;
    case "negate":
      setScalar(state, expression.operand, -Number(value));
      return;
    case "arithmetic":
      setArithmetic(state, expression, Number(value));
      return;
    case "if":
      setScalar(state, expression.consequent, value);
      setScalar(state, expression.alternate, value);
      return;
    default: {
      const wish = wishOf(state, expression);
      if (!wish) return;
      wish.present = true;
      wish.hasValue = true;
      wish.value = scalarJson(value, expression.type);
    }
  }
}

function setArithmetic(
  state: State,
  { left, right, operator }: Extract<TypedExpression, { kind: "arithmetic" }>,
  value: number,
): void {
  const [constantLeft, constantRight] = [numberOf(left), numberOf(right)];
  if (chance(state.choices, 20)) {
    for (const side of [left, right]) setScalar(state, side, pick(state.choices, extremes));
    return;
  }
  if (constantRight !== undefined) {
    const inverse = {
      "+": value - constantRight,
      "-": value + constantRight,
      "*": value / (constantRight || 1),
    };
    setScalar(state, left, Math.trunc(inverse[operator]));
    return;
  }
  if (constantLeft === undefined) return;
  const inverse = { "+": value - constantLeft, "-": constantLeft - value, "*": value / (constantLeft || 1) };
  setScalar(state, right, Math.trunc(inverse[operator]));
}

/** Operands for which calculating is an error. */
const extremes = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

function setPart(
  state: State,
  { object, part }: Extract<TypedExpression, { kind: "part" }>,
  value: Scalar,
): void {
  const wish = wishOf(state, object);
  if (!wish) return;
  if (part === "length" && object.type.kind === "List") {
    wish.length = Math.max(0, Math.min(Number(value), 6));
    return;
  }
  wish.present = true;
  wish.hasValue = true;
  wish.value = partValue(part, value, object.type);
}

function partValue(part: string, value: Scalar, type: Type): unknown {
  const address = typeof value === "number" || typeof value === "bigint" ? formatIp(value) : "127.0.0.1";
  const host = address.includes(":") ? `[${address}]` : address;
  const hour = String(Math.max(0, Math.min(Number(value) || 0, 23))).padStart(2, "0");
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  const values: Readonly<Record<string, unknown>> = {
    length: "x".repeat(Math.max(0, Math.min(Number(value) || 0, 300))),
    host: `https://${value}/`,
    scheme: `${value}://example.com/`,
    path: `https://example.com${value}`,
    port: `https://example.com:${value}/`,
    ip: type.kind === "Url" ? `http://${host}/` : host,
    domain: `alice@${value}`,
    local: `${value}@example.com`,
    hour: `2026-11-21T${hour}:30:00Z`,
    weekday: `2026-11-${16 + Math.max(0, days.indexOf(String(value)))}T00:00:00Z`,
  };
  return values[part];
}

/** The value of a literal. */
export function scalarOf(expression: TypedExpression): Scalar | undefined {
  return expression.kind === "literal" ? expression.value : undefined;
}

/** The value of a numeric literal. */
export function numberOf(expression: TypedExpression): number | undefined {
  const value = scalarOf(expression);
  return typeof value === "number" ? value : undefined;
}
