import type { PolicySet } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import type { MutationReport } from "../../testing/mutants/mutation-report.js";

/** What became of mutants, and what is needed to show it. */
export interface MutationContext {
  /** The policy set, as the command was told of it. */
  readonly title: string;
  readonly report: MutationReport;
  readonly policySet: PolicySet;
  readonly files: readonly SourceFile[];
  readonly displayPath: (file: string) => string;
  readonly color: boolean;
}
