import { displayWidth, visibleText } from "../../diagnostics/display-line.js";
import { type Paint, painter } from "../../diagnostics/paint.js";
import type { Coverage } from "../../testing/coverage/coverage-of.js";
import { type DecidingTest, decidingTests } from "../../testing/coverage/deciding-tests.js";
import { type Figure, figuresOf, measures } from "../../testing/coverage/figures.js";
import { groupBy } from "../../util/group-by.js";
import { countOf } from "../report.js";
import type { CoverageContext } from "./coverage-context.js";
import { measureWords, missedWords, type Places, percentText, placesOf } from "./coverage-words.js";
import { shownBlock } from "./shown-block.js";

/**
 * What tests show, for a terminal: a table of figures; the rules that no test matches, each with a test that would; the conditions of which
 * the tests do not show all.
 */
export function renderCoverageText(context: CoverageContext, color: boolean): string {
  const places = placesOf(context);
  const paint = painter(color);
  const sections = [
    figureLines(context),
    neverMatched(context, places, paint),
    missedConditions(context.report.tests, places, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

/** One line a measure, one column for the tests alone and one for the laws' requests beside them. */
function figureLines({ report: { tests, withLaws } }: CoverageContext): readonly string[] {
  const columns = [figuresOf(tests), ...(withLaws ? [figuresOf(withLaws)] : [])];
  const head = ["coverage", "tests", ...(withLaws ? ["with laws"] : [])];
  const rows = measures.map((measure) => [
    measureWords[measure],
    ...columns.map((figures) => figureText(figures[measure])),
  ]);
  const [figures] = columns;
  const left = measures.reduce((sum, measure) => sum + (figures?.[measure].unreachable ?? 0), 0);
  const note = `not counted: ${countOf(left, "thing")} that no request can show, as is proved`;
  return [...aligned([head, ...rows]), ...(left === 0 ? [] : [note])];
}

function figureText(figure: Figure): string {
  return `${percentText(figure)}  ${figure.covered} of ${figure.total}`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - displayWidth(cell)))
      .join("   ")
      .trimEnd(),
  );
}

/** How many rules and conditions are told of at most: the page and JSON have all of them. */
const mostLines = 20;

function neverMatched(context: CoverageContext, places: Places, paint: Paint): readonly string[] {
  const never = context.report.tests.rules.filter(
    ({ matched }) => matched.kind === "missed" || matched.kind === "unsettled",
  );
  if (never.length === 0) return [];
  const shown = { ...context.report.tests, rules: never.slice(0, mostLines) };
  const tests = decidingTests(context.analysis, shown, context.files);
  return [
    paint("bold", "Never matched by any test:"),
    ...shown.rules.map(({ rule }) => `  ${rule.id}  ${places.words(rule.heading)}`),
    ...andMore(never.length),
    ...(tests.length === 0
      ? []
      : ["", paint("bold", "Tests that match them, to be read before they are kept:")]),
    ...tests.flatMap((test) => ["", ...blockLines(context, test)]),
  ];
}

function blockLines(
  { analysis }: CoverageContext,
  { name, request, decision }: DecidingTest,
): readonly string[] {
  return shownBlock(analysis.policySet, name, request, decision).split("\n");
}

function andMore(count: number): readonly string[] {
  return count > mostLines ? [`  and ${count - mostLines} more: --coverage html shows all`] : [];
}

/** Conditions of rules that match: what is said of a rule that never does is that. */
function missedConditions({ rules }: Coverage, places: Places, paint: Paint): readonly string[] {
  const lines = rules.flatMap(({ rule, matched, conditions }) => {
    if (matched.kind !== "covered") return [];
    return conditions.flatMap((condition) => {
      const words = missedWords(condition);
      const { span } = condition.condition.expression;
      const text = visibleText(places.text(span));
      return words === "" ? [] : [`  ${places.words(span)}  \`${text}\` of ${rule.id}: ${words}`];
    });
  });
  if (lines.length === 0) return [];
  // What a definition says is missing for each call that lacks it.
  const calls = [...groupBy(lines, (line) => line)].map(([line, same]) =>
    same.length > 1 ? `${line} (in ${same.length} calls)` : line,
  );
  return [
    paint("bold", "Conditions that tests do not show (polc gen-tests writes tests for them):"),
    ...calls.slice(0, mostLines),
    ...andMore(calls.length),
  ];
}
