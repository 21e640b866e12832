import type {
  CoalesceExpression,
  IdentityExpression,
  LogicalExpression,
  MapIndexExpression,
  PartExpression,
  ReadExpression,
  RootExpression,
  TypedConditionalExpression,
  TypedExpression,
  TypedQuantifierExpression,
} from "../check/typed-expression.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { lowerAscii } from "../runtime/text.js";
import { matchesPattern } from "../types/match-pattern.js";
import type { Type } from "../types/type.js";
import { assertNever, invariant } from "../util/invariant.js";
import { type Answers, questionOf } from "./answers.js";
import {
  calculate,
  compareOrder,
  equalValues,
  isInGroup,
  isInNetworks,
  isWithinBase,
  matchesLike,
  textOf,
} from "./operators.js";
import { partOf } from "./parts.js";
import type { ReadRequest } from "./read-request.js";
import {
  absent,
  type EntityValue,
  failure,
  isEntityValue,
  isListValue,
  isMapValue,
  type Result,
  type Value,
} from "./value.js";

/** What an expression is evaluated in: a request, as one of its principals. */
export interface Scope {
  readonly request: ReadRequest;
  readonly principal: PrincipalRole;
  /** The elements (or keys) that quantifiers are at, by the variable's id. */
  readonly variables: ReadonlyMap<number, Value>;
}

/** A truth value of strong Kleene logic. */
export type Truth = boolean | typeof failure;

/** Evaluates a condition. What is absent where a value is needed is an error: the checker admits it only where it cannot matter. */
export function evaluateTruth(condition: TypedExpression, scope: Scope): Truth {
  const result = evaluate(condition, scope);
  if (result === absent || result === failure) return failure;
  invariant(typeof result === "boolean", "a condition is a Bool");
  return result;
}

/** The conjunction of truth values: false if one is false, else an error if one is an error. */
export function conjunction(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(failure) ? failure : true;
}

/** The negation: of an error, an error. */
export function negation(truth: Truth): Truth {
  return truth === failure ? failure : !truth;
}

function disjunction(truths: readonly Truth[]): Truth {
  return negation(conjunction(truths.map(negation)));
}

/** Evaluates an expression: a value, nothing, or an error. */
export function evaluate(expression: TypedExpression, scope: Scope): Result {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "list":
      return withValues(expression.elements, scope, (...elements) => elements);
    case "entity":
      return entityOf(expression.entity, expression.id);
    case "root":
      return evaluateRoot(expression, scope);
    case "variable":
      return scope.variables.get(expression.id) ?? absent;
    case "read":
      return evaluateRead(expression, scope);
    case "index":
      return evaluateIndex(expression, scope);
    case "identity":
      return evaluateIdentity(expression, scope);
    case "part":
      return evaluatePart(expression, scope);
    case "if":
      return evaluateConditional(expression, scope);
    case "coalesce":
      return evaluateCoalesce(expression, scope);
    case "and":
    case "or":
      return evaluateLogical(expression, scope);
    case "any":
    case "all":
      return evaluateQuantifier(expression, scope);
    case "has": {
      const result = evaluate(expression.path, scope);
      return result !== absent && result !== failure;
    }
    case "not":
      return negation(evaluateTruth(expression.operand, scope));
    default:
      return evaluateOperator(expression, scope);
  }
}

type OperatorExpression = Exclude<
  TypedExpression,
  {
    kind:
      | "literal"
      | "list"
      | "entity"
      | "root"
      | "variable"
      | "read"
      | "index"
      | "identity"
      | "part"
      | "if"
      | "coalesce"
      | "and"
      | "or"
      | "any"
      | "all"
      | "has"
      | "not";
  }
>;

/** Expressions that need the values of all their operands. */
function evaluateOperator(expression: OperatorExpression, scope: Scope): Result {
  switch (expression.kind) {
    case "lower":
      return withValues([expression.operand], scope, (text) => lowerAscii(textOf(text)));
    case "arithmetic":
      return withValues([expression.left, expression.right], scope, (left, right) =>
        calculate(expression.operator, left, right),
      );
    case "negate":
      return withValues([expression.operand], scope, (operand) => calculate("-", 0, operand));
    case "equality":
      return withValues(
        [expression.left, expression.right],
        scope,
        (left, right) => equalValues(left, right) !== expression.negated,
      );
    case "order":
      return withValues([expression.left, expression.right], scope, (left, right) =>
        compareOrder(expression.operator, left, right),
      );
    case "range":
      return withValues(
        [expression.operand, expression.minimum, expression.maximum],
        scope,
        (value, minimum, maximum) => compareOrder(">=", value, minimum) && compareOrder("<=", value, maximum),
      );
    case "element":
      return withValues([expression.element, expression.list], scope, (element, list) =>
        asList(list).some((other) => equalValues(element, other)),
      );
    case "network":
      return withValues([expression.ip, expression.networks], scope, isInNetworks);
    case "hierarchy":
      return withValues([expression.entity, expression.group], scope, (entity, group) =>
        isInGroup(asEntity(entity), asEntity(group)),
      );
    case "containsAll":
      return withValues([expression.list, expression.elements], scope, (list, elements) =>
        asList(elements).every((element) => asList(list).some((other) => equalValues(element, other))),
      );
    case "containsAny":
      return withValues([expression.list, expression.elements], scope, (list, elements) =>
        asList(elements).some((element) => asList(list).some((other) => equalValues(element, other))),
      );
    case "like":
      return withValues([expression.operand], scope, (text) => matchesLike(textOf(text), expression.pattern));
    case "matches":
      return withValues([expression.operand], scope, (text) =>
        matchesPattern(textOf(text), expression.pattern.tree),
      );
    case "within":
      return withValues([expression.operand, expression.base], scope, isWithinBase);
    case "related":
      return withValues([expression.subject, expression.object], scope, (subject, object) =>
        isRelated(expression.relation, asEntity(subject), asEntity(object), scope.request.relations),
      );
    case "is":
      return withValues([expression.object], scope, (entity) => asEntity(entity).type === expression.entity);
    default:
      return assertNever(expression);
  }
}

/** Computes from the values of all operands; an error if one is an error (or is not there, where it cannot matter). */
function withValues(
  operands: readonly TypedExpression[],
  scope: Scope,
  compute: (...values: Value[]) => Result,
): Result {
  const values: Value[] = [];
  for (const operand of operands) {
    const result = evaluate(operand, scope);
    if (result === absent || result === failure) return failure;
    values.push(result);
  }
  return compute(...values);
}

/** One step of a path: of nothing it is nothing, of an error an error. */
function onPresent(object: TypedExpression, scope: Scope, step: (value: Value) => Result): Result {
  const result = evaluate(object, scope);
  return result === absent || result === failure ? result : step(result);
}

function evaluateRoot({ name }: RootExpression, { request, principal }: Scope): Result {
  switch (name) {
    case "principal":
      return request[principal] ?? absent;
    case "subject":
    case "actor":
    case "resource":
      return request[name] ?? absent;
    case "context":
      return request.context;
    case "args":
      return request.args.value;
    default:
      return assertNever(name);
  }
}

function evaluateRead({ object, name }: ReadExpression, scope: Scope): Result {
  return onPresent(object, scope, (value) =>
    isOfType(value, object.type) ? readMember(value, name) : absent,
  );
}

function evaluateIndex({ object, key }: MapIndexExpression, scope: Scope): Result {
  return withValues([key], scope, (name) => onPresent(object, scope, (map) => readMember(map, textOf(name))));
}

function evaluateIdentity({ object, name }: IdentityExpression, scope: Scope): Result {
  return onPresent(object, scope, (entity) => asEntity(entity)[name] ?? absent);
}

/** Whether an entity is of the type that a guard has narrowed its union to; if not, what is read of it cannot matter. */
function isOfType(value: Value, type: Type): boolean {
  return !isEntityValue(value) || type.kind !== "Entity" || type.names.includes(value.type);
}

function readMember(object: Value, name: string): Result {
  if (isEntityValue(object)) return object.properties.get(name) ?? absent;
  invariant(isMapValue(object), "only entities, records and maps have members");
  return object.get(name) ?? absent;
}

function evaluatePart({ object, part }: PartExpression, scope: Scope): Result {
  return onPresent(object, scope, (value) => partOf(value, part) ?? absent);
}

function evaluateConditional(
  { condition, consequent, alternate }: TypedConditionalExpression,
  scope: Scope,
): Result {
  const truth = evaluateTruth(condition, scope);
  if (truth === failure) return failure;
  return evaluate(truth ? consequent : alternate, scope);
}

function evaluateCoalesce({ left, right }: CoalesceExpression, scope: Scope): Result {
  const result = evaluate(left, scope);
  return result === absent ? evaluate(right, scope) : result;
}

function evaluateLogical({ kind, operands }: LogicalExpression, scope: Scope): Result {
  const truths = operands.map((operand) => evaluateTruth(operand, scope));
  return kind === "and" ? conjunction(truths) : disjunction(truths);
}

function evaluateQuantifier(expression: TypedQuantifierExpression, scope: Scope): Result {
  const { kind, variable, collection, body } = expression;
  return withValues([collection], scope, (value) => {
    const elements = isMapValue(value) ? [...value.keys()] : asList(value);
    const truths = elements.map((element) =>
      evaluateTruth(body, { ...scope, variables: new Map(scope.variables).set(variable.id, element) }),
    );
    return kind === "all" ? conjunction(truths) : disjunction(truths);
  });
}

/** By the answers that came with the request. Where they do not say it, nobody knows. */
function isRelated(relation: string, subject: EntityValue, object: EntityValue, known: Answers): Truth {
  const question = questionOf(relation, subject, object);
  const answer = question === undefined ? "unknown" : known(question);
  return answer === "unknown" ? failure : answer === "yes";
}

function entityOf(type: string, id: string): EntityValue {
  return { kind: "entity", type, id, properties: new Map(), ancestors: [] };
}

function asEntity(value: Value): EntityValue {
  invariant(isEntityValue(value), "an entity is expected");
  return value;
}

function asList(value: Value): readonly Value[] {
  invariant(isListValue(value), "a list is expected");
  return value;
}
