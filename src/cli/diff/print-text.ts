import type { SchemaChange } from "../../analysis/difference.js";
import { type Paint, painter } from "../../diagnostics/paint.js";
import { relationLines } from "./relation-lines.js";
import type { DifferenceGroup, DiffSummary, MentionedRule } from "./summarise.js";
import { doubtWords, kindWords, listed, needWords, whoDoes } from "./words.js";

/** Differences for people: each with what was decided, what is decided now, the rules behind it, and a request to see it by. */
export function printText(summary: DiffSummary, color: boolean): string {
  const paint = painter(color);
  const { needs, schema } = summary.difference;
  const sections = [
    ...summary.groups.map((group) => groupLines(group, paint)),
    ...needs.map(({ change, place, kinds }) => [
      `${paint("bold", needWords(change))}: ${place}`,
      ...whoDoes(kinds).map((who) => `  of ${who}`),
    ]),
    ...summary.doubts.map((doubt) => [
      `${paint("warning", "not known")}: whether requests ${kindWords(doubt.kind)}: ${doubtWords(doubt)}`,
      ...whoDoes(doubt.kinds).map((who) => `  of ${who}`),
    ]),
    ...(schema.length === 0
      ? []
      : [[paint("bold", "schema"), ...schema.map((change) => `  ${schemaLine(change)}`)]]),
  ];
  return sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function groupLines(group: DifferenceGroup, paint: Paint): readonly string[] {
  const { kind, who, actions, before, after, example } = group;
  const style = kind === "allowed" || kind === "released" ? "warning" : "bold";
  return [
    `${paint(style, kindWords(kind))}: ${who} to ${listed(actions)}`,
    ...outcomeLines("before", before),
    ...outcomeLines("after", after),
    ...ruleLines(group, paint),
    `  request ${JSON.stringify(example.request)}`,
    ...relationLines(example).map((line) => `          ${line}`),
  ];
}

function outcomeLines(when: string, [first = "", ...others]: readonly string[]): readonly string[] {
  return [`  ${when.padEnd(7)} ${first}`, ...others.map((line) => `          ${line}`)];
}

function ruleLines({ noLongerMatching, nowMatching }: DifferenceGroup, paint: Paint): readonly string[] {
  return [
    ...noLongerMatching.map((rule) => `  - ${ruleText(rule, paint)}`),
    ...nowMatching.map((rule) => `  + ${ruleText(rule, paint)}`),
  ];
}

function ruleText({ id, place, edit }: MentionedRule, paint: Paint): string {
  return `${id} ${paint("faint", `(${edit === undefined ? "" : `${edit}, `}${place})`)}`;
}

/** `+ action mail.draft`, `~ attribute User.team: String → "sales" | "support"` */
export function schemaLine({ what, name, before, after }: SchemaChange): string {
  const isMember = what === "attribute" || what === "parameter" || what === "relation";
  const one = (text: string): string => (isMember ? `${what} ${name}: ${text}` : text);
  if (before === undefined) return `+ ${one(after ?? "")}`;
  if (after === undefined) return `- ${one(before)}`;
  return `~ ${one(before)} → ${after}`;
}
