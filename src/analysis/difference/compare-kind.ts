import type { Decision } from "../../runtime/decision.js";
import { no } from "../encode/formula.js";
import type { JsonObject } from "../solve/build-request.js";
import { findRequest } from "../solve/find-request.js";
import type { ComparedKind, KindOfRequest } from "./compared-kinds.js";
import type { Comparison } from "./comparison.js";
import { type Question, questionsAbout } from "./questions-about.js";

/**
 * How requests are decided differently: they become allowed, or denied; denied for another reason; allowed with an obligation less, or
 * with one more. An invalid request is denied too.
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
    const doubts = new Set<string>();
    let isOpen = false;
    for (const question of questions.filter((each) => each.kind === kind)) {
      if (decisions.has(kind)) break;
      const answer = askBoth(comparison, question);
      if (answer.kind === "found") decisions.set(answer.as, { ...of, ...answer.difference, kind: answer.as });
      isOpen ||= answer.kind === "unknown";
      if (answer.kind !== "found") for (const place of question.inexact) doubts.add(place);
    }
    if (!decisions.has(kind) && (isOpen || doubts.size > 0))
      undecided.push({ ...of, kind, places: [...doubts].sort() });
  }
  return { decisions: differenceKinds.flatMap((kind) => decisions.get(kind) ?? []), undecided };
}

type Decided = Pick<DecisionDifference, "request" | "before" | "after">;
type Example = Omit<DecisionDifference, "kind" | keyof KindOfRequest>;

type AnswerOfBoth =
  | { readonly kind: "found"; readonly as: DifferenceKind; readonly difference: Example }
  | { readonly kind: "none" | "unknown" };

function askBoth(comparison: Comparison, question: Question): AnswerOfBoth {
  const goal = question.goal();
  if (goal === no) return { kind: "none" };
  const { older, newer } = question.environments;
  const decide = (built: JsonObject): Decided => {
    const request = question.finish(built);
    return {
      request,
      before: comparison.older.decide(request, older),
      after: comparison.newer.decide(request, newer),
    };
  };
  const answer = findRequest(question.encoder(), goal, (built) => {
    const { before, after } = decide(built);
    return question.confirms(before, after);
  });
  if (answer.kind !== "found") return answer;
  const decided = decide(answer.request);
  const before = comparison.older.matching(decided.request, older);
  const after = comparison.newer.matching(decided.request, newer);
  const difference = {
    ...decided,
    noLongerMatching: before.filter((id) => !after.includes(id)),
    nowMatching: after.filter((id) => !before.includes(id)),
  };
  return { kind: "found", as: kindOf(decided, question.kind), difference };
}

/** What was asked of obligations can show in the decision itself: two that clash deny. */
function kindOf({ before, after }: Decided, asked: DifferenceKind): DifferenceKind {
  if (before.decision === after.decision) return asked;
  return after.decision ? "allowed" : "denied";
}
