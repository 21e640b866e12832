import { clausesToAsk } from "../../ir/index/cheap-first.js";
import type { KeyTest } from "../../ir/index/key-test.js";
import type { TestNode } from "../../ir/node.js";
import { invariant } from "../../util/invariant.js";
import type { Bundle } from "../bundles.js";
import { type Code, indented, js, lines, literal, nothing } from "../code.js";
import { type EmittedFunction, emitCalls, modalityOf } from "../emit-rule.js";
import { emitModal } from "../emit-unknown.js";
import { createEmitter, type Emitter } from "../emitter.js";
import { call, functionDeclaration, junction, returnStatement } from "../expression.js";
import { inputName, inputsOf, sortInputs } from "../input.js";
import type { ModuleParts } from "../module-parts.js";
import { emitChains } from "./emit-chains.js";
import { type Columns, createColumns } from "./emit-columns.js";
import { type EmittedFinder, emitFinder } from "./emit-finder.js";
import { emitIndexBy } from "./emit-index-by.js";
import { emitAtOnce, emitMatch, type MatchParts } from "./emit-match.js";
import { keyInputs } from "./key-inputs.js";
import { placeRows } from "./place-rows.js";
import { createTabled } from "./tabled-test.js";
import { sectionOf, type Table, type TableSection } from "./tables.js";

/** What asks the rows of a table. Functions take, before their inputs, what `decide` and `mayAllow` say. */
export interface EmittedTable {
  readonly table: Table;
  /** Takes the findings and what the rows of a bundle are found by; gives whether to stop. */
  readonly decide: EmittedFunction;
  /** Takes the first row and the row after the last; gives whether an allow possibly, a deny certainly matches. */
  readonly mayAllow: EmittedFunction;
  /** What the rows of a bundle are found by: an index, where their places begin, or where they begin and end if each of them is asked. */
  foundBy(bundle: Bundle): readonly Code[];
  readonly code: Code;
}

/** Emits the functions of a table: what one row says, and how rows are found and asked. `comment` shows its first rule. */
export function emitTable(parts: ModuleParts, table: Table, comment: Code): EmittedTable {
  const first = table.rows[0];
  invariant(first !== undefined, "a table has rows");
  const hint = `${first.body.rule.policy}_table`;
  const columns = createColumns(parts, table, parts.names.name(`table ${table.id}`, hint).text);
  const name = parts.names.name(`table ${table.id}`, hint);
  const placed = placeRows(table);
  const finder = placed && emitFinder({ parts, table, columns, name }, placed);
  const context: TableContext = { parts, table, columns, name, finder };
  const keys = levelKeys(table);
  const row = emitRow(context);
  const calls = emitCalls(parts, first.body);
  const decide = emitDecide(context, row, calls?.function);
  const mayAllow = first.body.rule.effect === "oblige" ? undefined : emitMayAllow(context);
  const code = lines([
    comment,
    ...(row === undefined ? [] : [row.code, nothing]),
    ...(calls === undefined ? [] : [calls.code, nothing]),
    ...(finder === undefined ? [] : [finder.code, nothing]),
    decide.code,
    ...(mayAllow === undefined ? [] : [nothing, mayAllow.code]),
  ]);
  return {
    table,
    decide: decide.function,
    mayAllow: mayAllow?.function ?? decide.function,
    foundBy(bundle) {
      if (keys === undefined) return rowsOf(table, bundle);
      return [finder?.firstOf(bundle) ?? emitIndex(context, bundle, keys)];
    },
    code,
  };
}

interface TableContext {
  readonly parts: ModuleParts;
  readonly table: Table;
  readonly columns: Columns;
  readonly name: Code;
  /** Finds the rows, where they have places. */
  readonly finder: EmittedFinder | undefined;
}

interface EmittedPart {
  readonly function: EmittedFunction;
  readonly code: Code;
}

function tableEmitter({ parts, table, columns }: TableContext): Emitter {
  const leaves = table.rows[0]?.shape.leaves ?? new Map();
  return createEmitter(
    parts,
    createTabled(leaves, (cell) => columns.cell(cell)),
  );
}

function inputNames({ parts }: TableContext, { inputs }: EmittedFunction): readonly Code[] {
  return inputs.map((input) => inputName(parts.names, input));
}

/** What is left to ask of a row that was found; undefined where that is nothing. */
function emitRow(context: TableContext): EmittedPart | undefined {
  const tests = testsLeft(context.table);
  if (tests.length === 0) return undefined;
  const emitter = tableEmitter(context);
  const target = {
    name: context.parts.names.name(`table ${context.table.id} row`, `${context.name.text}_row`),
    inputs: inputsOf(tests),
  };
  const value = junction(
    "and",
    tests.map((test) => emitter.test(test)),
  );
  const statements = [emitter.variables(), returnStatement(value)].filter((each) => each !== nothing);
  const code = functionDeclaration(target.name, [js`row`, ...inputNames(context, target)], statements);
  return { function: target, code };
}

/** The conjuncts that no look-up settles. Those that guard others stand before them still. */
function testsLeft({ rows, levels }: Table): readonly TestNode[] {
  const first = rows[0];
  if (first === undefined) return [];
  const settled = new Set<number>();
  for (const level of levels) for (const test of first.keys.get(level)?.decides ?? []) settled.add(test.id);
  return clausesToAsk(first.body).flatMap(({ test }, clause) => {
    const shaped = first.shape.clauses[clause];
    return shaped === undefined ? [] : conjunctsLeft(test, shaped, settled);
  });
}

/** The conjuncts of a clause, as they stand in its shape, but for those that are settled. */
function conjunctsLeft(test: TestNode, shaped: TestNode, settled: ReadonlySet<number>): readonly TestNode[] {
  if (settled.has(test.id)) return [];
  if (test.kind !== "and" || shaped.kind !== "and") return [shaped];
  return test.operands.flatMap((operand, index) => {
    const counterpart = shaped.operands[index];
    return counterpart === undefined ? [] : conjunctsLeft(operand, counterpart, settled);
  });
}

/** Finds rows and asks them. */
function emitDecide(
  context: TableContext,
  row: EmittedPart | undefined,
  calls: EmittedFunction | undefined,
): EmittedPart {
  const { parts, table, name } = context;
  const keys = levelKeys(table);
  const inputs = sortInputs([
    ...(keys ?? []).flatMap(keyInputs),
    ...(row?.function.inputs ?? []),
    ...(calls?.inputs ?? []),
  ]);
  const target = { name: parts.names.name(`table ${table.id} decide`, `${name.text}_decide`), inputs };
  const match: MatchParts = {
    effect: table.rows[0]?.body.rule.effect ?? "allow",
    test: row && call(row.function.name, [js`row`, ...inputNames(context, row.function)]).code,
    calls: calls && call(calls.name, inputNames(context, calls)).code,
    rule: context.columns.rule,
  };
  const index = context.finder === undefined ? js`index` : js`places`;
  const [given, search] =
    keys === undefined
      ? [[js`first`, js`end`], eachRow(emitMatch(parts, match))]
      : [[index], emitSearch(context, index, keys, match)];
  const statements = [...search, js`return false;`];
  const parameters = [js`found`, ...given, ...inputNames(context, target)];
  return { function: target, code: functionDeclaration(target.name, parameters, statements) };
}

/** By what rows are found, level by level. */
type LevelKeys = readonly [KeyTest, ...KeyTest[]];

/** Undefined where each row is asked. */
function levelKeys({ rows, levels }: Table): LevelKeys | undefined {
  const [key, ...others] = levels.flatMap((level) => rows[0]?.keys.get(level) ?? []);
  return key && [key, ...others];
}

/** Goes through the rows of a bundle one by one. */
function eachRow(statements: readonly Code[]): readonly Code[] {
  return [js`for (let row = first; row < end; row += 1) {`, indented(lines(statements)), js`}`];
}

/** Goes through the rows that an index gives, level by level. */
function emitSearch(
  context: TableContext,
  index: Code,
  [key, next, ...others]: LevelKeys,
  match: MatchParts,
): readonly Code[] {
  const { parts } = context;
  const emitter = createEmitter(parts);
  if (next === undefined) {
    const { table, finder } = context;
    const find = (value: Code): Code =>
      finder === undefined ? js`${index}.get(${value})` : js`${finder.name}(${index}, ${value})`;
    return emitChains(emitter, index, key, {
      asked: emitMatch(parts, match),
      atOnce: emitAtOnce(match),
      oneRow: table.leadsToOneRow ? find : undefined,
    });
  }
  const inner = parts.names.name(`inner ${others.length + 1}`, "inner");
  return [
    js`const ${inner} = ${index}.get(${emitter.path(key.operand).code});`,
    js`if (${inner} === undefined) return false;`,
    ...emitSearch(context, inner, [next, ...others], match),
  ];
}

/** Asks row by row: what is unknown finds no row. */
function emitMayAllow(context: TableContext): EmittedPart {
  const { parts, table, name } = context;
  const first = table.rows[0];
  invariant(first !== undefined, "a table has rows");
  const emitter = tableEmitter(context);
  const modality = modalityOf(first.body);
  const target = {
    name: parts.names.name(`table ${table.id} modal`, `${name.text}_${modality}`),
    inputs: inputsOf(first.shape.clauses),
  };
  const value = junction("and", emitModal(emitter, first.shape.clauses, modality));
  const statements = [
    emitter.variables(),
    ...eachRow([js`if (${value.code}) return true;`]),
    js`return false;`,
  ].filter((each) => each !== nothing);
  const parameters = [js`first`, js`end`, ...inputNames(context, target)];
  return { function: target, code: functionDeclaration(target.name, parameters, statements) };
}

/** Where the rows of a bundle begin and end. */
export function rowsOf(table: Table, bundle: Bundle): readonly Code[] {
  const { first, end } = sectionOf(table, bundle);
  return [literal(first), literal(end)];
}

/** The index of a section, over the columns of the table. */
function emitIndex(context: TableContext, bundle: Bundle, keys: LevelKeys): Code {
  const { parts, table, name } = context;
  const section = sectionOf(table, bundle);
  const rows = js`${parts.runtime("rowsFrom")}(${section.first}, ${section.end})`;
  const index = emitIndexOf(context, section, rows, keys);
  return parts.define(
    `table ${table.id} index ${bundle.id}`,
    `${name.text}_index`,
    (constant) => js`const ${constant} = ${index};`,
  );
}

function emitIndexOf(
  context: TableContext,
  section: TableSection,
  rows: Code,
  [key, next, ...others]: LevelKeys,
): Code {
  const { parts, table, columns } = context;
  const list = columns.keys(key.id);
  if (next === undefined) {
    if (table.leadsToOneRow) return js`${parts.runtime("rowByValue")}(${rows}, ${list})`;
    const keyed = table.rows.slice(section.first, section.end);
    const constants = keyed.flatMap(({ keys }) => keys.get(key.id)?.keys ?? []);
    return emitIndexBy(parts, rows, { kind: key.kind, constants, list, first: 0 });
  }
  const inner = emitIndexOf(context, section, js`rows`, [next, ...others]);
  return js`${parts.runtime("groupByValue")}(${rows}, ${list}, (rows) => ${inner})`;
}
