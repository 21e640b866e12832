import { createAnalysis } from "../analysis/analysis.js";
import { reportOn } from "../analysis/report.js";
import { questionsFor } from "../compiler.js";
import { lower } from "../ir/lower.js";
import { assertNever } from "../util/invariant.js";
import { checkedSet } from "./checked-set.js";
import type { CliHost } from "./cli-host.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { renderReportHtml } from "./policy-report/render-report-html.js";
import { renderReportJson } from "./policy-report/render-report-json.js";
import { renderReportText } from "./policy-report/render-report-text.js";
import type { ReportContext } from "./policy-report/report-context.js";

/** For people at a terminal, for programs, for people at a browser. */
export type ReportFormat = "text" | "json" | "html";

/** Options of `polc report`. */
export interface ReportCommand {
  readonly path: string;
  readonly format: ReportFormat;
  /** How many questions to ask at most; as many as usual, where it is left open. */
  readonly questions?: number;
}

/** `polc report`: who can do what goes to standard output. What it says of the policy set is no failure: it ends with 0. */
export async function run({ path, format, questions }: ReportCommand, host: CliHost): Promise<ExitCode> {
  const set = await checkedSet(host, path);
  if (set.policySet === undefined) return set.exitCode;
  const { policySet } = set;
  const report = reportOn(createAnalysis(lower(policySet), questions ?? questionsFor(policySet)));
  const title = path === "-" ? "standard input" : path;
  host.stdout.write(render(format, { title, report, policySet, ...set.findings }));
  await host.stdout.drained();
  return exitCode.fine;
}

function render(format: ReportFormat, context: ReportContext): string {
  switch (format) {
    case "text":
      return renderReportText(context);
    case "json":
      return renderReportJson(context);
    case "html":
      return renderReportHtml(context);
    default:
      return assertNever(format);
  }
}
