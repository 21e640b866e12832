import type { Analysis } from "../../analysis/analysis.js";
import type { SourceFile } from "../../source/source-file.js";
import type { CoverageReport } from "../../testing/coverage/settle-coverage.js";

/** What tests show of a policy set, and what is needed to tell it. */
export interface CoverageContext {
  /** The policy set, as the command was told of it. */
  readonly title: string;
  readonly report: CoverageReport;
  readonly analysis: Analysis;
  readonly files: readonly SourceFile[];
  readonly displayPath: (file: string) => string;
}
