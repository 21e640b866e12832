import type { Scalar, TypedExpression } from "../../check/typed-expression.js";
import type { PrincipalEnvironment, RuleVariant } from "../../check/typed-policy-set.js";
import type { Type } from "../../types/type.js";
import { type Choices, chance, pick, pickAny } from "../choices.js";
import { sampleRegex } from "../sample-string.js";
import { lastAddress } from "./neighbours.js";
import { scalarJson } from "./scalar-json.js";
import { elementWish } from "./wish.js";
import { numberOf, type RequestWishes, type State, scalarOf, setScalar, wishOf } from "./wish-scalar.js";

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
    case "like":
    case "matches":
    case "within":
      satisfyText(state, expression, wanted);
      return;
    case "related":
      // Nothing in the request says so: it is answered when the request is there.
      return;
    default:
      setScalar(state, expression, wanted);
  }
}

function satisfyText(
  state: State,
  expression: Extract<TypedExpression, { kind: "like" | "matches" | "within" }>,
  wanted: boolean,
): void {
  const { choices } = state;
  if (expression.kind === "like") {
    const parts = expression.pattern.map((token) =>
      token.kind === "text" ? token.value : token.kind === "any-one" ? "x" : pick(choices, ["", "z"]),
    );
    setScalar(state, expression.operand, `${parts.join("")}${wanted ? "" : "~"}`);
  } else if (expression.kind === "matches") {
    setScalar(state, expression.operand, wanted ? sampleRegex(choices, expression.pattern.tree) : "~");
  } else {
    const base = scalarOf(expression.base);
    if (base === undefined) return;
    setScalar(state, expression.operand, wanted ? below(choices, String(base)) : `${base}x`);
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
