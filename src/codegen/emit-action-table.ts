import { type Code, indented, js, lines, literal } from "./code.js";
import { emitColumn } from "./emit-column.js";
import { emitHash } from "./emit-hash.js";
import { emitPlace } from "./emit-place.js";
import { type HashedNames, hashNames, shiftsOf } from "./hash-names.js";
import type { ModuleParts } from "./module-parts.js";
import { inPlaces, type PlacedTexts, placeTexts } from "./place-texts.js";

/** An action's name, and what it leads to. */
export interface ActionEntry {
  readonly action: string;
  readonly code: Code;
}

/**
 * Emits what leads from an action's name to the action: one comparison with the only name that it can be, by its last character where they
 * are few, and by a hash of a few of its characters. Both are done sooner than a look-up in a `Map`, which hashes all of them.
 */
export function emitActionTable(parts: ModuleParts, name: Code, entries: readonly ActionEntry[]): Code {
  if (entries.length > fewActions) return emitMany(parts, name, entries);
  const placed = entries.length > 1 ? placeTexts(entries.map(({ action }) => action)) : undefined;
  const named = entries.map((entry) => ({
    ...entry,
    constant: parts.names.name(`action ${entry.action}`, `action_${entry.action}`),
  }));
  const getter = placed === undefined ? emitComparing(named) : emitPlaced(parts, named, placed);
  return lines([
    ...named.map(({ constant, code }) => js`const ${constant} = ${code};`),
    emitGetter(name, getter),
  ]);
}

const fewActions = 8;

function emitMany(parts: ModuleParts, name: Code, entries: readonly ActionEntry[]): Code {
  const hashed = hashNames(entries.map(({ action }) => action));
  return hashed === undefined ? emitMap(name, entries) : emitGetter(name, emitHashed(parts, entries, hashed));
}

function emitMap(name: Code, entries: readonly ActionEntry[]): Code {
  const rows = entries.map(({ action, code }) => js`[${literal(action)}, ${code}],`);
  return lines([js`const ${name} = new Map([`, indented(lines(rows)), js`]);`]);
}

/** An action that is a constant of the module. */
interface NamedEntry extends ActionEntry {
  readonly constant: Code;
}

/** Statements that give the action with a `name`, and what they name. */
interface Getter {
  readonly columns: readonly Code[];
  readonly statements: readonly Code[];
}

function emitGetter(name: Code, { columns, statements }: Getter): Code {
  return lines([
    ...columns,
    js`const ${name} = {`,
    indented(lines([js`get(name) {`, indented(lines(statements)), js`},`])),
    js`};`,
  ]);
}

function emitComparing(entries: readonly NamedEntry[]): Getter {
  const cases = entries.map(({ action, constant }) => js`case ${literal(action)}: return ${constant};`);
  const choice = [js`switch (name) {`, indented(lines([...cases, js`default: return undefined;`])), js`}`];
  return { columns: [], statements: choice };
}

function emitPlaced(parts: ModuleParts, entries: readonly NamedEntry[], placed: PlacedTexts): Getter {
  const actions = emitColumn(inPlaces(placed, entries).map((entry) => entry?.constant ?? js`undefined`));
  const { columns, comparison } = emitComparison(parts, inPlaces(placed, entries), actions);
  return {
    columns,
    statements: [
      isNoText,
      js`const place = ${emitPlace(js`name`, literal(placed.factor), literal(placed.size - 1))};`,
      comparison,
    ],
  };
}

function emitHashed(parts: ModuleParts, entries: readonly ActionEntry[], hashed: HashedNames): Getter {
  const cells = inPlaces(hashed, entries);
  const rows = cells.map((entry) => js`${entry?.code ?? js`undefined`},`);
  const { columns, comparison } = emitComparison(parts, cells, lines([js`[`, indented(lines(rows)), js`]`]));
  const steps = parts.names.name("column of steps of actions", "action_steps");
  const shifts = shiftsOf(hashed);
  const array = hashed.size > 256 ? js`Uint16Array` : js`Uint8Array`;
  return {
    columns: [
      ...columns,
      js`const ${steps} = new ${array}(${emitColumn(hashed.steps.map((step) => literal(step)))});`,
    ],
    statements: [
      ...emitHash(js`name`, hashed.hash),
      js`const place = ${steps}[hash >>> ${shifts.bucket}] ^ ((hash >>> ${shifts.place}) & ${hashed.size - 1});`,
      comparison,
    ],
  };
}

const isNoText = js`if (typeof name !== "string") return undefined;`;

/** What compares the name with that in its place. */
function emitComparison(
  { names }: ModuleParts,
  cells: readonly (ActionEntry | undefined)[],
  placed: Code,
): { readonly columns: readonly Code[]; readonly comparison: Code } {
  const texts = names.name("column of action names", "action_names");
  const actions = names.name("column of actions", "placed_actions");
  return {
    columns: [
      js`const ${texts} = ${emitColumn(cells.map((entry) => literal(entry?.action ?? "")))};`,
      js`const ${actions} = ${placed};`,
    ],
    comparison: js`return name === ${texts}[place] ? ${actions}[place] : undefined;`,
  };
}
