import { parseEmail } from "../../runtime/email.js";
import { parseHost } from "../../runtime/host.js";
import { parseCidr, parseIp } from "../../runtime/ip.js";
import { parsePath } from "../../runtime/path.js";
import { parseDate, parseDuration, parseTime } from "../../runtime/time.js";
import { parseUrl } from "../../runtime/url.js";
import { literalFits } from "../../types/literal-fits.js";
import type { Type } from "../../types/type.js";
import type { TextKind } from "../sample-values.js";

const parsers: Readonly<Record<TextKind, (text: string) => unknown>> = {
  Time: parseTime,
  Date: parseDate,
  Duration: parseDuration,
  Ip: parseIp,
  Cidr: parseCidr,
  Url: parseUrl,
  Host: parseHost,
  Email: parseEmail,
  Path: parsePath,
};

/** Whether a text is of the type; other values are not looked at. */
export function fitsType(value: unknown, type: Type): boolean {
  if (typeof value !== "string") return true;
  if (type.kind === "String" || type.kind === "Literals") return literalFits(value, type);
  return !(type.kind in parsers) || parsers[type.kind as TextKind](value) !== undefined;
}
