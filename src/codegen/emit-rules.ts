import type { DecisionGraph, RuleBody, Scope } from "../ir/decision-graph.js";
import { invariant } from "../util/invariant.js";
import { remembered } from "../util/remembered.js";
import { type Bundle, type BundlesOf, createBundles } from "./bundles.js";
import { blockComment, type Code, js, lineComment } from "./code.js";
import { type EmittedRule, emitRule, ruleComment } from "./emit-rule.js";
import type { ModuleParts } from "./module-parts.js";
import type { Places } from "./places.js";
import { type EmittedMixedTable, emitMixedTable } from "./table/emit-mixed-table.js";
import { type EmittedTable, emitTable } from "./table/emit-table.js";
import { createMixedTables, type MixedTable } from "./table/mixed-tables.js";
import { createTables, type Table } from "./table/tables.js";

/** The functions of all rules: one for each, or one for all of a table. */
export interface EmittedRules {
  readonly bundlesOf: BundlesOf;
  /** The functions of a rule that is in no table. */
  ruleOf(body: RuleBody): EmittedRule;
  /** The rules of a bundle that have functions of their own. */
  writtenIn(bundle: Bundle): readonly RuleBody[];
  /** The tables that have rows of a bundle. */
  tablesOf(bundle: Bundle): readonly EmittedTable[];
  /** Tables of rules that have little in common, which scopes ask for all their bundles at once. */
  readonly mixed: readonly EmittedMixedTable[];
  readonly codes: readonly Code[];
}

/** Emits the functions of all rules, those of tables after the others. */
export function emitRules(
  parts: ModuleParts,
  graph: DecisionGraph,
  scopes: readonly Scope[],
  places: Places,
): EmittedRules {
  const { all, bundlesOf } = createBundles(scopes);
  const tables = createTables(all);
  const tabled = new Set(tables.flatMap(({ rows }) => rows.map(({ body }) => body)));
  const mixedTables = createMixedTables(all, (body) => !tabled.has(body));
  for (const { rows } of mixedTables) for (const { body } of rows) tabled.add(body);
  const rules = new Map<RuleBody, EmittedRule>();
  for (const body of graph.bodies) {
    if (!tabled.has(body)) rules.set(body, emitRule(parts, body, ruleComment(body, placeOf(places, body))));
  }
  const emitted = tables.map((table) => emitTable(parts, table, tableComment(table, places)));
  const mixed = mixedTables.map((table) => emitMixedTable(parts, table, mixedComment(table)));
  const byBundle = new Map<Bundle, EmittedTable[]>();
  for (const each of emitted) {
    for (const bundle of each.table.sections.keys()) {
      byBundle.set(bundle, [...(byBundle.get(bundle) ?? []), each]);
    }
  }
  return {
    bundlesOf,
    ruleOf(body) {
      const rule = rules.get(body);
      invariant(rule !== undefined, "every body of a scope is emitted");
      return rule;
    },
    // Each scope that has the bundle asks several times.
    writtenIn: remembered(({ bodies }) => bodies.filter((body) => !tabled.has(body))),
    tablesOf: (bundle) => byBundle.get(bundle) ?? [],
    mixed,
    codes: [...byPolicy(rules), ...tableSection([...emitted, ...mixed])],
  };
}

function placeOf(places: Places, { rule }: RuleBody): string {
  const { file, line } = places.placeOf(rule.span);
  return `${file}:${line}`;
}

/** A section's title, as a comment. */
export function title(text: string): Code {
  return lineComment(`── ${text} ${"─".repeat(Math.max(3, 96 - text.length))}`);
}

/** The rules' functions, policy by policy, in the order of their ids. */
function byPolicy(rules: ReadonlyMap<RuleBody, EmittedRule>): readonly Code[] {
  const sorted = [...rules].sort(([a], [b]) => a.ruleIndex - b.ruleIndex || a.id - b.id);
  return sorted.flatMap(([body, { code }], index) =>
    sorted[index - 1]?.[0].rule.policy === body.rule.policy
      ? [code]
      : [title(`Policy ${body.rule.policy}`), code],
  );
}

function tableSection(tables: readonly { readonly code: Code }[]): readonly Code[] {
  return tables.length === 0 ? [] : [title("Rules in tables"), ...tables.map(({ code }) => code)];
}

/** How many rules there are, and how the first one reads. */
function tableComment({ rows }: Table, places: Places): Code {
  const body = rows[0]?.body;
  if (body === undefined) return js``;
  const { effect } = body.rule;
  return blockComment([
    `${rows.length} rules that ${effect}, alike but for their constants. The first of them:`,
    "",
    `${body.rule.id} (${placeOf(places, body)})`,
    "",
    ...body.rule.text.split("\n"),
  ]);
}

function mixedComment({ rows, forms }: MixedTable): Code {
  const effect = rows[0]?.body.rule.effect ?? "allow";
  return blockComment([
    `${rows.length} rules that ${effect}, with clauses of ${forms.length} forms. A row is the list of its clauses, a clause a form and the`,
    "place of its constants in the form's columns.",
  ]);
}
