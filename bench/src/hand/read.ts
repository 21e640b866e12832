/*
 * What every hand-written function here uses: the checks of a careful person, as many as polc makes and no more.
 */

/** A JSON object, as its properties. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a user asks for, once its outer form is checked. */
export interface Call {
  readonly subject: {
    readonly id: string;
    readonly properties: Properties;
    readonly ancestors?: unknown;
  };
  readonly action: { readonly name: string; readonly properties: Properties };
  readonly context?: unknown;
}

/** Whether a request is a user's call of some tool. */
export function isCall(request: unknown): request is Call {
  if (!isObject(request)) return false;
  for (const name in request) {
    if (name !== "subject" && name !== "action" && name !== "resource" && name !== "context") return false;
  }
  const { subject, action } = request;
  if (!isObject(subject) || !isObject(action)) return false;
  const { id } = subject;
  return (
    subject.type === "User" &&
    isText(id) &&
    id !== "" &&
    isObject(subject.properties) &&
    isText(action.name) &&
    isObject(action.properties)
  );
}

/** Whether a value is an object with properties, and no array. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is text: a lone surrogate, as JSON can spell, is none. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

/** Whether a value is a list of texts. */
export function isStrings(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (let index = 0; index < value.length; index++) if (!isText(value[index])) return false;
  return true;
}

/** Whether a value is an integer between bounds. */
export function isInteger(value: unknown, from: number, to: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to;
}

/** What a caller is in. */
export interface Ancestor {
  readonly type: string;
  readonly id: string;
}

/** Whether a value is a list of entities. */
export function areAncestors(value: unknown): value is readonly Ancestor[] {
  if (!Array.isArray(value)) return false;
  for (let index = 0; index < value.length; index++) {
    const entity: unknown = value[index];
    if (!isObject(entity) || !isText(entity.type) || !isText(entity.id)) return false;
  }
  return true;
}

/** The address of the caller; -1 where it is no IPv4 address. */
export function readIp(context: unknown): number {
  if (!isObject(context)) return -1;
  const { ip } = context;
  return typeof ip === "string" ? parseIpv4(ip) : -1;
}

/** The value of an IPv4 address in four decimals without leading zeros; -1 for any other text. */
export function parseIpv4(text: string): number {
  let address = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === dot) {
      if (digits === 0 || dots === 3) return -1;
      address = address * 256 + part;
      part = 0;
      digits = 0;
      dots++;
    } else {
      if (code < zero || code > nine || (digits > 0 && part === 0)) return -1;
      part = part * 10 + code - zero;
      digits++;
      if (part > 255) return -1;
    }
  }
  return dots === 3 && digits > 0 ? address * 256 + part : -1;
}

const dot = 46;
const zero = 48;
const nine = 57;
