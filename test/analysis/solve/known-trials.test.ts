import { describe, expect, it } from "vitest";
import { createAnalysis, matches, matchesNot, type Point } from "../../../src/analysis/analysis.js";
import { conjunctsOf, type Formula } from "../../../src/analysis/encode/formula.js";
import { KnownTrials, type TrialsAt } from "../../../src/analysis/solve/known-trials.js";
import { apart } from "../../../src/analysis/solve/refuted.js";
import { search } from "../../../src/analysis/solve/search.js";
import type { SearchEffort } from "../../../src/analysis/solve/search-budget.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { type Choices, chance, seededChoices, shuffled } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";

/** Points of a generated set with many rules. */
function crowdedPoints(seed: number): readonly Point[] {
  const { policySet } = check(generateLargeSet({ rules: 80, actions: 20, seed }));
  if (policySet === undefined) throw new Error("the policy set does not check");
  return createAnalysis(lower(policySet))
    .points.filter(({ contenders }) => contenders >= 8)
    .slice(0, 6);
}

/** What is to hold: a rule matches, and some others do not, in an order of their own; the rule itself may be among them. */
function questionAt(choices: Choices, point: Point) {
  const { allows, denies } = point.scope;
  const [own, ...others] = [...allows, ...denies];
  if (own === undefined) throw new Error("there are rules");
  const left = others.filter(() => chance(choices, 80));
  const inOrder = chance(choices, 30) ? shuffled(choices, left) : left;
  const rivals = chance(choices, 40) ? [...inOrder, own] : inOrder;
  const first = [...conjunctsOf(matches(point, own))];
  const operands: readonly Formula[] = [
    ...first,
    ...rivals.flatMap((each) => conjunctsOf(matchesNot(point, each))),
  ];
  return { goal: { kind: "and", operands } as const, first: first.length };
}

describe("KnownTrials", () => {
  it("known-trials-end-as-searches: what is found again is what a search finds that knows no other", () => {
    const choices = seededChoices(20_261_122);
    const ends = { again: 0, none: 0 };
    for (const point of [...crowdedPoints(1), ...crowdedPoints(2)]) {
      const trials = new KnownTrials().at("here");
      const telling: TrialsAt = {
        note: (question, trial) => trials.note(question, trial),
        find(question, encoder) {
          const known = trials.find(question, encoder);
          if (known !== undefined) ends.again += 1;
          if (known?.end.kind === "none") ends.none += 1;
          return known;
        },
      };
      for (let round = 0; round < 12; round += 1) {
        const { goal, first } = questionAt(choices, point);
        const options = { isSketch: true, first, isPrecise: chance(choices, 50) };
        const asked = (more: { readonly trials?: TrialsAt }) => {
          let effort: SearchEffort | undefined;
          const onEnd = (taken: SearchEffort) => {
            effort = taken;
          };
          const trial = apart(() => search(point.encoder, goal, () => true, { ...options, ...more, onEnd }));
          const end = trial.kind === "found" ? { kind: trial.kind, request: trial.request() } : trial;
          return { effort, end };
        };
        expect(asked({ trials: telling })).toEqual(asked({}));
      }
    }
    expect(ends.again).toBeGreaterThan(40);
    expect(ends.none).toBeGreaterThan(3);
  });

  it("keeps nothing of a question whose own conjuncts are there twice", () => {
    const [point] = crowdedPoints(1);
    const [deny] = point?.scope.denies ?? [];
    if (point === undefined || deny === undefined) throw new Error("there is a deny");
    const own = matches(point, deny);
    const trials = new KnownTrials().at("here");
    const effort = { conflicts: 7, steps: 70 };
    const question = { conjuncts: [own, own], first: 2, background: undefined, isPrecise: false };
    trials.note(question, { tried: [], open: new Set(), effort, end: { kind: "none", core: [own] } });
    expect(trials.find(question, point.encoder)).toBeUndefined();
    const once = { ...question, first: 1 };
    trials.note(once, { tried: [], open: new Set(), effort, end: { kind: "none", core: [own] } });
    expect(trials.find(once, point.encoder)).toMatchObject({
      effort,
      end: { kind: "none", core: [own] },
    });
  });
});
