import type { FindingCodes } from "../../analysis/findings.js";
import { type AnalysisShare, createAnalysisShare } from "../../analysis/incremental/analysis-share.js";
import type { PortableUnit } from "../../analysis/incremental/portable-units.js";
import { type CheckOptions, check, questionsFor } from "../../compiler.js";
import type { SourceFile } from "../../source/source-file.js";
import { PartClaims } from "./part-claims.js";

/** What takes a share in the analysis of one policy set, in a thread of its own. */
export interface AnalysisThread {
  /**
   * Has it work at a stage, after it has taken what others found; asked in the order of stages. What it found; nothing if it has ended before:
   * it is never rejected.
   */
  work(stage: number, others: readonly PortableUnit[]): Promise<readonly PortableUnit[]>;
  end(): Promise<void>;
}

/** What such a thread is given: texts, since nothing else goes from one thread to another. */
export interface AnalysisTask {
  readonly files: readonly SourceFile[];
  readonly options: CheckOptions;
  readonly questions: number | undefined;
  /** The codes of the findings that are wanted. */
  readonly wanted: FindingCodes;
  /** The memory of {@link PartClaims}. */
  readonly claims: SharedArrayBuffer;
  /** Its number among the threads. */
  readonly thread: number;
}

/** The work of such a thread. A policy set with errors is not analysed. */
export function createThreadWork({
  files,
  options,
  questions,
  wanted,
  claims,
  thread,
}: AnalysisTask): (stage: number, others: readonly PortableUnit[]) => readonly PortableUnit[] {
  const { policySet } = check(files, options);
  const share: AnalysisShare | undefined =
    policySet && createAnalysisShare(policySet, questions ?? questionsFor(policySet), wanted);
  const shared = new PartClaims(claims);
  return (stage, others) => {
    share?.take(others);
    return share?.work(stage, shared.enter(stage, thread)) ?? [];
  };
}
