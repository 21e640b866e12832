/**
 * The one text of a JSON value, whatever the order of its members and its layout were: as RFC 8785 (JSON Canonicalization Scheme) writes
 * it, members sorted by the UTF-16 code units of their names. Members that are undefined are left out. Numbers outside
 * JSON have texts of their own, so that no two values share one.
 *
 * @example
 * canonicalJson({ b: 1.0, a: [true, null] }) // {"a":[true,null],"b":1}
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) return canonicalObject(value);
  if (typeof value === "string") return JSON.stringify(value);
  return String(value ?? null);
}

function canonicalObject(object: object): string {
  const members = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}:${canonicalJson(value)}`);
  return `{${members.join(",")}}`;
}
