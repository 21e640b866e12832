import { type Code, indented, js, lines, literal } from "./code.js";
import { emitColumn } from "./emit-column.js";
import { emitPlace } from "./emit-place.js";
import type { ModuleParts } from "./module-parts.js";
import { inPlaces, type PlacedTexts, placeTexts } from "./place-texts.js";

/** An action's name, and what it leads to. */
export interface ActionEntry {
  readonly action: string;
  readonly code: Code;
}

/**
 * Emits what leads from an action's name to the action: where they are few, one comparison with the only name that it can be, which is
 * made sooner than a look-up.
 */
export function emitActionTable(parts: ModuleParts, name: Code, entries: readonly ActionEntry[]): Code {
  if (entries.length > fewActions) return emitMap(name, entries);
  const placed = entries.length > 1 ? placeTexts(entries.map(({ action }) => action)) : undefined;
  const named = entries.map((entry) => ({
    ...entry,
    constant: parts.names.name(`action ${entry.action}`, `action_${entry.action}`),
  }));
  const getter = placed === undefined ? emitComparing(named) : emitPlaced(parts, named, placed);
  return lines([
    ...named.map(({ constant, code }) => js`const ${constant} = ${code};`),
    ...getter.columns,
    js`const ${name} = {`,
    indented(lines([js`get(name) {`, indented(lines(getter.statements)), js`},`])),
    js`};`,
  ]);
}

const fewActions = 8;

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

function emitComparing(entries: readonly NamedEntry[]): Getter {
  const cases = entries.map(({ action, constant }) => js`case ${literal(action)}: return ${constant};`);
  const choice = [js`switch (name) {`, indented(lines([...cases, js`default: return undefined;`])), js`}`];
  return { columns: [], statements: choice };
}

function emitPlaced({ names }: ModuleParts, entries: readonly NamedEntry[], placed: PlacedTexts): Getter {
  const cells = inPlaces(placed, entries);
  const texts = names.name("column of action names", "action_names");
  const actions = names.name("column of actions", "placed_actions");
  return {
    columns: [
      js`const ${texts} = ${emitColumn(cells.map((entry) => literal(entry?.action ?? "")))};`,
      js`const ${actions} = ${emitColumn(cells.map((entry) => entry?.constant ?? js`undefined`))};`,
    ],
    statements: [
      js`if (typeof name !== "string") return undefined;`,
      js`const place = ${emitPlace(js`name`, literal(placed.factor), literal(placed.size - 1))};`,
      js`return name === ${texts}[place] ? ${actions}[place] : undefined;`,
    ],
  };
}
