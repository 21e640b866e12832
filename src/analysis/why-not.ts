import type { RuleOutcome } from "../interpret/decide-principal.js";
import { interpretWithOutcomes, validateRequest } from "../interpret/interpret.js";
import type {
  AnsweredRelation,
  Decision,
  PrincipalRole,
  Problem,
  ReportedRemedy,
} from "../runtime/decision.js";
import type { Type } from "../types/type.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";
import type { Analysis } from "./analysis.js";
import { withoutTuples } from "./relations/given.js";
import { kindsByAction } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { answerAt, questionAt } from "./why-not/answer-at.js";
import { isWithin, pointerSteps, sameJson, valueAt, withValueAt } from "./why-not/at-path.js";
import { type Room, roomOf, withNearestValues } from "./why-not/nearest-values.js";
import { type Obstacle, obstaclesTo } from "./why-not/obstacles.js";
import { remedyUnits } from "./why-not/remedy-units.js";
import type { Unit } from "./why-not/request-facts.js";
import { type Situation, situationOf } from "./why-not/situation.js";
import { smallestDifference, type Way } from "./why-not/smallest-difference.js";

/*
 * Law: what is proposed is the request given but for the changes named, and the interpreter allows it; where there is said to be none, no
 * request of the same principals for the same action is allowed.
 */

/** Why a request is not allowed, and what would have to be otherwise. */
export interface WhyNot {
  /** What is decided of the request as it is. */
  readonly decision: Decision;
  /** By bringing about what the remedies ask for, where that is enough. */
  readonly remedy: (Proposal & { readonly remedies: readonly ReportedRemedy[] }) | undefined;
  /** By the fewest changes; of other attributes than those, if there is a remedy. Undefined where the request is allowed as it is. */
  readonly change: Outcome | undefined;
}

/** What came of looking for an allowed request. */
export type Outcome =
  | ({
      readonly kind: "found";
      /** Other ways, of which none changes more than it has to; a few at most. */
      readonly others: readonly Proposal[];
    } & Proposal)
  /** Whatever its attributes are: the principals are never allowed the action (on such a resource). */
  | { readonly kind: "none"; readonly obstacles: readonly Obstacle[] }
  /** The request names no principals, or no action: nothing can be kept fixed. */
  | { readonly kind: "nameless" }
  /** A limit was reached. */
  | { readonly kind: "unknown" };

/** A request that is allowed, and how it differs from the one given. */
export interface Proposal {
  readonly request: JsonObject;
  readonly changes: readonly Change[];
  /** What becomes of rules that the changes make match, or no longer match. */
  readonly rules: readonly RuleChange[];
  /** Whether it is certain that fewer changes do not do. */
  readonly isSmallest: boolean;
}

/** One attribute, and what would have to be there. */
export interface Change {
  /** As policies write it: `args.limit`. */
  readonly attribute: string;
  /** JSON; undefined where there is nothing. */
  readonly before: unknown;
  readonly after: unknown;
  /** Where every lower (or higher) number would do as well. */
  readonly room: Room;
  /** Whether its values are not to be shown. */
  readonly isSecret: boolean;
  /** It is no attribute but a relation, and this is what would have to be the case. */
  readonly relation?: AnsweredRelation;
}

/** A rule that matches one of two requests. */
export interface RuleChange {
  readonly rule: string;
  readonly principal: PrincipalRole;
  readonly matches: boolean;
  /** The clauses that come out otherwise, as they are written. */
  readonly clauses: readonly string[];
}

/** How many questions are asked about a request if nobody says otherwise: more than most sets of attributes take. */
export const questionsOfRequest = 2_000;

/**
 * Looks for the smallest change by which a request would be allowed; its principals and its action stay. Of each request `questions` are asked at
 * most, however many requests there are: what is said of one does not hang on those before it.
 */
export function whyNot(analysis: Analysis, given: unknown, questions = questionsOfRequest): WhyNot {
  // What is known of relations changes one by one, whatever it follows from.
  const request = withoutTuples(given);
  const { decision } = interpretWithOutcomes(analysis.policySet, request);
  if (decision.decision) return { decision, remedy: undefined, change: undefined };
  const declared = isJsonObject(request) ? withoutUndeclared(request, decision.problems) : {};
  const budgeted = { ...analysis, budget: { questions, isSpent: false } };
  const situations = kindsOf(analysis, declared).map((kind) =>
    situationOf(budgeted, kind, ofKind(declared, kind)),
  );
  const [first] = situations;
  if (first === undefined) return { decision, remedy: undefined, change: { kind: "nameless" } };
  const remedies = remedyUnits(first, decision.remedies);
  const remedy = byRemedy(first, decision, remedies);
  const isOther = ({ key }: Unit): boolean =>
    remedy === undefined || !remedies.some((unit) => unit.key === key || unit.within.includes(key));
  const outcomes = situations.map((situation) => changeIn(situation, isOther, declared, request));
  return { decision, remedy, change: best(outcomes) };
}

/** What nothing declares has to go in any case. */
function withoutUndeclared(request: JsonObject, problems: readonly Problem[]): JsonObject {
  return problems
    .filter(({ kind, path }) => kind === "undeclared" && path !== "/action/name" && !path.endsWith("/type"))
    .reduce((rest, { path }) => withValueAt(rest, pointerSteps(path), undefined), request);
}

/** The kinds of request that one can be if its principals and its action stay: those on a resource of its type, if it has one. */
function kindsOf(
  analysis: Analysis,
  { subject, actor, action, resource }: JsonObject,
): readonly RequestKind[] {
  // What is there without a type is no principal of any kind.
  const typeOf = (entity: unknown): unknown => (isJsonObject(entity) ? (entity.type ?? "") : entity);
  const name = isJsonObject(action) ? String(action.name) : "";
  const kinds = (kindsByAction(analysis).get(name) ?? []).filter(
    ({ environment }) =>
      environment.subject.type === typeOf(subject) && environment.actor?.type === typeOf(actor),
  );
  const own = kinds.filter(({ environment }) => environment.resource === typeOf(resource));
  return own.length > 0 ? own : kinds;
}

/** The request with a resource of the kind's type, if it lacks one. */
function ofKind(request: JsonObject, { environment: { resource } }: RequestKind): JsonObject {
  return resource === undefined ? request : withValueAt(request, ["resource", "type"], resource);
}

/** Most ways that are shown besides the smallest. */
const mostOthers = 3;

/** The smallest of all, with the others. */
function best(outcomes: readonly Outcome[]): Outcome {
  const found = outcomes.filter((outcome) => outcome.kind === "found");
  const ways = found.flatMap((outcome) => [outcome, ...outcome.others]);
  const [first, ...others] = ways.sort((left, right) => left.changes.length - right.changes.length);
  if (first !== undefined) return { ...first, kind: "found", others: others.slice(0, mostOthers) };
  const obstacles = outcomes.flatMap((outcome) => (outcome.kind === "none" ? outcome.obstacles : []));
  return outcomes.every(({ kind }) => kind === "none") ? { kind: "none", obstacles } : { kind: "unknown" };
}

function changeIn(
  situation: Situation,
  mayChange: (unit: Unit) => boolean,
  declared: JsonObject,
  request: unknown,
): Outcome {
  const difference = smallestDifference(situation, wrongUnits(situation), mayChange);
  if (difference.kind === "none")
    return { kind: "none", obstacles: obstaclesTo(situation.analysis, situation.kind) };
  if (difference.kind !== "found") return difference;
  const propose = (way: Way, isSmallest: boolean): Proposal => ({
    ...proposal(situation, way, declared, request),
    isSmallest,
  });
  return {
    kind: "found",
    ...propose(difference.smallest, difference.isSmallest),
    others: difference.others.map((way) => propose(way, false)),
  };
}

/** The units in which the request is invalid, and the relations of which nothing is known. */
function wrongUnits({ analysis, request, known }: Situation): readonly Unit[] {
  const places = validateRequest(analysis.policySet, request).map(({ path }) => pointerSteps(path));
  return known.units.filter(
    ({ path }) =>
      places.some((place) => isWithin(place, path) || isWithin(path, place)) ||
      (questionAt(path) && valueAt(request, path) === undefined),
  );
}

function byRemedy(situation: Situation, { remedies }: Decision, units: readonly Unit[]): WhyNot["remedy"] {
  if (remedies.length === 0) return undefined;
  const smallest = smallestDifference(situation, [], (unit) => units.includes(unit));
  if (smallest.kind !== "found") return undefined;
  const { smallest: way, isSmallest } = smallest;
  return { ...proposal(situation, way, situation.request, situation.request), remedies, isSmallest };
}

function proposal(
  situation: Situation,
  way: Way,
  declared: JsonObject,
  request: unknown,
): Omit<Proposal, "isSmallest"> {
  const allowed = withNearestValues(situation, way.request, way.changed);
  const given = isJsonObject(request) ? request : {};
  const changes = changesOf(situation, allowed, declared);
  return {
    request: allowed,
    changes: [...removalsOf(given, declared), ...changes],
    rules: ruleChanges(situation, given, allowed),
  };
}

function changesOf(situation: Situation, allowed: JsonObject, declared: JsonObject): readonly Change[] {
  const changed = situation.known.units.filter(
    ({ path }) => !sameJson(valueAt(declared, path), valueAt(allowed, path)),
  );
  const leaves = changed.filter(({ key }) => !changed.some(({ within }) => within.includes(key)));
  return [
    ...typeChange(declared, allowed),
    ...leaves.map((unit) => ({
      attribute: unit.label,
      before: valueAt(declared, unit.path),
      after: valueAt(allowed, unit.path),
      room: roomOf(situation, allowed, unit),
      isSecret: unit.type !== undefined && holdsSecret(unit.type),
      ...relationIn(allowed, unit),
    })),
  ];
}

function relationIn(allowed: JsonObject, { path }: Unit): Pick<Change, "relation"> {
  const question = questionAt(path);
  if (question === undefined) return {};
  return { relation: { ...question, answer: answerAt(allowed, question) ?? "unknown" } };
}

/** A resource of some type, where there was none of a fitting one. */
function typeChange(declared: JsonObject, allowed: JsonObject): readonly Change[] {
  const path = ["resource", "type"];
  const [before, after] = [valueAt(declared, path), valueAt(allowed, path)];
  return sameJson(before, after) ? [] : [plainChange(path.join("."), before, after)];
}

function plainChange(attribute: string, before: unknown, after: unknown): Change {
  return { attribute, before, after, room: undefined, isSecret: false };
}

/** What was left out because nothing declares it. */
function removalsOf(given: JsonObject, declared: JsonObject): readonly Change[] {
  const removed = removedPaths(given, declared, []);
  return removed.map((path) => plainChange(inPolicies(path), valueAt(given, path), undefined));
}

/** A place of a request as policies write it. */
function inPolicies([first = "", second, ...rest]: readonly string[]): string {
  const isArgument = first === "action" && second === "properties";
  return isArgument
    ? ["args", ...rest].join(".")
    : [first, ...(second === undefined ? [] : [second]), ...rest].join(".");
}

function removedPaths(
  given: unknown,
  rest: unknown,
  path: readonly string[],
): readonly (readonly string[])[] {
  if (!isJsonObject(given)) return [];
  return Object.entries(given).flatMap(([name, value]) => {
    const other = isJsonObject(rest) ? rest[name] : undefined;
    return other === undefined ? [[...path, name]] : removedPaths(value, other, [...path, name]);
  });
}

/** Whether a type, or a part of it, is declared `secret`. */
function holdsSecret(type: Type): boolean {
  if (type.secret === true) return true;
  switch (type.kind) {
    case "List":
      return holdsSecret(type.element);
    case "Map":
      return holdsSecret(type.value);
    case "Record":
      return [...type.fields.values()].some((field) => holdsSecret(field.type));
    default:
      return false;
  }
}

function ruleChanges({ analysis }: Situation, before: JsonObject, after: JsonObject): readonly RuleChange[] {
  const old = interpretWithOutcomes(analysis.policySet, before).outcomes;
  return interpretWithOutcomes(analysis.policySet, after).outcomes.flatMap((outcome) => {
    const was = old.find(({ rule, principal }) => rule === outcome.rule && principal === outcome.principal);
    const isOther = outcome.matches !== (was?.matches ?? false);
    return isOther && outcome.rule.effect !== "oblige" ? [ruleChange(was, outcome)] : [];
  });
}

function ruleChange(
  was: RuleOutcome | undefined,
  { rule, principal, matches, clauses, variant }: RuleOutcome,
): RuleChange {
  const other = variant.clauses.filter(
    (_, index) => was !== undefined && clauses[index] !== was.clauses[index],
  );
  return { rule: rule.id, principal, matches, clauses: other.map(({ text }) => text) };
}
