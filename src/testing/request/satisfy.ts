import type { Scalar, TypedExpression } from "../../check/typed-expression.js";
import type { PrincipalEnvironment, RuleVariant } from "../../check/typed-policy-set.js";
import { formatIp } from "../../runtime/ip.js";
import type { Type } from "../../types/type.js";
import { type Choices, chance, pick, pickAny } from "../choices.js";
import { sampleRegex } from "../sample-string.js";
import { lastAddress } from "./neighbours.js";
import { scalarJson } from "./scalar-json.js";
import { elementWish, memberWish, noWish, type Wish } from "./wish.js";

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

/**
 * Wishes for what makes the variant match (or, where `wanted` is false, for what makes one of its conditions fail). A cheap
 * and incomplete solver: it goes down the expression once and takes the first way it finds.
 */
export function satisfyVariant(
  choices: Choices,
  wishes: RequestWishes,
  principal: PrincipalEnvironment,
  variant: RuleVariant,
  wanted: boolean,
): void {
  const state: State = {
    choices,
    wishes,
    principal: principal.role === "actor" ? "actor" : "subject",
    variables: new Map(),
  };
  const goals = [
    { condition: variant.scope, negated: false },
    ...variant.clauses.map(({ condition, negated }) => ({ condition, negated })),
  ];
  const chosen = wanted ? goals : [pick(choices, goals)];
  for (const goal of chosen) satisfy(state, goal.condition, wanted !== goal.negated);
}

interface State {
  readonly choices: Choices;
  readonly wishes: RequestWishes;
  readonly principal: "subject" | "actor";
  readonly variables: Map<number, Wish>;
}

function satisfy(state: State, expression: TypedExpression, wanted: boolean): void {
  const { choices } = state;
  switch (expression.kind) {
    case "not":
      satisfy(state, expression.operand, !wanted);
      return;
    case "and":
    case "or": {
      const all = (expression.kind === "and") === wanted;
      const goals = all ? expression.operands : [pick(choices, expression.operands)];
      for (const goal of goals) satisfy(state, goal, wanted);
      return;
    }
    case "if": {
      const branch = chance(choices, 60);
      satisfy(state, expression.condition, branch);
      satisfy(state, branch ? expression.consequent : expression.alternate, wanted);
      return;
    }
    case "any":
    case "all":
      satisfyQuantifier(state, expression, wanted);
      return;
    case "has":
      satisfyPresence(state, expression.path, wanted);
      return;
    default:
      satisfyTest(state, expression, wanted);
  }
}

function satisfyQuantifier(
  state: State,
  expression: Extract<TypedExpression, { kind: "any" | "all" }>,
  wanted: boolean,
): void {
  const collection = wishOf(state, expression.collection);
  if (!collection) return;
  const exists = (expression.kind === "any") === wanted;
  collection.length = exists ? 1 : state.choices.int(0, 2);
  const element = elementWish(collection);
  state.variables.set(expression.variable.id, element);
  satisfy(state, expression.body, wanted);
}

function satisfyPresence(state: State, path: TypedExpression, wanted: boolean): void {
  const wish = wishOf(state, path);
  if (wish) wish.present = wanted;
  if (wanted && path.kind === "part") setScalar(state, path, path.part === "port" ? 8080 : 0x7f000001);
  if (wanted && (path.kind === "read" || path.kind === "index")) satisfyPresence(state, path.object, true);
}

function satisfyTest(state: State, expression: TypedExpression, wanted: boolean): void {
  const { choices } = state;
  switch (expression.kind) {
    case "equality":
      satisfyEquality(state, expression.left, expression.right, wanted !== expression.negated);
      return;
    case "order":
      satisfyOrder(state, expression, wanted);
      return;
    case "range": {
      const end = numberOf(pick(choices, [expression.minimum, expression.maximum]));
      if (end !== undefined)
        setScalar(state, expression.operand, wanted ? end : end + pick(choices, [-1, 1]));
      return;
    }
    case "element":
      satisfyElement(state, expression.element, expression.list, wanted);
      return;
    case "containsAll":
    case "containsAny":
      satisfyContainment(state, expression.list, expression.elements, wanted);
      return;
    case "network":
      satisfyNetwork(state, expression.ip, expression.networks, wanted);
      return;
    case "hierarchy":
      satisfyHierarchy(state, expression.entity, expression.group, wanted);
      return;
    case "is": {
      const wish = wishOf(state, expression.object);
      if (wish && wanted) wish.type = expression.entity;
      return;
    }
    case "like": {
      const text = expression.pattern.map((token) =>
        token.kind === "text" ? token.value : token.kind === "any-one" ? "x" : pick(choices, ["", "z"]),
      );
      setScalar(state, expression.operand, `${text.join("")}${wanted ? "" : "~"}`);
      return;
    }
    case "matches":
      setScalar(state, expression.operand, wanted ? sampleRegex(choices, expression.pattern.tree) : "~");
      return;
    case "within": {
      const base = scalarOf(expression.base);
      if (base !== undefined)
        setScalar(state, expression.operand, wanted ? below(choices, String(base)) : `${base}x`);
      return;
    }
    default:
      setScalar(state, expression, wanted);
  }
}

function below(choices: Choices, base: string): string {
  if (chance(choices, 40)) return base;
  return base.startsWith("/") ? `${base === "/" ? "" : base}/below` : `below.${base}`;
}

function satisfyEquality(state: State, left: TypedExpression, right: TypedExpression, wanted: boolean): void {
  if (right.kind === "entity") {
    setEntity(state, left, right, wanted);
    return;
  }
  if (left.kind === "entity") {
    setEntity(state, right, left, wanted);
    return;
  }
  const [target, value] = scalarOf(right) !== undefined ? [left, scalarOf(right)] : [right, scalarOf(left)];
  if (value !== undefined) {
    setScalar(state, target, wanted ? value : other(value));
    return;
  }
  const [one, two] = [wishOf(state, left), wishOf(state, right)];
  if (!one || !two || !wanted) return;
  if (left.type.kind === "Entity") {
    one.id = two.id ??= "a";
    return;
  }
  const shared = two.hasValue ? two.value : (commonValues[left.type.kind] ?? 7);
  for (const wish of [one, two]) Object.assign(wish, { value: shared, hasValue: true, present: true });
}

/** Values for two attributes that are to be equal. */
const commonValues: Readonly<Partial<Record<Type["kind"], unknown>>> = {
  Bool: true,
  String: "sales",
  Duration: "PT15M",
  Time: "2026-11-21T10:00:00Z",
  Date: "2026-11-21",
  Ip: "10.2.3.4",
  Cidr: "10.0.0.0/8",
  Url: "https://example.com/",
  Host: "example.com",
  Email: "alice@example.com",
  Path: "/srv/data",
};

/** Something near that is not equal. */
function other(value: Scalar): Scalar {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value}x`;
  return value;
}

function setEntity(
  state: State,
  target: TypedExpression,
  entity: Extract<TypedExpression, { kind: "entity" }>,
  wanted: boolean,
): void {
  const wish = wishOf(state, target);
  if (!wish) return;
  wish.present = true;
  wish.type = entity.entity;
  wish.id = wanted ? entity.id : `${entity.id}x`;
}

function satisfyOrder(
  state: State,
  { left, right, operator }: Extract<TypedExpression, { kind: "order" }>,
  wanted: boolean,
): void {
  const upward = operator === "<" || operator === "<=" ? -1 : 1;
  const strict = operator === "<" || operator === ">";
  const step = wanted ? (strict ? upward : 0) : strict ? 0 : -upward;
  const distance = step + (chance(state.choices, 30) ? (wanted ? upward : -upward) * 5 : 0);
  const bound = numberOf(right);
  if (bound !== undefined) {
    setScalar(state, left, bound + distance);
    return;
  }
  const start = numberOf(left);
  if (start !== undefined) setScalar(state, right, start - distance);
}

function satisfyElement(
  state: State,
  element: TypedExpression,
  list: TypedExpression,
  wanted: boolean,
): void {
  if (list.kind === "list") {
    const choice = pickAny(state.choices, list.elements);
    if (choice) satisfyEquality(state, element, choice, wanted);
    return;
  }
  const wish = wishOf(state, list);
  if (wish && wanted) wish.elements.push(...jsonOf(element));
}

function satisfyContainment(
  state: State,
  list: TypedExpression,
  elements: TypedExpression,
  wanted: boolean,
): void {
  const wish = wishOf(state, list);
  if (!wish || !wanted || elements.kind !== "list") return;
  wish.elements.push(...elements.elements.flatMap(jsonOf));
}

function jsonOf(expression: TypedExpression): unknown[] {
  if (expression.kind === "entity") return [{ type: expression.entity, id: expression.id }];
  const value = scalarOf(expression);
  return value === undefined ? [] : [scalarJson(value, expression.type)];
}

function satisfyNetwork(state: State, ip: TypedExpression, networks: TypedExpression, wanted: boolean): void {
  const blocks = networks.kind === "list" ? networks.elements : [networks];
  const block = pickAny(state.choices, blocks);
  const cidr = block && scalarOf(block);
  if (cidr === undefined || typeof cidr !== "object" || !("base" in cidr)) return;
  const last = lastAddress(cidr);
  const beyond = typeof last === "bigint" ? last + 1n : last + 1;
  setScalar(state, ip, wanted ? pick(state.choices, [cidr.base, last]) : beyond);
}

function satisfyHierarchy(
  state: State,
  entity: TypedExpression,
  group: TypedExpression,
  wanted: boolean,
): void {
  const wish = wishOf(state, entity);
  if (!wish || !wanted) return;
  wish.present = true;
  if (group.kind === "entity") {
    if (
      entity.type.kind === "Entity" &&
      entity.type.names.includes(group.entity) &&
      chance(state.choices, 30)
    ) {
      setEntity(state, entity, group, true);
      return;
    }
    wish.ancestors.push({ type: group.entity, id: group.id });
    return;
  }
  const above = wishOf(state, group);
  const type = above?.type ?? (group.type.kind === "Entity" ? group.type.names[0] : undefined);
  if (!above || type === undefined) return;
  above.id ??= "a";
  wish.ancestors.push({ type, id: above.id });
}

/** The place that a path reads. */
function wishOf(state: State, expression: TypedExpression): Wish | undefined {
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
      return object && expression.key.kind === "literal"
        ? memberWish(object, String(expression.key.value))
        : undefined;
    }
    case "coalesce":
      return wishOf(state, expression.left);
    default:
      return undefined;
  }
}

/** Wishes that `expression` were `value`. */
function setScalar(state: State, expression: TypedExpression, value: Scalar): void {
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
      satisfy(state, expression.condition, true);
      setScalar(state, expression.consequent, value);
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
function scalarOf(expression: TypedExpression): Scalar | undefined {
  return expression.kind === "literal" ? expression.value : undefined;
}

function numberOf(expression: TypedExpression): number | undefined {
  const value = scalarOf(expression);
  return typeof value === "number" ? value : undefined;
}
