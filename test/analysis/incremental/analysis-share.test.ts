import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Analysis, createAnalysis } from "../../../src/analysis/analysis.js";
import { analysisStages } from "../../../src/analysis/analysis-stages.js";
import { findingsOf } from "../../../src/analysis/findings.js";
import { createAnalysisShare } from "../../../src/analysis/incremental/analysis-share.js";
import { findConflicts } from "../../../src/analysis/partial-conflict.js";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { type Choices, pick } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";

/** All that is found, and how many questions are left. */
function outcome(analysis: Analysis) {
  return { found: [...findingsOf(analysis), ...findConflicts(analysis)], left: analysis.budget };
}

/** A policy set that is analysed in shares: `owners` says for each part whose it is, of each stage anew. */
interface SharedSet {
  readonly files: readonly SourceFile[];
  readonly questions: number;
  readonly shares: number;
  readonly owners: readonly number[];
}

function sharedSet(choices: Choices): SharedSet {
  const shares = choices.int(1, 3);
  const files = pick(choices, [
    () => generateLargeSet({ rules: 60, actions: 12, seed: choices.int(1, 1000) }),
    () => generatePolicySet(choices, 4),
  ])();
  // A part of which the owner is no share is left out, as that of a thread that ended.
  const owners = Array.from({ length: 100 }, () => choices.int(0, shares));
  return { files, questions: pick(choices, [60, 5000]), shares, owners };
}

/** What the first share makes of what all have found. Each has checked the files by itself, as in a thread of its own. */
function sharedOutcome({ files, questions, shares, owners }: SharedSet) {
  const sets = Array.from({ length: shares }, () => check(files).policySet).filter(
    (set) => set !== undefined,
  );
  const all = sets.map((set) => createAnalysisShare(set, questions));
  for (const stage of analysisStages.keys()) {
    const found = all.map((share, index) => structuredClone(share.work(stage, partsOf(owners, index))));
    for (const [index, share] of all.entries())
      for (const [finder, units] of found.entries()) if (finder !== index) share.take(units);
  }
  return all[0]?.analyse(questions, outcome);
}

/** The numbers of a share's parts, one after the other. */
function partsOf(owners: readonly number[], share: number): () => number {
  const parts = [...owners.keys()].filter((part) => owners[part] === share).values();
  return () => parts.next().value ?? Number.POSITIVE_INFINITY;
}

describe("createAnalysisShare", () => {
  it("finds and asks what one thread does, whoever works at what (`threads-change-nothing`)", () => {
    let findings = 0;
    fc.assert(
      fc.property(arbitraryOf(sharedSet), (set) => {
        const { policySet } = check(set.files);
        if (policySet === undefined) return;
        const alone = outcome(createAnalysis(lower(policySet), set.questions));
        expect(sharedOutcome(set)).toEqual(alone);
        findings += alone.found.length;
      }),
      { numRuns: 5, seed: 20_261_128, endOnFailure: true },
    );
    expect(findings).toBeGreaterThan(5);
  });
});
