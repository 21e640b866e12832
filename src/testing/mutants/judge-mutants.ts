import { createAnalysis } from "../../analysis/analysis.js";
import { proveAssertions } from "../../analysis/assertions.js";
import { chargedFor, isQuestionLeft, type QuestionBudget } from "../../analysis/question-budget.js";
import { countSteps } from "../../analysis/steps.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { interpret } from "../../interpret/interpret.js";
import type { DecisionGraph } from "../../ir/decision-graph.js";
import { lower } from "../../ir/lower.js";
import { groupBy } from "../../util/group-by.js";
import { isJsonObject } from "../../util/json-object.js";
import { meets, requestOf } from "../test-runner.js";
import type { MutantKiller, MutantVerdict, TellingRequest } from "./mutant-verdict.js";
import { changedActions, restrictToActions } from "./restrict-to-actions.js";
import { searchNearby } from "./search-nearby.js";
import { standingOf, tellsApart } from "./standing-of.js";
import type { StatedTest } from "./stated-test.js";
import { stepsOfDecision } from "./steps-of-decision.js";

/** What tells mutants of a policy set from it. All of it holds of the policy set itself. */
export interface MutantJudges {
  readonly tests: readonly StatedTest[];
  /** Names of assertions that are proved. */
  readonly assertions: ReadonlySet<string>;
}

/** What became of a mutant, and the actions on which another rule speaks in it; sorted. */
export interface Judgement {
  readonly verdict: MutantVerdict;
  readonly actions: readonly string[];
}

/**
 * Judges the mutants of one rule, constant, definition or remedy: each by the tests of the actions on which it bears, then by requests that
 * told others of them apart, then by proof; and assertions are asked about those that no test notices. What becomes of them depends on
 * no mutant of anything else.
 */
export function createMutantJudge(
  policySet: PolicySet,
  { tests, assertions }: MutantJudges,
): (mutants: readonly PolicySet[]) => readonly Judgement[] {
  const original = { ...policySet, tests: [] };
  const context = { byAction: groupBy(tests, actionOf), graphOf: createGraphs(original), assertions };
  const questions = Math.max(leastQuestions, Math.ceil(mostQuestions / policySet.rules.length));
  return (mutants) => {
    const told: TellingRequest[] = [];
    const budget = { questions, isSpent: false };
    return mutants.map((mutant) => {
      const actions = changedActions(original, mutant);
      const suspect = { policySet: mutant, actions };
      const verdict = chargedFor({ budget }, () => judge({ ...context, budget }, suspect, told));
      return { actions, verdict };
    });
  };
}

/** How many questions are asked at most about the mutants of everything in a policy set, and at least about those of one rule, if they take as many. */
const [mostQuestions, leastQuestions] = [20_000, 2_000];

interface JudgingContext {
  readonly byAction: ReadonlyMap<string, readonly StatedTest[]>;
  /** The decision graph of the policy set, of some of its actions. */
  readonly graphOf: (actions: readonly string[]) => DecisionGraph;
  readonly assertions: ReadonlySet<string>;
  /** What is left to ask about the mutants that are judged together. */
  readonly budget: QuestionBudget;
}

/** A mutant, and the actions on which it bears. */
interface Suspect {
  readonly policySet: PolicySet;
  readonly actions: readonly string[];
}

function judge(context: JudgingContext, suspect: Suspect, told: TellingRequest[]): MutantVerdict {
  if (!isQuestionLeft(context)) return { kind: "undecided" };
  const failing = firstFailing(context, suspect);
  if (failing !== undefined) return killedBy("test", failing);
  const restricted = restrictToActions(suspect.policySet, suspect.actions);
  const standing = alreadyTold(told, restricted) ?? standingOn(context, suspect);
  if (standing.kind === "equivalent") return standing;
  if (standing.kind === "survived" && !told.some(({ request }) => request === standing.request))
    told.push(standing);
  const refuted = firstRefuted(restricted, context);
  return refuted === undefined ? standing : killedBy("assertion", refuted);
}

function standingOn(context: JudgingContext, suspect: Suspect): MutantVerdict {
  const proved = provedStanding(context, suspect);
  if (proved.kind !== "undecided") return proved;
  const { policySet, actions } = suspect;
  const { graphOf, budget } = context;
  const telling = searchNearby(graphOf(actions), lower(restrictToActions(policySet, actions)), budget);
  return telling === undefined ? proved : { kind: "survived", ...telling };
}

/** Most mutants show on any of their actions; where one does not, it seldom does on others, and those are best asked about together. */
function provedStanding({ graphOf, budget }: JudgingContext, { policySet, actions }: Suspect): MutantVerdict {
  const standing = (some: readonly string[]) =>
    standingOf(graphOf(some), lower(restrictToActions(policySet, some)), budget);
  const onFirst = standing(actions.slice(0, 1));
  if (onFirst.kind === "survived" || actions.length < 2) return onFirst;
  return gravest(onFirst, standing(actions.slice(1)));
}

/** How a mutant stands that stands so on some actions and so on others. */
function gravest(left: MutantVerdict, right: MutantVerdict): MutantVerdict {
  const order: readonly MutantVerdict["kind"][] = ["survived", "undecided", "unstated", "equivalent"];
  return order.indexOf(right.kind) < order.indexOf(left.kind) ? right : left;
}

/** The action that a test is about. */
export function actionOf({ request }: Pick<StatedTest, "request">): string {
  const action = isJsonObject(request) ? request.action : undefined;
  return isJsonObject(action) ? String(action.name) : "";
}

function killedBy(kind: MutantKiller["kind"], { name }: { readonly name: string }): MutantVerdict {
  return { kind: "killed", by: { kind, name } };
}

/** Lowers what the policy set says of some of its actions; once, for all mutants that bear on the same. */
function createGraphs(policySet: PolicySet): (actions: readonly string[]) => DecisionGraph {
  const graphs = new Map<string, DecisionGraph>();
  return (actions) => {
    const key = JSON.stringify(actions);
    const graph = graphs.get(key) ?? lower(restrictToActions(policySet, actions));
    graphs.set(key, graph);
    return graph;
  };
}

function firstFailing({ byAction }: JudgingContext, { policySet, actions }: Suspect): StatedTest | undefined {
  for (const action of actions) {
    const tests = byAction.get(action);
    if (tests === undefined) continue;
    const restricted = restrictToActions(policySet, [action]);
    const failing = tests.find((test) => {
      countSteps(stepsOfDecision(restricted));
      return !meets(interpret(restricted, requestOf(restricted, test)), test.expected);
    });
    if (failing !== undefined) return failing;
  }
  return undefined;
}

/** A mutant that a request tells apart which told another one: a test that notices several mistakes is better than several tests. */
function alreadyTold(told: readonly TellingRequest[], mutant: PolicySet): MutantVerdict | undefined {
  for (const request of told) {
    // A request for another action is decided as ever.
    if (!mutant.actions.has(actionOf(request))) continue;
    const telling = tellsApart(request, mutant);
    if (telling !== undefined) return { kind: "survived", ...telling };
  }
  return undefined;
}

/** How many questions are asked about the assertions of one mutant at most. */
const questionsOfAssertions = 1000;

/** The first assertion that holds of the policy set and not of the mutant. */
function firstRefuted(mutant: PolicySet, { assertions, budget }: JudgingContext) {
  const asked = mutant.assertions.filter(({ name }) => assertions.has(name));
  if (asked.length === 0) return undefined;
  const questions = Math.min(questionsOfAssertions, budget.questions);
  const analysis = createAnalysis(lower({ ...mutant, assertions: asked }), questions);
  const refuted = proveAssertions(analysis).find(({ kind }) => kind === "refuted");
  budget.questions -= questions - analysis.budget.questions;
  return refuted?.assertion;
}
