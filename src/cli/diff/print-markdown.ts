import { printJson } from "../../util/print-json.js";
import { schemaLine } from "./print-text.js";
import { relationLines } from "./relation-lines.js";
import type { DifferenceGroup, DiffSummary, MentionedRule } from "./summarise.js";
import { doubtWords, kindWords, listed, needWords, totals, whoDoes } from "./words.js";

/** Differences as Markdown for a pull request: a table, and for each row a request, folded up. */
export function printMarkdown(summary: DiffSummary): string {
  const { groups, difference } = summary;
  const { needs, schema } = difference;
  const shown = groups.slice(0, mostRows);
  return [
    `## Policies: ${code(summary.older)} → ${code(summary.newer)}`,
    `**${totals(summary)}**`,
    ...(groups.length === 0 ? [] : [table(shown)]),
    ...(groups.length > shown.length
      ? [`… and ${groups.length - shown.length} more rows: see \`--format json\`.`]
      : []),
    ...shown.map(details),
    ...list(
      "What requests carry",
      needs.map(
        ({ change, place, kinds }) =>
          `${code(place)} is ${needWords(change)} of ${whoDoes(kinds).map(text).join("; ")}`,
      ),
    ),
    ...list(
      "Not known",
      summary.doubts.map(
        (doubt) =>
          `whether requests ${kindWords(doubt.kind)} of ${whoDoes(doubt.kinds).map(text).join("; ")}: ${text(doubtWords(doubt))}`,
      ),
    ),
    ...list(
      "Schema",
      schema.map((change) => code(schemaLine(change))),
    ),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

/** GitHub takes comments of 65,536 characters. */
const mostRows = 40;

function table(groups: readonly DifferenceGroup[]): string {
  const rows = groups.map(({ kind, who, actions, before, after }) => [
    kindWords(kind),
    text(who),
    listed(actions.map(code)),
    code(before[0] ?? ""),
    code(after[0] ?? ""),
  ]);
  const head = ["Requests", "Who", "Action", "Before", "After"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function details({
  kind,
  who,
  actions,
  before,
  after,
  noLongerMatching,
  nowMatching,
  example,
}: DifferenceGroup): string {
  const more = [
    ...before.slice(1).map((line) => `Before: ${code(line)}`),
    ...after.slice(1).map((line) => `After: ${code(line)}`),
  ];
  const rules = [
    ...noLongerMatching.map((rule) => `No longer matching: ${ruleText(rule)}`),
    ...nowMatching.map((rule) => `Now matching: ${ruleText(rule)}`),
  ];
  return [
    `<details><summary>${kindWords(kind)}: ${html(who)} to ${html(listed(actions))}</summary>\n`,
    ...[...more, ...rules].map((line) => `- ${line}`),
    fenced("json", printJson(example.request)),
    ...relationLines(example).map((line) => `- ${code(line)}`),
    "</details>",
  ].join("\n");
}

function ruleText({ id, place, edit }: MentionedRule): string {
  return `${code(id)} (${edit === undefined ? "" : `${edit}, `}${code(place)})`;
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`### ${title}\n\n${items.map((item) => `- ${item}`).join("\n")}`];
}

/** As a code span that nothing in the text ends: its fence is longer than any run of backticks in it. */
function code(content: string): string {
  const line = content.replaceAll(/\s+/g, " ");
  const fence = "`".repeat(longestRun(line) + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

function fenced(language: string, content: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(content) + 1));
  return `\n${fence}${language}\n${content.trimEnd()}\n${fence}\n`;
}

function longestRun(content: string): number {
  return Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
}

/** As words: what Markdown or HTML would take for its own is escaped. */
function text(content: string): string {
  return html(content).replaceAll(/[\\`*_[\]~]/g, (character) => `\\${character}`);
}

function html(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
