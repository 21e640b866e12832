import { type Analysis, createAnalysis } from "../../../src/analysis/analysis.js";
import { analysisStages } from "../../../src/analysis/analysis-stages.js";
import { defaultCodes, type FindingCodes, findingsOf } from "../../../src/analysis/findings.js";
import { createAnalysisShare } from "../../../src/analysis/incremental/analysis-share.js";
import { check } from "../../../src/compiler.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { lower } from "../../../src/ir/lower.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { type Choices, pick } from "../../../src/testing/choices.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";

/** A policy set that is analysed in shares: `owners` says for each part whose it is, of each stage anew. */
export interface SharedSet {
  readonly files: readonly SourceFile[];
  readonly questions: number;
  /** The codes of what is looked for. */
  readonly wanted: FindingCodes;
  readonly shares: number;
  readonly owners: readonly number[];
}

/** Any small policy set, or one with rules for many actions, in one to three shares. */
export function sharedSet(choices: Choices): SharedSet {
  const shares = choices.int(1, 3);
  const files = pick(choices, [
    () => generateLargeSet({ rules: 60, actions: 12, seed: choices.int(1, 1000) }),
    () => generatePolicySet(choices, 4),
  ])();
  // A part of which the owner is no share is left out, as that of a thread that ended.
  const owners = Array.from({ length: 100 }, () => choices.int(0, shares));
  const wanted = pick(choices, [defaultCodes, new Set(["POL3001", "POL3002", "POL3020", "POL3010"])]);
  return { files, questions: pick(choices, [60, 5000]), wanted, shares, owners };
}

/** All that is found, and how many questions are left. */
export interface AnalysisOutcome {
  readonly found: readonly Diagnostic[];
  readonly left: Analysis["budget"];
}

function outcomeOf(analysis: Analysis, wanted: FindingCodes): AnalysisOutcome {
  return { found: findingsOf(analysis, wanted), left: analysis.budget };
}

/** What one thread makes of a policy set, and what the first share makes of what all have found; undefined where the set has errors. */
export function outcomesOf({ files, questions, wanted, shares, owners }: SharedSet) {
  // Each has checked the files by itself, as in a thread of its own.
  const checked = () => check(files).policySet;
  const policySet = checked();
  if (policySet === undefined) return undefined;
  const all = Array.from({ length: shares }, () =>
    createAnalysisShare(checked() ?? policySet, questions, wanted),
  );
  for (const stage of analysisStages.keys()) {
    const found = all.map((share, index) => structuredClone(share.work(stage, partsOf(owners, index))));
    for (const [index, share] of all.entries())
      for (const [finder, units] of found.entries()) if (finder !== index) share.take(units);
  }
  return {
    alone: outcomeOf(createAnalysis(lower(policySet), questions), wanted),
    shared: all[0]?.analyse(questions, (analysis) => outcomeOf(analysis, wanted)),
  };
}

/** The numbers of a share's parts, one after the other. */
function partsOf(owners: readonly number[], share: number): () => number {
  const parts = [...owners.keys()].filter((part) => owners[part] === share).values();
  return () => parts.next().value ?? Number.POSITIVE_INFINITY;
}
