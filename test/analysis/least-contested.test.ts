import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import type { Units } from "../../src/analysis/incremental/units.js";
import { areContenders, leastContested } from "../../src/analysis/least-contested.js";
import { createOccurrences } from "../../src/analysis/occurrences.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";

describe("least contested", () => {
  const { policySet } = check(generateLargeSet({ rules: 60, actions: 20 }));
  if (policySet === undefined) throw new Error("the policy set does not check");
  const seen: string[] = [];
  const units: Units = {
    look: (aspect) => void seen.push(aspect),
    showing() {},
    remember: (_, { compute }) => compute(),
  };
  const analysis = createAnalysis(lower(policySet), undefined, () => units);
  const search = { analysis, occurrences: createOccurrences(analysis) };

  it("are the points where few rules decide, in the order of a rule's points where as many do", () => {
    for (const rule of policySet.rules) {
      const all = [...search.occurrences.of(rule)].map(({ point }) => point);
      const inOrder = [...leastContested(search, rule)].map(({ point }) => point);
      expect(inOrder).toEqual(all.toSorted((left, right) => left.contenders - right.contenders));
      const [fewest] = inOrder;
      expect(areContenders(search, rule, fewest?.contenders ?? 0)).toBe(true);
      expect(areContenders(search, rule, (fewest?.contenders ?? 0) + 1)).toBe(fewest === undefined);
    }
  });

  it("are looked at as far as somebody goes", () => {
    const rule = policySet.rules.find((each) => [...search.occurrences.of(each)].length > 1);
    if (rule === undefined) throw new Error("some rule has several points");
    const looks = (most: number) => {
      seen.length = 0;
      let left = most;
      for (const _ of leastContested(search, rule)) if (--left === 0) break;
      return new Set(seen);
    };
    expect(looks(1)).toEqual(new Set(["rule", "least contested"]));
    expect(looks(2)).toEqual(new Set(["rule", "least contested", "contested"]));
  });
});
