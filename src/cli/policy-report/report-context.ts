import type { PolicyReport } from "../../analysis/report.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";

/** A report, and what is needed to show it. */
export interface ReportContext {
  /** The policy set, as the command was told of it. */
  readonly title: string;
  readonly report: PolicyReport;
  readonly policySet: PolicySet;
  readonly files: readonly SourceFile[];
  readonly displayPath: (file: string) => string;
}
