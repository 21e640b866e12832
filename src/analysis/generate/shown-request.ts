import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet, RuleVariant, TestExpected, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import type { RuleInScope } from "../../interpret/environment.js";
import { conjunction, evaluateTruth, negation, type Truth } from "../../interpret/evaluate.js";
import { decideOutcomes, isRead } from "../../interpret/interpret.js";
import { type EditedAttribute, readEdited } from "../../interpret/read-edited.js";
import { type ReadRequest, readRequest } from "../../interpret/read-request.js";
import { failure } from "../../interpret/value.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { Decision } from "../../runtime/decision.js";
import type { Effect } from "../../syntax/ast.js";
import { lazy } from "../../util/lazy.js";
import { remembered } from "../../util/remembered.js";
import { answered } from "../relations/given.js";
import type { JsonObject } from "../solve/build-request.js";
import { countSteps } from "../steps.js";
import { type Change, withChange } from "./near-changes.js";
import { type RequestPart, withParts } from "./request-parts.js";
import { requestSides, type Side } from "./request-sides.js";

/** A request of a test, with what the test sees of its decision. Rules are evaluated when they are first looked at. */
export interface ShownRequest {
  readonly request: JsonObject;
  /** What decides it. */
  readonly policySet: PolicySet;
  readonly read: ReadRequest;
  /** Its principals. */
  readonly sides: readonly Side[];
  decision(): Decision;
  /** The rules in scope of its principals. */
  rules(): Iterable<TypedRule>;
  /** What became of a rule, for each principal on which it is in scope. */
  outcomesOf(rule: TypedRule): readonly RuleOutcome[];
  /** What would change without a rule: nothing if it does not match. */
  hangsOnRule(rule: TypedRule): Hinge;
  /** What would change if rules matched that do not, and those did not that do. */
  hangsOn(turned: readonly RuleOutcome[]): Hinge;
  /** What would change back if they were as they are, for a test of the request with the others. */
  wouldHangOn(turned: readonly RuleOutcome[]): Hinge;
}

/** What hangs on whether some rules match: nothing that the test sees, which rules decide, or the decision itself or its duties. */
export type Hinge = "nothing" | "rules" | "decision";

/**
 * Decides a request, with the relations that follow from its tuples; undefined if it is invalid. A test sees no more than what is `expected`,
 * if that is given.
 */
export function showRequest(
  policySet: PolicySet,
  given: JsonObject,
  expected?: TestExpected,
): ShownRequest | undefined {
  return shownRequest(policySet, given, { expected });
}

/**
 * {@link showRequest} of a request that is another one but for a change: what did not change is not read again, nor is a rule asked again that
 * reads nothing of what did.
 */
export function showEdited(
  policySet: PolicySet,
  base: ShownRequest,
  change: Change,
): ShownRequest | undefined {
  const edited = { base, changed: change.map(({ part }) => part) };
  return shownRequest(policySet, withChange(base.request, change), { edited });
}

/** {@link showRequest} of a request that is another one but for some parts, which it has of an `other` one. */
export function showWithParts(
  policySet: PolicySet,
  base: ShownRequest,
  parts: readonly RequestPart[],
  other: JsonObject,
): ShownRequest | undefined {
  return shownRequest(policySet, withParts(base.request, parts, other), { edited: { base, changed: parts } });
}

interface ShowOptions {
  readonly expected?: TestExpected | undefined;
  readonly edited?: Edited;
}

/** A request that another one was made of, and what of it was changed. */
interface Edited {
  readonly base: ShownRequest;
  readonly changed: readonly RequestPart[];
}

function shownRequest(
  policySet: PolicySet,
  given: JsonObject,
  { expected, edited }: ShowOptions,
): ShownRequest | undefined {
  const request = answered(policySet, given);
  countSteps(stepsOfRequest);
  const read = readShown(policySet, request, edited);
  if (read === undefined) return undefined;
  const sides = requestSides(
    policySet,
    read,
    edited && { sides: edited.base.sides, changed: edited.changed },
  );
  const verdict = lazy(() => verdictOf(sides));
  const hinges = new Map<string, Hinge>();
  const hangsOn = (turned: readonly RuleOutcome[]): Hinge => {
    if (turned.length === 0) return "nothing";
    const key = turned.map(({ principal, rule }) => `${principal} ${rule.id}`).join();
    const hinge = hinges.get(key) ?? hingeOf(verdict(), verdictOf(sides, turned), expected);
    hinges.set(key, hinge);
    return hinge;
  };
  const outcomesOf = remembered((rule: TypedRule) => outcomesAt(sides, rule));
  return {
    request,
    policySet,
    read,
    sides,
    decision: lazy(() =>
      decideOutcomes(
        policySet,
        read,
        sides.map(({ inScope, evaluate }) => inScope.map(evaluate)),
      ),
    ),
    rules: () => new Set(sides.flatMap(({ inScope }) => inScope.map(({ rule }) => rule))),
    outcomesOf,
    hangsOn,
    wouldHangOn: (turned) => hingeOf(verdictOf(sides, turned), verdict(), expected),
    hangsOnRule: remembered((rule) => hangsOn(outcomesOf(rule).filter(({ matches }) => matches))),
  };
}

/** How many steps it is to read a request, and to evaluate a clause. */
const [stepsOfRequest, stepsOfClause] = [1_500, 150];

function outcomesAt(sides: readonly Side[], rule: TypedRule): readonly RuleOutcome[] {
  return sides.flatMap(({ candidates, evaluate }) => {
    const candidate = candidates.get(rule);
    if (candidate === undefined) return [];
    countSteps(stepsOfClause * candidate.variant.clauses.length);
    return [evaluate(candidate)];
  });
}

/** Undefined where it is invalid. */
function readShown(
  policySet: PolicySet,
  request: JsonObject,
  edited: Edited | undefined,
): ReadRequest | undefined {
  // What another set of rules does not look at was not read for it.
  const attributes = edited?.base.policySet === policySet ? attributesOf(edited.changed) : undefined;
  if (edited && attributes) return readEdited(policySet, request, edited.base.read, attributes);
  const read = readRequest(policySet, request);
  return isRead(read) ? read : undefined;
}

/** Parts that are all attributes; undefined where they are not. */
function attributesOf(parts: readonly RequestPart[]): readonly EditedAttribute[] | undefined {
  const attributes = parts.flatMap(({ root, attribute }) =>
    root === "tuples" || attribute === undefined ? [] : [{ root, name: attribute }],
  );
  return attributes.length === parts.length ? attributes : undefined;
}

/** What a test may see of a decision: names as one text. */
interface Verdict {
  readonly isAllowed: boolean;
  readonly obligations: string;
  readonly rules: string;
}

/** What a test of one verdict sees of another one. No `test` block says that there are no obligations. */
function hingeOf(before: Verdict, after: Verdict, expected: TestExpected | undefined): Hinge {
  if (before.isAllowed !== after.isAllowed) return "decision";
  const seesObligations = expected ? expected.obligations !== undefined : before.obligations !== "";
  if (seesObligations && before.obligations !== after.obligations) return "decision";
  const seesRules = expected === undefined || (expected.rules ?? expected.reason) !== undefined;
  return seesRules && before.rules !== after.rules ? "rules" : "nothing";
}

/** The verdict with some rules `turned`: those match that do not, and the other way round. */
function verdictOf(sides: readonly Side[], turned: readonly RuleOutcome[] = []): Verdict {
  const principals = sides.map((side) => {
    const denies = matchingWith(side, "deny", turned);
    const rules = denies.length > 0 ? denies : matchingWith(side, "allow", turned);
    return { isAllowed: denies.length === 0 && rules.length > 0, rules };
  });
  const isAllowed = principals.every((principal) => principal.isAllowed);
  const deciding = principals.filter((principal) => isAllowed || !principal.isAllowed);
  const duties = isAllowed ? sides.flatMap((side) => matchingWith(side, "oblige", turned)) : [];
  return {
    isAllowed,
    obligations: distinct(duties.flatMap(({ variant }) => variant.obligations.map(({ name }) => name))),
    rules: distinct(deciding.flatMap((principal) => principal.rules.map(({ rule }) => rule.id))),
  };
}

function matchingWith(side: Side, effect: Effect, turned: readonly RuleOutcome[]): readonly RuleInScope[] {
  const own = turned.filter(({ principal, rule }) => principal === side.role && rule.effect === effect);
  if (own.length === 0) return side.matching(effect);
  const others = side.matching(effect).filter(({ rule }) => own.every((each) => each.rule !== rule));
  return [...others, ...own.filter(({ matches }) => !matches)];
}

/** Each name once, in an order of their own. */
function distinct(names: readonly string[]): string {
  return names.length < 2 ? names.join() : [...new Set(names)].sort().join();
}

/** Whether a request is of an environment. */
export function isOfKind({ read }: ShownRequest, { action, resource, subject, actor }: Environment): boolean {
  const { target, ...types } = read.types;
  return (
    target.action === action &&
    target.resource === resource &&
    types.subject === subject.type &&
    types.actor === actor?.type
  );
}

/** Whether a rule matches one of the request's principals. */
export function isMatched(shown: ShownRequest, rule: TypedRule): boolean {
  return shown.outcomesOf(rule).some(({ matches }) => matches);
}

/** Whether the rule matches, and a test with this request would fail without it. */
export function showsRule(shown: ShownRequest, rule: TypedRule): boolean {
  return shown.hangsOnRule(rule) !== "nothing";
}

/** Whether the rule matches, and without it the decision itself would be another one. */
export function decidesAlone(shown: ShownRequest, rule: TypedRule): boolean {
  return shown.hangsOnRule(rule) === "decision";
}

/** Whether the rule does not match, and the decision itself would hang on it if it did. */
export function wouldDecide(shown: ShownRequest, rule: TypedRule): boolean {
  const outcomes = shown.outcomesOf(rule);
  const { decision, reason } = shown.decision();
  const isOpen = rule.effect === "allow" ? reason === "no_matching_rule" : decision;
  return isOpen && !outcomes.some(({ matches }) => matches) && shown.wouldHangOn(outcomes) === "decision";
}

/** Whether a test with this request would fail if one of the conditions of a rule's variant were another one. */
export function showsMistake(
  shown: ShownRequest,
  rule: TypedRule,
  variant: RuleVariant,
  index: number,
  condition: TypedExpression,
): boolean {
  const turned = shown
    .outcomesOf(rule)
    .filter(
      (outcome) =>
        outcome.variant === variant &&
        isPivotal(outcome, index) &&
        isTurned(shown, outcome, index, condition),
    );
  return turned.length > 0 && shown.hangsOn(turned) !== "nothing";
}

/** Whether the rule matches or not by a condition: what its sentence says of ids and groups (0), or a clause. */
export function isPivotal({ scope, clauses }: RuleOutcome, index: number): boolean {
  return (
    (index === 0 || scope !== false) &&
    clauses.every((truth, other) => truth !== false || other === index - 1)
  );
}

/** Whether another expression in the place of a condition changes whether the rule matches. */
export function isTurned(
  { read }: ShownRequest,
  { rule, variant, scope, clauses, principal, matches }: RuleOutcome,
  index: number,
  condition: TypedExpression,
): boolean {
  const truth = evaluateTruth(condition, { request: read, principal, variables: noVariables });
  const own = variant.clauses[index - 1]?.negated ? negation(truth) : truth;
  const truths: Truth[] = [scope, ...clauses];
  if (own === truths[index]) return false;
  const outcome = conjunction(truths.with(index, own));
  return matches !== (outcome === true || (outcome === failure && rule.effect !== "allow"));
}

/** Conditions stand within no quantifier. */
export const noVariables = new Map<number, never>();
