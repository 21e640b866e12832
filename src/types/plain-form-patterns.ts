import type { TypeKind } from "./type.js";

/** The types that are a text with a grammar. */
export type PlainFormKind = Extract<
  TypeKind,
  "Time" | "Date" | "Duration" | "Ip" | "Cidr" | "Url" | "Host" | "Email" | "Path"
>;

/*
 * The plain forms as regular expressions (ECMAScript with the `u` flag). None refuses what is in plain form; what some accept beyond it is
 * told in docs/json-schema.md. Compare the parsers of runtime/, which share nothing with them.
 */

const hex = "[0-9A-Fa-f]";

// ── times ──

/** Divisible by 4 but not by 100, or by 400. */
const leapYear = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const longMonth = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
const shortMonth = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
const february = "02-(?:0[1-9]|1[0-9]|2[0-8])";
const date = `(?:[0-9]{4}-(?:${longMonth}|${shortMonth}|${february})|${leapYear}-02-29)`;
const clock = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
const time = `${date}[Tt]${clock}:[0-5][0-9](?:\\.[0-9]{1,3})?(?:[Zz]|[+-]${clock})`;

/** Only the last number may have a fraction. */
const fraction = "[0-9]+(?:\\.[0-9]+)?";
const hours = `${fraction}H|(?:[0-9]+H)?${fraction}M|(?:[0-9]+H)?(?:[0-9]+M)?${fraction}S`;
const duration = `-?P(?:${fraction}D|(?:[0-9]+D)?T(?:${hours}))`;

// ── networks ──

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const group = `(?:0|[1-9A-Fa-f]${hex}{0,3})`;

/** `groups` groups and the end, or with `::` for one of them at least. */
function ipv6Ending(groups: number, end: string): string {
  const most = groups - 1;
  const compressed = Array.from({ length: most + 1 }, (_, index) => {
    const before = index === 0 ? ":" : `(?:${group}:){1,${index}}`;
    return `${before}(?::${group}){0,${most - index}}:`;
  });
  return `(?:${[`(?:${group}:){${groups}}`, ...compressed].join("|")})${end}`;
}

const ipv6 = `(?:${ipv6Ending(7, group)}|${ipv6Ending(6, ipv4)}|(?:${group}:){1,7}:|::)`;
const ip = `(?:${ipv4}|${ipv6})`;
const cidr = `(?:${ipv4}/(?:3[0-2]|[12]?[0-9])|${ipv6}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))`;

// ── hosts ──

const label = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

/** At most 253 characters, a trailing dot aside. */
const shortEnough = "(?![A-Za-z0-9_.-]{253}(?:[A-Za-z0-9_-]|\\.[A-Za-z0-9_.-]))";
/** The last label is no number, which resolvers take for an address. */
const noNumber = `(?!(?:[0-9]+|0[Xx]${hex}*)\\.?(?![A-Za-z0-9_.-]))`;
const domain = `${shortEnough}(?:${label}\\.)*${noNumber}${label}\\.?`;
const host = `(?:${ipv4}\\.?|\\[${ipv6}\\]|${domain})`;

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const email = `${atom}(?:\\.${atom})*@${domain}`;

// ── URLs and paths ──

const port = "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}|0)";
/** Neither a control character nor white space nor a backslash; `%` only before two digits. */
const forbidden = "\\u0000-\\u001f\\u007f-\\u009f\\s\\\\%";
/** Nothing that may become a separator or a dot further on. */
const encoded = `%(?!2[EeFf]|5[Cc]|00)${hex}{2}`;
const segment = `(?!\\.{1,2}(?:[/?#]|$))(?:[^${forbidden}/?#]|${encoded})*`;
const rest = `(?:[?#](?:[^${forbidden}]|%${hex}{2})*)?`;
const url = `[A-Za-z][A-Za-z0-9+.-]*://${host}(?::${port})?(?:/${segment})*${rest}`;

/** A drive letter, unless `..` below it leads elsewhere. */
const drive = "/(?:\\.{0,2}/)*[A-Za-z]:(?:$|/(?!(?:[\\s\\S]*/)?\\.\\.(?:/|$)))";
const path = `(?!${drive})/[^\\u0000\\\\]*`;

/** For each plain form what it is, in words and as a pattern for the whole text. */
export const plainForms: Readonly<
  Record<
    PlainFormKind,
    { readonly description: string; readonly pattern: string; readonly maxLength?: number }
  >
> = {
  Time: form("An instant as RFC 3339 writes it, with offset, at most milliseconds.", time),
  Date: form("A date, `2026-11-21`.", date),
  Duration: {
    ...form("A duration of ISO 8601 in days, hours, minutes and seconds; whole milliseconds.", duration),
    // A longer one is beyond the safe integers, or padded.
    maxLength: 60,
  },
  Ip: form("An IPv4 or IPv6 address, without zone.", ip),
  Cidr: form("A block of IPv4 or IPv6 addresses, without bits after its length.", cidr),
  Url: form("An absolute URL with a host, without user information, dot segments or backslashes.", url),
  Host: form("A host name, a dotted quad, or an IPv6 address in brackets.", host),
  Email: form("An e-mail address: a dot-atom, `@`, a domain name.", email),
  Path: form("An absolute POSIX path.", path),
};

function form(description: string, body: string): { description: string; pattern: string } {
  return { description, pattern: `^${body}$` };
}
