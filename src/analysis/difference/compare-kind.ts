import type { RelationTuple } from "../../relations/model.js";
import type { AnsweredRelation, Decision } from "../../runtime/decision.js";
import { findWithin } from "../analysis.js";
import { no } from "../encode/formula.js";
import { tuplesOf } from "../relations/given.js";
import type { JsonObject } from "../solve/build-request.js";
import type { ComparedKind, KindOfRequest } from "./compared-kinds.js";
import type { Comparison } from "./comparison.js";
import { type DifferenceKind, differenceKinds } from "./difference-kind.js";
import { isObliged, type Question, questionsAbout } from "./questions-about.js";

/** Requests of one kind that are decided differently, by the example of one. */
export interface DecisionDifference extends KindOfRequest {
  readonly kind: DifferenceKind;
  /** The example. */
  readonly request: JsonObject;
  readonly before: Decision;
  readonly after: Decision;
  /** Ids of the rules that match it in the older set and not in the newer, and the other way round. */
  readonly noLongerMatching: readonly string[];
  readonly nowMatching: readonly string[];
  /** What rules ask about the relations of the example, and what follows by the definitions of either set; absent where they ask nothing. */
  readonly relations?: RelationsOfTwo;
}

/** Relations of one request in two policy sets. */
export interface RelationsOfTwo {
  readonly before: readonly AnsweredRelation[];
  readonly after: readonly AnsweredRelation[];
  /** What both follow from. */
  readonly tuples: readonly RelationTuple[];
}

/** Requests of one kind of which it is not known whether they are decided differently. */
export interface UndecidedDifference extends KindOfRequest {
  readonly kind: DifferenceKind;
  /** Places whose types changed so that values cannot be compared; without one, a limit was reached. */
  readonly places: readonly string[];
}

/** What became of the requests of one kind; of each kind of difference at most one. */
export interface KindDifference {
  readonly decisions: readonly DecisionDifference[];
  readonly undecided: readonly UndecidedDifference[];
}

/**
 * What two sets decide differently, one after the other, and what is undecided: for whoever needs no more than the first. Requests that are
 * denied for another reason come last.
 */
export function* differencesIn(
  comparison: Comparison,
  kinds: readonly ComparedKind[],
): Generator<DecisionDifference | UndecidedDifference> {
  const compared = kinds.map(({ kind, environments }) => ({
    of: kind,
    questions: environments.flatMap((each) => questionsAbout(comparison, each)),
  }));
  for (const some of [differenceKinds.slice(0, -1), differenceKinds.slice(-1)])
    for (const { of, questions } of compared)
      for (const kind of some) {
        const asked = questions.filter((question) => question.kind === kind);
        const { found, isOpen, doubts } = askAll(comparison, asked);
        if (found !== undefined) yield { ...of, ...found.example, kind: found.as };
        else if (isOpen || doubts.length > 0) yield { ...of, kind, places: doubts };
      }
}

/** Compares what two sets decide on the requests of one kind. */
export function compareKind(
  comparison: Comparison,
  { kind: of, environments }: ComparedKind,
): KindDifference {
  const questions = environments.flatMap((each) => questionsAbout(comparison, each));
  const decisions = new Map<DifferenceKind, DecisionDifference>();
  const undecided: UndecidedDifference[] = [];
  for (const kind of differenceKinds) {
    if (isTold(decisions, kind)) continue;
    const asked = questions.filter((question) => question.kind === kind);
    const { found, isOpen, doubts } = askAll(comparison, asked);
    if (found !== undefined && !decisions.has(found.as))
      decisions.set(found.as, { ...of, ...found.example, kind: found.as });
    else if (isOpen || doubts.length > 0) undecided.push({ ...of, kind, places: doubts });
  }
  return {
    decisions: differenceKinds.flatMap((kind) => decisions.get(kind) ?? []),
    undecided: undecided.filter(({ kind }) => !decisions.has(kind)),
  };
}

/** Whether an example shows such a difference already: an obligation that changed is one less and one more. */
function isTold(decisions: ReadonlyMap<DifferenceKind, DecisionDifference>, kind: DifferenceKind): boolean {
  const released = kind === "obliged" ? decisions.get("released") : undefined;
  return decisions.has(kind) || (released !== undefined && isObliged(released.before, released.after));
}

interface Answers {
  readonly found?: Found;
  /** Whether one of the questions was not decided, and the places that make a "no" uncertain. */
  readonly isOpen: boolean;
  readonly doubts: readonly string[];
}

/** Asks until one is found. */
function askAll(comparison: Comparison, questions: readonly Question[]): Answers {
  const doubts = new Set<string>();
  let isOpen = false;
  for (const question of questions) {
    const answer = askBoth(comparison, question);
    if (answer.kind === "found") return { found: answer, isOpen, doubts: [] };
    const loose = question.inexact.length === 0 ? undefined : askLoosely(comparison, question);
    if (loose?.kind === "found") return { found: loose, isOpen, doubts: [] };
    isOpen ||= answer.kind === "unknown";
    if (loose?.kind === "unknown") for (const place of question.inexact) doubts.add(place);
  }
  return { isOpen, doubts: [...doubts].sort() };
}

type Example = Omit<DecisionDifference, "kind" | keyof KindOfRequest>;

interface Found {
  readonly kind: "found";
  readonly as: DifferenceKind;
  readonly example: Example;
}

function askBoth(comparison: Comparison, question: Question): Found | { readonly kind: "none" | "unknown" } {
  const goals = question.goals().filter((goal) => goal !== no);
  if (goals.length === 0) return { kind: "none" };
  const similar = firstExample(comparison, question);
  if (similar !== undefined) return found(question, similar);
  let isOpen = false;
  for (const goal of goals) {
    const shows = (built: JsonObject): boolean => exampleOf(comparison, question, built) !== undefined;
    const answer = findWithin(comparison, question.encoder(), goal, shows);
    const example = answer.kind === "found" ? exampleOf(comparison, question, answer.request) : undefined;
    if (answer.kind === "found" && example !== undefined) {
      comparison.examples.note(question, answer.request);
      return found(question, example);
    }
    isOpen ||= answer.kind === "unknown";
  }
  return { kind: isOpen ? "unknown" : "none" };
}

/** Whether the places in which types changed can make a difference, and, if one is found, by which spelling of their values. */
function askLoosely(
  comparison: Comparison,
  question: Question,
): Found | { readonly kind: "none" | "unknown" } {
  const { loosely } = question;
  if (loosely === undefined) return { kind: "unknown" };
  let kind: "none" | "unknown" = "none";
  for (const goal of loosely.goals().filter((each) => each !== no)) {
    let example: Example | undefined;
    const answer = findWithin(comparison, loosely.encoder(), goal, (built) => {
      for (const request of loosely.respelt(built, goal))
        example ??= exampleOf(comparison, question, request);
      return example !== undefined;
    });
    if (example !== undefined) return found(question, example);
    if (answer.kind !== "none") kind = "unknown";
  }
  return { kind };
}

function firstExample(comparison: Comparison, question: Question): Example | undefined {
  for (const built of comparison.examples.like(question)) {
    const example = exampleOf(comparison, question, built);
    if (example !== undefined) return example;
  }
  return undefined;
}

/** A request that was built, if it shows what is asked for. */
function exampleOf({ older, newer }: Comparison, question: Question, built: JsonObject): Example | undefined {
  const request = question.finish(built);
  const before = older.decide(request, question.environments.older);
  const after = newer.decide(request, question.environments.newer);
  if (!question.confirms(before.decision, after.decision)) return undefined;
  const [was, is] = [before.matching(), after.matching()];
  const relations = { before: before.relations(), after: after.relations(), tuples: tuplesOf(request) };
  return {
    request,
    before: before.decision,
    after: after.decision,
    noLongerMatching: was.filter((id) => !is.includes(id)),
    nowMatching: is.filter((id) => !was.includes(id)),
    ...(relations.before.length + relations.after.length > 0 && { relations }),
  };
}

function found(question: Question, example: Example): Found {
  return { kind: "found", as: kindOf(example, question.kind), example };
}

/** What was asked of obligations can show in the decision itself: two that clash deny. */
function kindOf({ before, after }: Example, asked: DifferenceKind): DifferenceKind {
  if (before.decision === after.decision) return asked;
  return after.decision ? "allowed" : "denied";
}
