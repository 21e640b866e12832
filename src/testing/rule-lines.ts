import { stdlib } from "../check/stdlib.gen.js";
import { isLibraryFile, libraryFolder } from "../source/file-names.js";
import type { SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import type { DecidingCondition } from "./deciding-conditions.js";
import type { MatteringRule } from "./rules-that-mattered.js";

/**
 * Rules that mattered, for people: below each the clauses that decided it, below these the conditions, as they are written in `files`.
 *
 * ```text
 * subject
 *   deny   analytics.no_payroll: false
 *     false  when "salary" in args.columns or args.table == "payroll"
 *       false  "salary" in args.columns
 *       false  args.table == "payroll"
 * ```
 */
export function ruleLines(rules: readonly MatteringRule[], files: Iterable<SourceFile>): readonly string[] {
  const texts = new Map([...files].map(({ path, text }) => [path, text]));
  const textAt = (span: Span) => textOf(span, texts);
  const roles = (["subject", "actor"] as const).filter((role) =>
    rules.some(({ principal }) => principal === role),
  );
  return roles.flatMap((role) => [
    role,
    ...rules.filter(({ principal }) => principal === role).flatMap((rule) => linesOf(rule, textAt)),
  ]);
}

type TextAt = (span: Span) => string | undefined;

function linesOf(rule: MatteringRule, textAt: TextAt): readonly string[] {
  const { effect, outcome, scope, matches } = rule;
  const named = `    ${scope.padEnd(6)} the ids and groups that it names`;
  return [
    `  ${effect.padEnd(6)} ${rule.rule}: ${matches ? `${outcome}, matches` : outcome}`,
    ...(scope === "true" ? [] : [named, ...conditionLines(rule.scopeConditions, textAt)]),
    ...rule.clauses.flatMap((clause) => [
      `    ${clause.outcome.padEnd(6)} ${clause.text.replaceAll("\n", "\n           ")}`,
      ...conditionLines(clause.conditions, textAt),
    ]),
  ].flatMap((lines) => lines.split("\n"));
}

function conditionLines(conditions: readonly DecidingCondition[], textAt: TextAt): readonly string[] {
  return conditions.flatMap(({ span, outcome }) => {
    const text = textAt(span);
    return text === undefined ? [] : [`      ${outcome.padEnd(6)} ${text}`];
  });
}

/** What is written at `span`, in one line. */
function textOf({ file, start, end }: Span, texts: ReadonlyMap<string, string>): string | undefined {
  const text = texts.get(file) ?? (isLibraryFile(file) ? libraryText(file) : undefined);
  return text?.slice(start, end).replace(/\s+/g, " ").trim();
}

function libraryText(file: string): string | undefined {
  const modules: Readonly<Record<string, string>> = stdlib;
  return modules[file.slice(libraryFolder.length)];
}
