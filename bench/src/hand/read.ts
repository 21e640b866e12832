/*
 * What every hand-written function here uses: the checks of a careful person, and no more of them than polc makes.
 */

/** A JSON object, as its properties. */
export type Properties = Readonly<Record<string, unknown>>;

/** Whether a value is an object with properties, and no array. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list of strings. */
export function isStrings(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let index = 0; index < value.length; index++) if (typeof value[index] !== "string") return false;
  return true;
}

/** The value of an IPv4 address in dotted decimals without leading zeros; -1 for any other text. */
export function parseIpv4(text: string): number {
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (digits === 0 || dots === 3) return -1;
      address = address * 256 + part;
      part = 0;
      digits = 0;
      dots++;
    } else {
      if (code < 48 || code > 57 || (digits > 0 && part === 0)) return -1;
      part = part * 10 + code - 48;
      digits++;
      if (part > 255) return -1;
    }
  }
  return dots === 3 && digits > 0 ? address * 256 + part : -1;
}
