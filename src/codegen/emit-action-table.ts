import { type Code, indented, js, lines, literal } from "./code.js";
import type { ModuleParts } from "./module-parts.js";

/** An action's name, and what it leads to. */
export interface ActionEntry {
  readonly action: string;
  readonly code: Code;
}

/** Emits what leads from an action's name to the action: comparisons where they are few, which are made sooner than a look-up. */
export function emitActionTable(parts: ModuleParts, name: Code, entries: readonly ActionEntry[]): Code {
  return entries.length <= fewActions ? emitComparing(parts, name, entries) : emitMap(name, entries);
}

const fewActions = 8;

function emitMap(name: Code, entries: readonly ActionEntry[]): Code {
  const rows = entries.map(({ action, code }) => js`[${literal(action)}, ${code}],`);
  return lines([js`const ${name} = new Map([`, indented(lines(rows)), js`]);`]);
}

function emitComparing({ names }: ModuleParts, name: Code, entries: readonly ActionEntry[]): Code {
  const named = entries.map((entry) => ({
    ...entry,
    constant: names.name(`action ${entry.action}`, `action_${entry.action}`),
  }));
  const cases = named.map(({ action, constant }) => js`case ${literal(action)}: return ${constant};`);
  const choice = [js`switch (name) {`, indented(lines([...cases, js`default: return undefined;`])), js`}`];
  return lines([
    ...named.map(({ constant, code }) => js`const ${constant} = ${code};`),
    js`const ${name} = {`,
    indented(lines([js`get(name) {`, indented(lines(choice)), js`},`])),
    js`};`,
  ]);
}
