import { formatCidr, formatIp, type Ip, parseCidr, parseIp } from "../../runtime/ip.js";
import {
  formatDate,
  formatDuration,
  formatTime,
  parseDate,
  parseDuration,
  parseTime,
} from "../../runtime/time.js";
import type { Type } from "../../types/type.js";

/**
 * Values just beside one of the type, as JSON: one more and one less, the edges of what lists may hold, a text with a character more or
 * less, what merely starts or ends like a path or a host. Some may be outside of the type.
 */
export function nearValues(value: unknown, type: Type): readonly unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value - 1, value + 1];
  if (Array.isArray(value)) return nearLists(value);
  return typeof value === "string" ? nearTexts(value, type) : [];
}

/** None, each alone, one less, one twice. */
function nearLists(list: readonly unknown[]): readonly unknown[] {
  if (list.length === 0) return [];
  return [[], ...list.map((element) => [element]), list.slice(1), list.slice(0, -1), [...list, list[0]]];
}

function nearTexts(text: string, type: Type): readonly string[] {
  switch (type.kind) {
    case "Literals":
      return type.values.filter((value) => value !== text);
    case "Time":
      return shifted(parseTime(text), [1, 3_600_000, 86_400_000], formatTime);
    case "Date":
      return shifted(parseDate(text), [1, 7], formatDate);
    case "Duration":
      return shifted(parseDuration(text), [1, 60_000], formatDuration);
    case "Ip":
      return nearAddresses(parseIp(text));
    case "Cidr":
      return nearBlocks(text);
    case "Host":
      return nearHosts(text);
    case "Email":
      return nearEmails(text);
    case "Url":
      return nearUrls(text);
    case "Path":
      return [parentOf(text), `${text === "/" ? "" : text}/x`, `${text}x`, `/x${text}`];
    default:
      return nearStrings(text);
  }
}

function nearStrings(text: string): readonly string[] {
  const [first = ""] = text;
  return [
    text.slice(first.length),
    [...text].slice(0, -1).join(""),
    `${text}x`,
    `x${text}`,
    text.toUpperCase(),
    text.toLowerCase(),
  ].filter((near) => near !== text);
}

function shifted(
  value: number | undefined,
  steps: readonly number[],
  format: (value: number) => string,
): readonly string[] {
  return value === undefined ? [] : steps.flatMap((step) => [format(value - step), format(value + step)]);
}

function nearAddresses(address: Ip | undefined): readonly string[] {
  if (address === undefined) return [];
  const near = typeof address === "bigint" ? [address - 1n, address + 1n] : [address - 1, address + 1];
  return near.filter((each) => each >= 0).map((each) => formatIp(each));
}

/** The block around it, and the first half of it. */
function nearBlocks(text: string): readonly string[] {
  const block = parseCidr(text);
  if (block === undefined) return [];
  const { base, bits } = block;
  const width = typeof base === "bigint" ? 128 : 32;
  const wider = bits === 0 ? [] : [formatCidr({ base: masked(base, bits - 1), bits: bits - 1 })];
  return [...wider, ...(bits < width ? [formatCidr({ base, bits: bits + 1 })] : [])];
}

function masked(base: Ip, bits: number): Ip {
  if (typeof base === "bigint") return (base >> BigInt(128 - bits)) << BigInt(128 - bits);
  const size = 2 ** (32 - bits);
  return Math.floor(base / size) * size;
}

/** Below it, above it, and what ends or starts like it without being below it. */
function nearHosts(host: string): readonly string[] {
  const dot = host.indexOf(".");
  return [`x.${host}`, `x${host}`, `${host}.x`, ...(dot > 0 ? [host.slice(dot + 1)] : [])];
}

function nearEmails(email: string): readonly string[] {
  const at = email.lastIndexOf("@");
  const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
  return [`x${email}`, ...nearHosts(domain).map((host) => `${local}@${host}`)];
}

function nearUrls(text: string): readonly string[] {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#:]+)(:\d+)?(.*)$/i.exec(text);
  if (match === null) return [];
  const [, scheme = "", host = "", port = "", rest = ""] = match;
  return [
    ...nearHosts(host).map((near) => `${scheme}://${near}${port}${rest}`),
    `${scheme}://${host}:8443${rest}`,
    `${scheme === "https" ? "http" : "https"}://${host}${port}${rest}`,
    `${text}x`,
  ];
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}
