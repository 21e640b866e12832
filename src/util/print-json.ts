const width = 110;

/** JSON for people: what fits on a line stands on one. Ends with a line feed. */
export function printJson(value: unknown): string {
  return `${print(value, "", 0)}\n`;
}

/** `taken` is what else stands on the first line. */
function print(value: unknown, indent: string, taken: number): string {
  const flat = printFlat(value);
  if (typeof value !== "object" || value === null || indent.length + taken + flat.length <= width)
    return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((element) => `${inner}${print(element, inner, 1)}`)
    : Object.entries(value).map(([key, member]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${inner}${name}${print(member, inner, name.length + 1)}`;
      });
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function printFlat(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printFlat).join(", ")}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${printFlat(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
