import type { ToolDefinition } from "../../../src/importers/mcp/tool-digest.js";

/**
 * Copies of `tool`, each with one string, number or member's name changed by one character: at the place in it that `place` says, a
 * character more.
 */
export function* singleEdits(tool: ToolDefinition, place: number): Generator<ToolDefinition> {
  for (const edited of editsOf(tool, place)) yield edited as ToolDefinition;
}

function* editsOf(value: unknown, place: number): Generator<unknown> {
  if (typeof value === "string") yield lengthened(value, place);
  // A digit more or less may be lost in a number with sixteen of them; its sign never is.
  if (typeof value === "number") yield value === 0 ? 1 : -value;
  if (typeof value === "boolean") yield !value;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries())
      for (const edited of editsOf(each, place)) yield value.with(index, edited);
  } else if (typeof value === "object" && value !== null) yield* memberEdits(Object.entries(value), place);
}

type Member = readonly [name: string, value: unknown];

function* memberEdits(members: readonly Member[], place: number): Generator<unknown> {
  for (const [index, [name, value]] of members.entries()) {
    for (const edited of editsOf(value, place)) yield Object.fromEntries(members.with(index, [name, edited]));
    const renamed = lengthened(name, place);
    // Another member may be called so: then it would be a name less.
    if (!members.some(([other]) => other === renamed))
      yield Object.fromEntries(members.with(index, [renamed, value]));
  }
}

function lengthened(text: string, place: number): string {
  const at = place % (text.length + 1);
  return `${text.slice(0, at)}~${text.slice(at)}`;
}
