import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet, RuleVariant, TestExpected, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { principalsOf } from "../../interpret/environment.js";
import { conjunction, evaluateTruth, negation, type Truth } from "../../interpret/evaluate.js";
import { interpretWithOutcomes } from "../../interpret/interpret.js";
import { type ReadRequest, readRequest } from "../../interpret/read-request.js";
import { failure } from "../../interpret/value.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../solve/build-request.js";

/** A request of a test, decided, with what the test sees of the decision. */
export interface ShownRequest {
  readonly request: JsonObject;
  readonly decision: Decision;
  readonly outcomes: readonly RuleOutcome[];
  readonly read: ReadRequest;
  readonly sees: Sight;
}

/** Which parts of a decision a test is about, besides whether the request is allowed. */
interface Sight {
  readonly rules: boolean;
  readonly obligations: boolean;
}

const everything: Sight = { rules: true, obligations: true };

/** Decides a request; undefined if it is invalid. */
export function showRequest(
  policySet: PolicySet,
  request: JsonObject,
  expected?: TestExpected,
): ShownRequest | undefined {
  const read = readRequest(policySet, request);
  if (!isRead(read)) return undefined;
  const sees = expected
    ? { rules: expected.rules !== undefined, obligations: expected.obligations !== undefined }
    : everything;
  return { request, read, sees, ...interpretWithOutcomes(policySet, request) };
}

function isRead(read: ReturnType<typeof readRequest>): read is ReadRequest {
  return !Array.isArray(read);
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
export function isMatched({ outcomes }: ShownRequest, { id }: TypedRule): boolean {
  return outcomes.some(({ rule, matches }) => rule.id === id && matches);
}

/** Whether the rule matches, and a test with this request would fail without it. */
export function showsRule(shown: ShownRequest, { id }: TypedRule): boolean {
  return changes(shown, ({ rule, matches }) => matches && rule.id !== id);
}

/** Whether a test with this request would fail if one of the conditions of a rule's variant were another one. */
export function showsMistake(
  shown: ShownRequest,
  variant: RuleVariant,
  index: number,
  condition: TypedExpression,
): boolean {
  return changes(shown, (outcome) =>
    outcome.variant === variant ? matchesWith(shown, outcome, index, condition) : outcome.matches,
  );
}

/** Whether the rule matches with `condition` in the place of what its sentence says of ids and groups (0), or of a clause. */
function matchesWith(
  { read }: ShownRequest,
  { rule, variant, scope, clauses, principal }: RuleOutcome,
  index: number,
  condition: TypedExpression,
): boolean {
  const truth = evaluateTruth(condition, { request: read, principal, variables: new Map() });
  const own = variant.clauses[index - 1]?.negated ? negation(truth) : truth;
  const truths: Truth[] = [scope, ...clauses];
  const outcome = conjunction(truths.with(index, own));
  return outcome === true || (outcome === failure && rule.effect !== "allow");
}

function changes(shown: ShownRequest, matches: (outcome: RuleOutcome) => boolean): boolean {
  const { outcomes } = shown;
  const changed = outcomes.map(matches);
  if (outcomes.every((outcome, index) => outcome.matches === changed[index])) return false;
  const matching = (after: readonly boolean[]) => outcomes.filter((_, index) => after[index]);
  return (
    verdictOf(shown, matching(changed)) !== verdictOf(shown, matching(outcomes.map((each) => each.matches)))
  );
}

/** What a test sees of the decision that matching rules make, as text. */
function verdictOf({ sees, read }: ShownRequest, matching: readonly RuleOutcome[]): string {
  const principals = principalsOf(read.types).map(({ role }) => {
    const own = matching.filter(({ principal }) => principal === role);
    const denies = own.filter(({ rule }) => rule.effect === "deny");
    const allows = own.filter(({ rule }) => rule.effect === "allow");
    const isAllowed = denies.length === 0 && allows.length > 0;
    return { isAllowed, rules: denies.length > 0 ? denies : allows };
  });
  const isAllowed = principals.every((principal) => principal.isAllowed);
  const deciding = principals.filter((principal) => isAllowed || !principal.isAllowed);
  const rules = deciding.flatMap((principal) => principal.rules.map(({ rule }) => rule.id));
  const duties = matching.flatMap(({ rule, variant }) =>
    rule.effect === "oblige" ? variant.obligations : [],
  );
  const obligations = isAllowed ? duties.map(({ name }) => name) : [];
  return JSON.stringify([
    isAllowed,
    sees.rules ? distinct(rules) : [],
    sees.obligations ? distinct(obligations) : [],
  ]);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
