import { describe, expect, it } from "vitest";
import { searchAlone } from "../../src/analysis/alone-search.js";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { createEvidence } from "../../src/analysis/evidence.js";
import { createKnownCovers } from "../../src/analysis/known-covers.js";
import { createOccurrences } from "../../src/analysis/occurrences.js";
import { createQuietPoints } from "../../src/analysis/quiet-points.js";
import type { RuleSearch } from "../../src/analysis/rule-standing.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generateFiniteSet } from "../../src/testing/finite/finite-set.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { schema } from "./finding-words.js";

function policySetOf(files: readonly SourceFile[]): PolicySet {
  const { policySet, diagnostics } = check(files);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  return policySet;
}

/** A search that looks for quiet requests wherever there are so many rules. */
function searchOf(policySet: PolicySet, fewest: number): RuleSearch {
  const analysis = createAnalysis(lower(policySet));
  return {
    analysis,
    occurrences: createOccurrences(analysis),
    evidence: createEvidence(),
    quiet: createQuietPoints(fewest),
    covers: createKnownCovers(),
  };
}

/** What becomes of each rule, and which it is said to be shown of without being so. */
function verdictsOf(search: RuleSearch): {
  readonly kinds: readonly string[];
  readonly wrong: readonly string[];
} {
  const { analysis, evidence } = search;
  const kinds = analysis.policySet.rules.map((rule) => {
    const { kind } = searchAlone(search, rule);
    return `${rule.id} ${kind} ${evidence.matched.has(rule)} ${evidence.decided.has(rule)}`;
  });
  const shown = [...evidence.matched, ...evidence.decided];
  const wrong = shown.flatMap(([rule, { point, request }]) => {
    const made = request();
    if (made === undefined) return [];
    const replay = analysis.replay(point, made);
    const isSo = replay.isValid && replay.isMatched(rule);
    return isSo ? [] : [`${rule.id} ${JSON.stringify(made)}`];
  });
  const denied = [...evidence.decided].flatMap(([rule, { point, request }]) => {
    const made = request();
    const isSo = made === undefined || analysis.replay(point, made).isAllowed;
    return isSo ? [] : [`${rule.id} is denied ${JSON.stringify(made)}`];
  });
  return { kinds, wrong: [...wrong, ...denied] };
}

function pointsOf(rules: string) {
  const policySet = policySetOf([{ path: "a.pol", text: `${schema}\npolicy p {\n${rules}\n}` }]);
  const { analysis, occurrences, quiet } = searchOf(policySet, 1);
  const [first] = policySet.rules.flatMap((rule) => [...occurrences.of(rule)]);
  if (first === undefined) throw new Error("the rules are in scope of nothing");
  return { analysis, quiet, point: first.point };
}

describe("points where no rule matches", () => {
  it("has a background that nothing decides, where there is one", () => {
    const { quiet, point } = pointsOf(`rule a allow User to db.query when args.limit > 5
      rule b deny User to db.query when args.limit > 900 or principal.team == "x"`);
    expect([quiet.undecided(point).kind, quiet.undenied(point).kind]).toEqual(["quiet", "quiet"]);
  });

  it("names the fewest rules that cover the point, where there is none", () => {
    const { quiet, point } = pointsOf(`rule a allow User to db.query when args.table == "x"
      rule b allow User to db.query when args.limit > 5
      rule c deny User to db.query when args.limit < 50
      rule d deny User to db.query when args.limit < 3`);
    const found = quiet.undecided(point);
    expect(found.kind === "none" && found.cover.map(({ rule }) => rule.id)).toEqual(["p.c", "p.b"]);
    expect(quiet.undenied(point).kind).toBe("quiet");
  });

  it("settles that others cover a rule without a question", () => {
    const narrow = (index: number) => `rule r${index} allow User to db.query when args.table == "t${index}"`;
    const { analysis } = pointsOf(`rule a allow User to db.query when args.limit > 5
      rule b allow User to db.query when args.limit < 50
      ${Array.from({ length: 20 }, (_, index) => narrow(index)).join("\n")}`);
    const asked = (fewest: number): number => {
      const search = searchOf(analysis.policySet, fewest);
      const { budget, policySet } = search.analysis;
      budget.questions = 1000;
      for (const rule of policySet.rules.slice(2)) expect(searchAlone(search, rule).kind).toBe("never");
      return 1000 - budget.questions;
    };
    expect([asked(1), asked(Number.POSITIVE_INFINITY)]).toEqual([0, 40]);
  });

  it("quiet-points-change-nothing: what becomes of rules, and that requests show it, is the same with them", () => {
    const different: unknown[] = [];
    let quiet = 0;
    const sets = [
      ...Array.from({ length: 60 }, (_, seed) => generateFiniteSet(seededChoices(4200 + seed)).files),
      generateLargeSet({ rules: 160, actions: 4, seed: 3 }),
    ];
    for (const files of sets) {
      const { policySet } = check(files);
      if (policySet === undefined) continue;
      const search = searchOf(policySet, 1);
      const [found, expected] = [
        verdictsOf(search),
        verdictsOf(searchOf(policySet, Number.POSITIVE_INFINITY)),
      ];
      if (found.kinds.join() !== expected.kinds.join()) different.push([found.kinds, expected.kinds]);
      different.push(...found.wrong, ...expected.wrong);
      quiet += search.analysis.points.filter(
        (point) => search.quiet.undecided(point).kind === "quiet",
      ).length;
    }
    expect(different).toEqual([]);
    expect(quiet).toBeGreaterThan(30);
  });
});
