import type { KeyTest } from "../../ir/index/key-test.js";
import { invariant } from "../../util/invariant.js";
import { remembered } from "../../util/remembered.js";
import type { Bundle } from "../bundles.js";
import { type Code, indented, js, lines, nothing } from "../code.js";
import { emitIntegers, emitNumbers } from "../emit-column.js";
import { type EmittedFunction, emitCalls, modalityOf } from "../emit-rule.js";
import { emitModal } from "../emit-unknown.js";
import { createEmitter, type Emitter } from "../emitter.js";
import { call, type Expression, functionDeclaration, junction, returnStatement } from "../expression.js";
import { type Input, inputName, inputsOf, sortInputs } from "../input.js";
import type { ModuleParts } from "../module-parts.js";
import { emitChains } from "./emit-chains.js";
import { emitCells } from "./emit-columns.js";
import { emitIndexBy } from "./emit-index-by.js";
import { emitMatch } from "./emit-match.js";
import { keyInputs } from "./key-inputs.js";
import type { ClauseForm, MixedPart, MixedTable } from "./mixed-tables.js";
import { createTabled, emitCell } from "./tabled-test.js";

/** What asks the rows of a mixed table. Functions take, before their inputs, what `decide` and `mayAllow` say. */
export interface EmittedMixedTable {
  readonly table: MixedTable;
  /** Takes the findings and parts of the table; gives whether to stop. */
  readonly decide: EmittedFunction;
  /** Takes parts of the table; gives whether an allow possibly, a deny certainly matches. */
  readonly mayAllow: EmittedFunction;
  /** All that the rows of a bundle read. */
  inputsOf(bundle: Bundle): readonly Input[];
  /** The parts of some bundles, a constant of the module. */
  partsOf(bundles: readonly Bundle[]): Code;
  readonly code: Code;
}

interface MixedContext {
  readonly parts: ModuleParts;
  readonly table: MixedTable;
  readonly name: Code;
}

/** Emits the functions of a mixed table: each form of a clause, what a row says, and how rows are found. `comment` says what it is. */
export function emitMixedTable(parts: ModuleParts, table: MixedTable, comment: Code): EmittedMixedTable {
  const first = table.rows[0]?.body;
  invariant(first !== undefined, "a table has rows");
  const word = { allow: "allows", deny: "denies", oblige: "obliges" }[first.rule.effect];
  const context = { parts, table, name: parts.names.name(`mixed ${table.id}`, `mixed_${word}`) };
  const forms = table.forms.map((form, index) => emitForm(context, form, index));
  const row = emitRow(
    context,
    "row",
    forms.map(({ holds }) => holds),
  );
  const calls = emitCalls(parts, first);
  const decide = emitDecide(context, row.function, calls?.function);
  const modal = emitRow(
    context,
    modalityOf(first),
    forms.map(({ modal }) => modal),
  );
  const mayAllow = emitMayAllow(context, modal.function);
  const isOblige = first.rule.effect === "oblige";
  const known = new Map<Bundle, readonly Input[]>();
  const codes = [
    ...forms.flatMap(({ code, modalCode }) => (isOblige ? [code] : [code, modalCode])),
    row.code,
    ...(calls === undefined ? [] : [calls.code]),
    decide.code,
    ...(isOblige ? [] : [modal.code, mayAllow.code]),
  ];
  return {
    table,
    decide: decide.function,
    mayAllow: mayAllow.function,
    inputsOf(bundle) {
      const inputs = known.get(bundle) ?? bundleInputs(context, forms, bundle, calls?.function.inputs ?? []);
      known.set(bundle, inputs);
      return inputs;
    },
    partsOf: createParts(context),
    code: lines([comment, ...codes.flatMap((code, index) => (index === 0 ? [code] : [nothing, code]))]),
  };
}

interface EmittedForm {
  readonly holds: EmittedFunction;
  readonly modal: EmittedFunction;
  readonly code: Code;
  readonly modalCode: Code;
}

/** The functions of a clause's form: they take the place of the constants in its columns. */
function emitForm(context: MixedContext, form: ClauseForm, index: number): EmittedForm {
  const { parts, table, name } = context;
  const { shape, instances } = form;
  const values = columnsOf(instances);
  const columns = values.map((value, cell) =>
    parts.define(
      `mixed ${table.id} form ${index} cell ${cell}`,
      `${name.text}_column`,
      (column) => js`const ${column} = ${value};`,
    ),
  );
  const newEmitter = () =>
    createEmitter(
      parts,
      createTabled(shape.leaves, (cell) => js`${columns[cell] ?? js`[]`}[row]`),
    );
  const inputs = inputsOf([shape.test]);
  const modality = table.rows[0] ? modalityOf(table.rows[0].body) : "certain";
  const target = (word: string) => ({
    name: parts.names.name(`mixed ${table.id} form ${index} ${word}`, `${name.text}_${word}_${index + 1}`),
    inputs,
  });
  const declare = (to: EmittedFunction, emit: (emitter: Emitter) => Expression) =>
    parts.kept(
      () => `clause ${shape.key} ${modality} ${to.name.text} ${columns.map(({ text }) => text)}`,
      () => {
        const emitter = newEmitter();
        const value = returnStatement(emit(emitter));
        const statements = [emitter.variables(), value].filter((each) => each !== nothing);
        return functionDeclaration(to.name, [js`row`, ...namesOf(context, to.inputs)], statements);
      },
    );
  const [holds, modal] = [target("clause"), target(`${modality}_clause`)];
  return {
    holds,
    modal,
    code: declare(holds, (emitter) => emitter.test(shape.test)),
    modalCode: declare(modal, (emitter) => junction("and", emitModal(emitter, [shape.test], modality))),
  };
}

/** The columns of a form; where all its instances are those of the version before, they are what they were. */
function columnsOf(instances: ClauseForm["instances"]): readonly Code[] {
  const [first = []] = instances;
  const last = lastColumns.get(first);
  const isSame =
    last?.instances.length === instances.length && last.instances.every((each, at) => each === instances[at]);
  if (isSame) return last.columns;
  const columns = first.map((_, cell) => emitCells(instances.map((instance) => instance[cell] ?? [])));
  lastColumns.set(first, { instances, columns });
  return columns;
}

const lastColumns = new WeakMap<
  ClauseForm["instances"][number],
  { readonly instances: ClauseForm["instances"]; readonly columns: readonly Code[] }
>();

function namesOf({ parts }: MixedContext, inputs: readonly Input[]): readonly Code[] {
  return inputs.map((input) => inputName(parts.names, input));
}

interface EmittedPart {
  readonly function: EmittedFunction;
  readonly code: Code;
}

/** Whether all clauses of a row hold: each is a form and the place of its constants. */
function emitRow(context: MixedContext, word: string, forms: readonly EmittedFunction[]): EmittedPart {
  const { parts, table, name } = context;
  const inputs = sortInputs(forms.flatMap((form) => form.inputs));
  const target = { name: parts.names.name(`mixed ${table.id} ${word}`, `${name.text}_${word}`), inputs };
  const { starts, clauses } = emitClauseLists(context);
  const cases = forms.map((form, index) => {
    const asked = call(form.name, [js`place`, ...namesOf(context, form.inputs)]).code;
    return lines([js`case ${index}:`, js`  if (!${asked}) return false;`, js`  break;`]);
  });
  const statements = [
    js`for (let at = ${starts}[row]; at < ${starts}[row + 1]; at += 2) {`,
    js`  const place = ${clauses}[at + 1];`,
    js`  switch (${clauses}[at]) {`,
    indented(indented(lines(cases))),
    js`  }`,
    js`}`,
    js`return true;`,
  ];
  const code = functionDeclaration(target.name, [js`row`, ...namesOf(context, inputs)], statements);
  return { function: target, code };
}

/** The clauses of all rows, form and place in turn, and where each row's begin. */
function emitClauseLists({ parts, table, name }: MixedContext): {
  readonly starts: Code;
  readonly clauses: Code;
} {
  const starts = [0];
  const clauses: number[] = [];
  for (const row of table.rows) {
    for (const { form, instance } of row.clauses) clauses.push(form, instance);
    starts.push(clauses.length);
  }
  const list = (word: string, column: Code) =>
    parts.define(
      `mixed ${table.id} ${word}`,
      `${name.text}_${word}`,
      (constant) => js`const ${constant} = Int32Array.from(${column});`,
    );
  return { starts: list("starts", emitNumbers(starts)), clauses: list("clauses", emitNumbers(clauses, 2)) };
}

/** Goes through the rows that are found, part by part. */
function emitDecide(
  context: MixedContext,
  row: EmittedFunction,
  calls: EmittedFunction | undefined,
): EmittedPart {
  const { parts, table, name } = context;
  const inputs = sortInputs([...row.inputs, ...table.keys.flatMap(keyInputs), ...(calls?.inputs ?? [])]);
  const target = { name: parts.names.name(`mixed ${table.id} decide`, `${name.text}_decide`), inputs };
  const rules = parts.define(`mixed ${table.id} rules`, `${name.text}_rules`, (constant) => {
    const numbers = table.rows.map(({ body }) => body.ruleIndex);
    return js`const ${constant} = ${emitIntegers(numbers)};`;
  });
  const asked = emitMatch(parts, {
    effect: table.rows[0]?.body.rule.effect ?? "allow",
    test: call(row.name, [js`row`, ...namesOf(context, row.inputs)]).code,
    calls: calls && call(calls.name, namesOf(context, calls.inputs)).code,
    rule: js`${rules}[row]`,
  });
  const index = parts.names.name("part index", "part_index");
  const emitter = createEmitter(parts);
  const cases = table.keys.map((key, place) =>
    lines([
      js`case ${place}:`,
      indented(lines(emitChains(emitter, index, key, { asked, atOnce: [], oneRow: undefined }))),
      js`  break;`,
    ]),
  );
  const each = parts.names.name("part", "part");
  const statements = [
    js`for (const ${each} of parts) {`,
    js`  const ${index} = ${each}.index;`,
    js`  switch (${each}.key) {`,
    indented(indented(lines(cases))),
    js`    default:`,
    js`      for (let row = ${each}.first; row < ${each}.end; row += 1) {`,
    indented(indented(indented(indented(lines(asked))))),
    js`      }`,
    js`  }`,
    js`}`,
    js`return false;`,
  ];
  const parameters = [js`found`, js`parts`, ...namesOf(context, inputs)];
  return { function: target, code: functionDeclaration(target.name, parameters, statements) };
}

/** Asks row by row: what is unknown finds no row. */
function emitMayAllow(context: MixedContext, row: EmittedFunction): EmittedPart {
  const { parts, table, name } = context;
  const { inputs } = row;
  const target = { name: parts.names.name(`mixed ${table.id} modal`, `${name.text}_may`), inputs };
  const each = parts.names.name("part", "part");
  const statements = [
    js`for (const ${each} of parts) {`,
    js`  for (let row = ${each}.first; row < ${each}.end; row += 1) {`,
    js`    if (${call(row.name, [js`row`, ...namesOf(context, inputs)]).code}) return true;`,
    js`  }`,
    js`}`,
    js`return false;`,
  ];
  const parameters = [js`parts`, ...namesOf(context, inputs)];
  return { function: target, code: functionDeclaration(target.name, parameters, statements) };
}

function bundleInputs(
  { table }: MixedContext,
  forms: readonly EmittedForm[],
  bundle: Bundle,
  calls: readonly Input[],
): readonly Input[] {
  const used = new Set<number>();
  const inputs = new Map(calls.map((input) => [input.key, input]));
  for (const { first, end } of table.parts.get(bundle) ?? []) {
    for (let row = first; row < end; row += 1) {
      for (const { form } of table.rows[row]?.clauses ?? []) {
        if (used.has(form)) continue;
        used.add(form);
        for (const input of forms[form]?.holds.inputs ?? []) inputs.set(input.key, input);
      }
    }
  }
  return sortInputs(inputs.values());
}

/** The parts of bundles one after the other; each bundle's are a constant, since scopes share bundles. Scopes ask several times. */
function createParts(context: MixedContext): (bundles: readonly Bundle[]) => Code {
  const { parts, table, name } = context;
  const partsOf = remembered((bundle: Bundle) =>
    parts.define(`mixed ${table.id} bundle ${bundle.id}`, `${name.text}_parts`, (constant) => {
      const codes = (table.parts.get(bundle) ?? []).map((part) => js`  ${emitPart(context, part)},`);
      return lines([js`const ${constant} = [`, ...codes, js`];`]);
    }),
  );
  return remembered((bundles) => {
    const own = bundles.filter((bundle) => table.parts.has(bundle)).map(partsOf);
    const [only] = own;
    if (only !== undefined && own.length === 1) return only;
    const key = own.map((each) => each.text).join();
    return parts.define(
      `mixed ${table.id} bundles ${key}`,
      `${name.text}_of_a_scope`,
      (constant) => js`const ${constant} = [${own.map((each) => js`...${each}`)}];`,
    );
  });
}

function emitPart(context: MixedContext, { key, first, end, keys }: MixedPart): Code {
  const test = key === undefined ? undefined : context.table.keys[key];
  const index = test === undefined ? js`undefined` : emitIndex(context.parts, test, { first, end, keys });
  return js`{ key: ${key ?? -1}, first: ${first}, end: ${end}, index: ${index} }`;
}

function emitIndex(
  parts: ModuleParts,
  { kind }: KeyTest,
  { first, end, keys }: Omit<MixedPart, "key">,
): Code {
  const rows = js`${parts.runtime("rowsFrom")}(${first}, ${end})`;
  const list = js`[${keys.map((each) => emitCell(each))}]`;
  return emitIndexBy(parts, rows, { kind, constants: keys.flat(), list, first });
}
