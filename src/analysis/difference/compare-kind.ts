import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../solve/build-request.js";
import { findRequest } from "../solve/find-request.js";
import type { ComparedKind, KindOfRequest } from "./compared-kinds.js";
import type { Comparison } from "./comparison.js";
import { isObliged, type Question, questionsAbout } from "./questions-about.js";

/**
 * How requests are decided differently: they become allowed, or denied; allowed with an obligation less, or with one more; denied for
 * another reason. An invalid request is denied too. An obligation whose arguments change is one less.
 */
export type DifferenceKind = "allowed" | "denied" | "explained" | "released" | "obliged";

/** All of them, the gravest first. */
export const differenceKinds: readonly DifferenceKind[] = [
  "allowed",
  "released",
  "denied",
  "obliged",
  "explained",
];

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
    isOpen ||= answer.kind === "unknown";
    for (const place of question.inexact) doubts.add(place);
  }
  return { isOpen, doubts: [...doubts].sort() };
}

type Decided = Pick<DecisionDifference, "request" | "before" | "after">;
type Example = Omit<DecisionDifference, "kind" | keyof KindOfRequest>;

interface Found {
  readonly kind: "found";
  readonly as: DifferenceKind;
  readonly example: Example;
}

function askBoth(comparison: Comparison, question: Question): Found | { readonly kind: "none" | "unknown" } {
  const goals = question.goals();
  if (goals.length === 0) return { kind: "none" };
  const confirms = (built: JsonObject): boolean => {
    const { before, after } = decide(comparison, question, built);
    return question.confirms(before, after);
  };
  const similar = comparison.examples.like(question).find(confirms);
  if (similar !== undefined) return found(comparison, question, similar);
  let isOpen = false;
  for (const goal of goals) {
    const answer = findRequest(question.encoder(), goal, confirms);
    if (answer.kind === "found") {
      comparison.examples.note(question, answer.request);
      return found(comparison, question, answer.request);
    }
    isOpen ||= answer.kind === "unknown";
  }
  return { kind: isOpen ? "unknown" : "none" };
}

function decide(
  { older, newer }: Comparison,
  { environments, finish }: Question,
  built: JsonObject,
): Decided {
  const request = finish(built);
  return {
    request,
    before: older.decide(request, environments.older),
    after: newer.decide(request, environments.newer),
  };
}

function found(comparison: Comparison, question: Question, built: JsonObject): Found {
  const decided = decide(comparison, question, built);
  const before = comparison.older.matching(decided.request, question.environments.older);
  const after = comparison.newer.matching(decided.request, question.environments.newer);
  const example = {
    ...decided,
    noLongerMatching: before.filter((id) => !after.includes(id)),
    nowMatching: after.filter((id) => !before.includes(id)),
  };
  return { kind: "found", as: kindOf(decided, question.kind), example };
}

/** What was asked of obligations can show in the decision itself: two that clash deny. */
function kindOf({ before, after }: Decided, asked: DifferenceKind): DifferenceKind {
  if (before.decision === after.decision) return asked;
  return after.decision ? "allowed" : "denied";
}
