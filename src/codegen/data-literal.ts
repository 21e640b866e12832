import { type Code, js, literal } from "./code.js";

/** Plain data as a literal. */
export function dataLiteral(value: unknown): Code {
  if (Array.isArray(value)) return js`[${value.map(dataLiteral)}]`;
  if (typeof value !== "object" || value === null) return literal(scalarOf(value));
  const members = Object.entries(value).map(([name, member]) => js`${literal(name)}: ${dataLiteral(member)}`);
  return js`{ ${members} }`;
}

function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
