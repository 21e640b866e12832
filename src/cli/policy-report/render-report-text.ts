import type { Access, Side } from "../../analysis/report/access.js";
import { type AccessDetail, accessDetails, detailIndex } from "../../analysis/report/access-details.js";
import type { AccessRow, Asker } from "../../analysis/report/access-matrix.js";
import type { RuleCondition } from "../../analysis/report/side-conditions.js";
import { displayWidth, visibleText } from "../../diagnostics/display-line.js";
import { countOf } from "../report.js";
import type { ReportContext } from "./report-context.js";
import {
  assertionWord,
  countUnreachable,
  obligationNames,
  placeWords,
  rowWords,
  settledWords,
  sideWords,
  unknownWords,
  unreachableRows,
} from "./report-words.js";

const width = 100;

/** A report for a terminal: a table of who can do what, then when, then what was found. No line of the table is longer than 100. */
export function renderReportText(context: ReportContext): string {
  const { report } = context;
  const details = accessDetails(report).filter(({ access }) => isOpen(access));
  const sections = [
    summary(context),
    ...tables(context, details),
    nobody(report.rows),
    ...details.map((detail, index) => detailLines(detail, index + 1)),
    assertions(context),
    findings(context),
  ];
  const texts = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(visibleText).join("\n"));
  return `${texts.join("\n\n")}\n`;
}

function isOpen({ verdict }: Access): boolean {
  return verdict === "when" || verdict === "unknown";
}

function summary({ title, report, policySet }: ReportContext): readonly string[] {
  const rules = countOf(policySet.rules.length, "rule");
  const actions = countOf(policySet.actions.size, "action");
  const idle = countUnreachable(report.rows);
  const nobodys = idle === 0 ? [] : [`${idle} for nobody`];
  return [`${title}: ${[rules, actions, ...nobodys].join(", ")}`];
}

/** A column: who, and the letter that stands for them. */
interface Column {
  readonly asker: Asker;
  readonly index: number;
  readonly letter: string;
}

const columnsAtOnce = 6;

/** As many tables as it takes to keep each narrow. Who can do nothing has no column, what nobody can do no row. */
function tables({ report }: ReportContext, details: readonly AccessDetail[]): readonly (readonly string[])[] {
  const isActive = (index: number) => report.rows.some(({ cells }) => cells[index]?.verdict !== "never");
  const active = report.askers
    .map((asker, index) => ({ asker, index }))
    .filter(({ index }) => isActive(index));
  const idle = report.askers.filter((_, index) => !isActive(index));
  const columns = active.map((column, place) => ({ ...column, letter: letterOf(place) }));
  const unreachable = new Set(unreachableRows(report.rows));
  const rows = report.rows.filter((row) => !unreachable.has(row));
  const legend = [
    ...columns.map(({ letter, asker }) => `${letter}  ${asker.words}`),
    ...(idle.length === 0
      ? []
      : [`No request of these is ever allowed: ${idle.map(({ words }) => words).join(", ")}`]),
  ];
  const number = detailIndex(details);
  const chunks = Array.from({ length: Math.ceil(columns.length / columnsAtOnce) }, (_, chunk) =>
    columns.slice(chunk * columnsAtOnce, (chunk + 1) * columnsAtOnce),
  );
  return [legend, ...chunks.map((chunk) => tableLines(chunk, rows, number))];
}

/** A to Z, then A1 and so on. */
function letterOf(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : `${letter}${Math.floor(place / 26)}`;
}

function tableLines(
  columns: readonly Column[],
  rows: readonly AccessRow[],
  number: (asker: Asker, access: Access) => number,
): readonly string[] {
  const cells = rows.map((row) =>
    columns.map(({ asker, index }) => {
      const access = row.cells[index];
      return access === undefined ? "" : cellWords(access, number(asker, access) + 1);
    }),
  );
  const widths = columns.map(({ letter }, index) =>
    Math.max(letter.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const room = width - widths.reduce((sum, each) => sum + each + 2, 0);
  const names = rows.map((row) => shortened(rowWords(row), room));
  const first = Math.max(0, ...names.map(displayWidth));
  const line = (name: string, words: readonly string[]) =>
    `${name}${" ".repeat(first - displayWidth(name))}${words.map((word, index) => `  ${word.padEnd(widths[index] ?? 0)}`).join("")}`.trimEnd();
  const head = line(
    "",
    columns.map(({ letter }) => letter),
  );
  return [head, ...names.map((name, index) => line(name, cells[index] ?? []))];
}

function cellWords(access: Access, number: number): string {
  return isOpen(access) ? `${access.verdict} ${number}` : access.verdict;
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

function nobody(rows: readonly AccessRow[]): readonly string[] {
  const names = unreachableRows(rows).map(rowWords);
  return names.length === 0 ? [] : ["Nobody can be allowed:", ...wrapped(names)];
}

/** Names in lines, with commas, two in from the left. */
function wrapped(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  names.forEach((name, index) => {
    const word = index === names.length - 1 ? name : `${name},`;
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + displayWidth(word) < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  });
  return lines;
}

function detailLines({ asker, rows, access }: AccessDetail, number: number): readonly string[] {
  const unknown = access.verdict === "unknown" ? [`  ${unknownWords}`] : [];
  const isAlone = access.sides.length === 1;
  return [
    `${number}  ${asker.words}`,
    ...wrapped(rows.map(rowWords)),
    ...unknown,
    ...access.sides.flatMap((side) => [
      ...(isAlone ? [] : [`  ${sideWords(side.principal)}`]),
      ...sideLines(side).map((line) => `    ${line}`),
    ]),
  ];
}

function sideLines(side: Side): readonly string[] {
  const { conditions } = side;
  const settled = settledWords(side);
  const obliges = conditions.obliges.flatMap((duty) =>
    ruleLines(`obliged to ${obligationNames(duty.rule).join(", ")} by`, duty),
  );
  if (settled !== undefined) return [settled, ...obliges];
  if (conditions.clauses !== undefined) return [...conditions.clauses.split("\n"), ...obliges];
  return [
    ...shownRules(conditions.allows).flatMap((rule) => ruleLines("allowed by", rule)),
    ...moreRules(conditions.allows, "allow"),
    ...shownRules(conditions.denies).flatMap((rule) => ruleLines("denied by", rule)),
    ...moreRules(conditions.denies, "deny"),
    ...obliges,
  ];
}

const rulesAtOnce = 12;

function shownRules(rules: readonly RuleCondition[]): readonly RuleCondition[] {
  return rules.slice(0, rulesAtOnce);
}

function moreRules({ length }: readonly RuleCondition[], verb: string): readonly string[] {
  return length <= rulesAtOnce ? [] : [`and ${length - rulesAtOnce} more that ${verb}`];
}

function ruleLines(by: string, { rule, clauses }: RuleCondition): readonly string[] {
  return [`${by} ${rule.id}`, ...(clauses === "" ? [] : clauses.split("\n").map((line) => `  ${line}`))];
}

function assertions(context: ReportContext): readonly string[] {
  const { report } = context;
  if (report.assertions.length === 0) return [];
  return [
    "Assertions",
    ...report.assertions.map(
      (verdict) =>
        `  ${assertionWord(verdict).padEnd(12)}  ${verdict.assertion.name} (${placeWords(context, verdict.assertion.span)})`,
    ),
  ];
}

function findings(context: ReportContext): readonly string[] {
  const { report } = context;
  if (report.findings.length === 0) return [];
  return [
    "Findings (polc check shows them in full)",
    ...report.findings.map(
      ({ severity, code, message, span }) =>
        `  ${severity}[${code}] ${placeWords(context, span)}: ${message}`,
    ),
  ];
}
