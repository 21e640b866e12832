import { createAnalysis } from "../../analysis/analysis.js";
import { proveAssertions } from "../../analysis/assertions.js";
import { differenceKinds } from "../../analysis/difference/difference-kind.js";
import { type DecisionDifference, differenceOf } from "../../analysis/difference.js";
import type { PolicySet, RuleVariant } from "../../check/typed-policy-set.js";
import { interpret } from "../../interpret/interpret.js";
import type { DecisionGraph } from "../../ir/decision-graph.js";
import { lower } from "../../ir/lower.js";
import { isJsonObject } from "../../util/json-object.js";
import { meets } from "../test-runner.js";
import type { MutantVerdict, TellingRequest } from "./mutant-verdict.js";
import type { MutatedSet } from "./mutated-sets.js";
import { type StatedTest, statedTest } from "./stated-test.js";

/** What tells mutants of a policy set from it. All of it holds of the policy set itself. */
export interface MutantJudges {
  readonly tests: readonly StatedTest[];
  /** Names of assertions that are proved. */
  readonly assertions: ReadonlySet<string>;
}

/**
 * Judges mutants of a policy set, one at a time: first by its tests, of the actions alone on which another rule speaks; then by proof; and
 * an assertion is asked about those that nothing has told apart yet. What becomes of a mutant depends on no other.
 */
export function createMutantJudge(
  policySet: PolicySet,
  { tests, assertions }: MutantJudges,
): (mutated: MutatedSet) => MutantVerdict {
  const original = { ...policySet, tests: [] };
  const byAction = testsByAction(tests);
  const graphs = createGraphs(original);
  return ({ policySet: mutant }) => {
    const actions = changedActions(original, mutant);
    const killer = firstFailing(mutant, actions, byAction);
    if (killer !== undefined) return { kind: "killed", by: { kind: "test", name: killer.name } };
    const changed = restrictedTo(mutant, actions);
    const standing = standingOf(graphs(actions), changed);
    if (standing.kind === "equivalent") return standing;
    const refuted = refutedAssertion(changed, assertions);
    return refuted === undefined ? standing : { kind: "killed", by: { kind: "assertion", name: refuted } };
  };
}

function testsByAction(tests: readonly StatedTest[]): ReadonlyMap<string, readonly StatedTest[]> {
  const byAction = new Map<string, StatedTest[]>();
  for (const test of tests) {
    const name = actionName(test);
    const known = byAction.get(name);
    if (known === undefined) byAction.set(name, [test]);
    else known.push(test);
  }
  return byAction;
}

function actionName({ request }: StatedTest): string {
  const action = isJsonObject(request) ? request.action : undefined;
  return isJsonObject(action) ? String(action.name) : "";
}

/** The actions on which rules speak that are not the same in both, sorted. */
function changedActions(older: PolicySet, newer: PolicySet): readonly string[] {
  const [before, after] = [new Set(older.rules), new Set(newer.rules)];
  const changed = [
    ...older.rules.filter((rule) => !after.has(rule)),
    ...newer.rules.filter((rule) => !before.has(rule)),
  ];
  return [...new Set(changed.flatMap(actionsOf))].sort();
}

function actionsOf({ variants }: { readonly variants: readonly RuleVariant[] }): readonly string[] {
  return variants.flatMap(({ targets }) => targets.map(({ action }) => action));
}

function firstFailing(
  mutant: PolicySet,
  actions: readonly string[],
  byAction: ReadonlyMap<string, readonly StatedTest[]>,
): StatedTest | undefined {
  for (const action of actions) {
    const tests = byAction.get(action);
    if (tests === undefined) continue;
    const restricted = restrictedTo(mutant, [action]);
    const failing = tests.find(({ request, expected }) => !meets(interpret(restricted, request), expected));
    if (failing !== undefined) return failing;
  }
  return undefined;
}

/** What decides requests for some of the actions as the whole does. */
function restrictedTo(policySet: PolicySet, names: readonly string[]): PolicySet {
  const actions = new Set(names);
  const speaks = (sentence: Parameters<typeof actionsOf>[0]): boolean =>
    sentence.variants.some(({ targets }) => targets.some(({ action }) => actions.has(action)));
  return {
    ...policySet,
    actions: new Map([...policySet.actions].filter(([name]) => actions.has(name))),
    rules: policySet.rules.filter(speaks),
    assertions: policySet.assertions.filter(speaks),
  };
}

/** Lowers what the policy set says of some of its actions; once, for all mutants that bear on the same. */
function createGraphs(policySet: PolicySet): (actions: readonly string[]) => DecisionGraph {
  const graphs = new Map<string, DecisionGraph>();
  return (actions) => {
    const key = JSON.stringify(actions);
    const graph = graphs.get(key) ?? lower(restrictedTo(policySet, actions));
    graphs.set(key, graph);
    return graph;
  };
}

function standingOf(older: DecisionGraph, mutant: PolicySet): MutantVerdict {
  const { decisions, undecided } = differenceOf(older, lower(mutant));
  const telling = [...decisions].sort(byGravity).map(tellingRequest);
  const stated = telling.find(({ request, before, after }) => {
    const { expected } = statedTest("", request, before);
    return !meets(after, expected);
  });
  if (stated !== undefined) return { kind: "survived", ...stated };
  const [first] = telling;
  if (first !== undefined) return { kind: "unstated", ...first };
  return { kind: undecided.length > 0 ? "undecided" : "equivalent" };
}

/** The gravest difference first, and of those the one with the shortest request. */
function byGravity(left: DecisionDifference, right: DecisionDifference): number {
  const gravity = differenceKinds.indexOf(left.kind) - differenceKinds.indexOf(right.kind);
  return gravity || JSON.stringify(left.request).length - JSON.stringify(right.request).length;
}

function tellingRequest({ request, kind, before, after }: DecisionDifference): TellingRequest {
  return { request, difference: kind, before, after };
}

/** How many questions are asked about the assertions of a mutant. */
const mostQuestions = 1000;

/** The first assertion that holds of the policy set and not of the mutant. */
function refutedAssertion(mutant: PolicySet, assertions: ReadonlySet<string>): string | undefined {
  const asked = mutant.assertions.filter(({ name }) => assertions.has(name));
  if (asked.length === 0) return undefined;
  const analysis = createAnalysis(lower({ ...mutant, assertions: asked }), mostQuestions);
  return proveAssertions(analysis).find(({ kind }) => kind === "refuted")?.assertion.name;
}
