import { painter } from "../../diagnostics/paint.js";
import { renderText } from "../../diagnostics/render-text.js";
import { mutationOperators } from "../../testing/mutants/mutant.js";
import type { JudgedMutant } from "../../testing/mutants/mutation-report.js";
import { countVerdicts, mutationScore, verdictKinds } from "../../testing/mutants/mutation-score.js";
import { countOf } from "../report.js";
import type { MutationContext } from "./mutation-context.js";
import { mutationDiagnostics } from "./mutation-diagnostics.js";
import { percentWords, verdictWords } from "./mutation-words.js";

/** What became of mutants, for people: each mistake that nothing notices, with a test; how many of each kind; the score. */
export function renderMutationText(context: MutationContext): string {
  const { report, files, displayPath, color } = context;
  const findings = renderText(mutationDiagnostics(report), { files, displayPath, color });
  const table = tableLines(report.mutants).map((line) => `${line}\n`);
  return [
    findings,
    ...(findings === "" ? [] : ["\n"]),
    ...table,
    ...(table.length > 0 ? ["\n"] : []),
    `${summaryLine(context)}\n`,
  ].join("");
}

/** How many mutants of each operator came to which end; ends to which none came are left out. */
function tableLines(mutants: readonly JudgedMutant[]): readonly string[] {
  const all = countVerdicts(mutants);
  const columns = verdictKinds.filter((kind) => kind === "killed" || kind === "survived" || all[kind] > 0);
  const rows = mutationOperators.flatMap((operator) => {
    const own = mutants.filter(({ mutant }) => mutant.operator === operator);
    const counts = countVerdicts(own);
    return own.length === 0 ? [] : [[operator, ...columns.map((kind) => String(counts[kind]))]];
  });
  if (rows.length === 0) return [];
  return aligned([["", ...columns.map((kind) => verdictWords[kind])], ...rows]);
}

/** The first column to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? "").length));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(0)) : cell.padStart(width(column))))
      .join("  "),
  );
}

function summaryLine({ report, color }: MutationContext): string {
  const counts = countVerdicts(report.mutants);
  const score = mutationScore(counts);
  if (score === undefined) return "there is no mistake that a test could notice";
  const paint = painter(color);
  const all = counts.killed + counts.survived + counts.undecided;
  const words = `score ${percentWords(score)}: ${counts.killed} of ${countOf(all, "mistake")} noticed`;
  const missing = report.missing.length === 0 ? "" : `; ${countOf(report.missing.length, "test")} missing`;
  return `${paint(counts.killed === all ? "good" : "bold", words)}${missing}`;
}
