import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import type { Decision } from "../runtime/decision.js";
import type { SourceFile } from "../source/source-file.js";
import type { Analysis } from "./analysis.js";
import { decidingRequest, distinguishingRequest, type MistakeAt } from "./generate/find-shown.js";
import { nearMistakes } from "./generate/near-mistakes.js";
import { conditionsOf, mostHinges, type RulePlace, rulePlaces } from "./generate/rule-places.js";
import {
  isMatched,
  type ShownRequest,
  showRequest,
  showsMistake,
  showsRule,
} from "./generate/shown-request.js";
import { mistakeName, type TestNames, testNames } from "./generate/test-names.js";
import type { JsonObject } from "./solve/build-request.js";

/** A test that was found: a request, and what the interpreter makes of it. */
export interface GeneratedTest {
  readonly name: string;
  /** Id of the rule that it is about. */
  readonly rule: string;
  readonly request: JsonObject;
  readonly decision: Decision;
}

/**
 * Tests for every rule: a request on which it decides, and for each mistake that one might have made in its conditions
 * (`nearMistakes`) a request that is decided otherwise with the mistake. What a test shows already, one of the policy set or one made
 * before, is not shown again. The same tests for the same policy set; what no request can show, no test does.
 */
export function generateTests(analysis: Analysis, sources: Iterable<SourceFile>): readonly GeneratedTest[] {
  const { policySet } = analysis;
  const places = rulePlaces(analysis);
  const names = testNames(
    sources,
    policySet.tests.map(({ name }) => name),
  );
  const shown = createShownRequests();
  for (const request of existingRequests(policySet)) shown.add(request);
  return policySet.rules.flatMap((rule) => {
    const task: RuleTask = { analysis, rule, names, shown, tests: [] };
    testRule(task, places.get(rule.id) ?? []);
    return task.tests;
  });
}

/** The requests of tests so far, by the rules that are in scope of them. */
interface ShownRequests {
  add(shown: ShownRequest): void;
  about(rule: TypedRule): readonly ShownRequest[];
}

function createShownRequests(): ShownRequests {
  const byRule = new Map<string, ShownRequest[]>();
  return {
    add(shown) {
      for (const id of new Set(shown.outcomes.map(({ rule }) => rule.id))) {
        const known = byRule.get(id);
        if (known === undefined) byRule.set(id, [shown]);
        else known.push(shown);
      }
    },
    about: ({ id }) => byRule.get(id) ?? [],
  };
}

/** The requests of the policy set's tests, but for those that fail. */
function existingRequests(policySet: PolicySet): ShownRequest[] {
  return policySet.tests.flatMap(({ request, expected }) => {
    const shown = showRequest(policySet, request, expected);
    return shown && shown.decision.decision === (expected?.decision === "allow") ? [shown] : [];
  });
}

interface RuleTask {
  readonly analysis: Analysis;
  readonly rule: TypedRule;
  readonly names: TestNames;
  readonly shown: ShownRequests;
  readonly tests: GeneratedTest[];
}

/**
 * A rule's tests: that it decides, then one for each mistake that no request shows yet. First wherever the whole decision hangs on the
 * rule, then where it can at least be told that the rule matches.
 */
function testRule(task: RuleTask, places: readonly RulePlace[]): void {
  const done = new Set<string>();
  for (let hinge = 0; hinge < mostHinges; hinge++) {
    const open = places.filter(({ hinges }) => hinge < hinges().length);
    showDecision(task, open, hinge);
    for (const place of open) {
      conditionsOf(place.variant).forEach((condition, index) => {
        for (const mistake of nearMistakes(condition)) {
          const key = `${index}${mistake.key}`;
          if (!done.has(key) && showMistake(task, { place, index, mistake, hinge })) done.add(key);
        }
      });
    }
  }
}

function showDecision(task: RuleTask, places: readonly RulePlace[], hinge: number): void {
  const { analysis, rule } = task;
  if (task.shown.about(rule).some((shown) => showsRule(shown, rule))) return;
  for (const place of places) {
    const shown = decidingRequest(analysis, place, hinge);
    if (shown) return addTest(task, `${rule.id} decides`, shown);
  }
}

/** Whether a request shows the mistake: one that is there, or one that is found. */
function showMistake(task: RuleTask, at: MistakeAt): boolean {
  const { analysis, rule } = task;
  const relevant = task.shown.about(rule);
  const { place, index, mistake } = at;
  const shows = (shown: ShownRequest) => showsMistake(shown, place.variant, index, mistake.condition);
  if (relevant.some(shows)) return true;
  const shown = distinguishingRequest(analysis, at, relevant, shows);
  if (shown) addTest(task, mistakeName(task.names, rule, mistake, isMatched(shown, rule)), shown);
  return shown !== undefined;
}

function addTest({ rule, names, tests, ...task }: RuleTask, name: string, shown: ShownRequest): void {
  const { request, decision } = shown;
  task.shown.add(shown);
  tests.push({ name: names.unique(name), rule: rule.id, request, decision });
}
