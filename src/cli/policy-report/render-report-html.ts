import type { ReportContext } from "./report-context.js";
export function renderReportHtml(context: ReportContext): string {
  return context.title;
}
