import { answersOf } from "../interpret/answers.js";
import { type CheckLawsOptions, checkLaws, type LawFailure, replayLaw } from "./check-laws.js";
import type { Law, LawSubject, LawViolation } from "./law.js";
import { lawFailureLines } from "./law-failure-lines.js";
import { laws as allLaws } from "./laws.js";
import type { LawOutcome, LawsRun } from "./laws-run.js";
import type { RequestSource } from "./request-source.js";

/** Which laws to check, and of what. */
export interface RunLawsOptions extends CheckLawsOptions {
  /** With the seed: only the request that a failure was reported with. */
  readonly path?: string;
}

/** Holds laws against a module, or asks them of one request again, and makes of it what reports say. */
export function runLaws(subject: LawSubject, source: RequestSource, options: RunLawsOptions): LawsRun {
  const { path, ...rest } = options;
  if (path !== undefined) return replay(subject, source, { ...rest, path });
  const { laws, ...report } = checkLaws(subject, source, rest);
  return {
    ...report,
    outcomes: laws.map(({ law, failure }) => outcomeOf(subject, law, failure)),
  };
}

function replay(
  subject: LawSubject,
  source: RequestSource,
  { seed = 1, path, laws = allLaws }: CheckLawsOptions & { readonly path: string },
): LawsRun {
  const outcomes = laws.map((law) => {
    const violation = replayLaw(subject, source, law, { seed, path });
    return outcomeOf(subject, law, violation && { violation, seed, path });
  });
  return { seed, requests: 1, outcomes, matchedRules: [], unmatchedRules: [] };
}

function outcomeOf(
  subject: LawSubject,
  law: Law,
  failure: (Pick<LawFailure, "seed" | "path"> & { readonly violation: LawViolation }) | undefined,
): LawOutcome {
  const { name, statement } = law;
  if (failure === undefined) return { name, statement };
  const { violation, seed, path } = failure;
  const relations = answersOf(violation.request);
  return {
    name,
    statement,
    failure: {
      ...violation,
      ...(relations.length > 0 && { relations }),
      ...{ seed, path, lines: lawFailureLines(subject, law, violation) },
    },
  };
}
