import { formatIp, type Ip, parseIp, parseIpv4 } from "./ip.js";
import { lowerAscii } from "./text.js";

/**
 * Reads the host of a URL and gives its plain form: ASCII labels (letters, digits, `-` inside, `_`) in lower case without the
 * trailing dot, a dotted quad, or `[v6]` as RFC 5952 writes it. An IPv4-mapped `[::ffff:a.b.c.d]` is the dotted quad, so a rule
 * on the one holds for the other. A name whose last label is a number is refused unless it is a dotted quad, since resolvers take
 * `127.1`, `0x7f.1` and `2130706433` for addresses.
 */
export function parseHost(text: string): string | undefined {
  if (text.startsWith("[")) return parseBracketedHost(text);
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  if (name.length > 253) return undefined;
  const host = lowerAscii(name);
  if (!hasHostLabels(host)) return undefined;
  return endsInNumber(host) && parseIpv4(host) === undefined ? undefined : host;
}

function parseBracketedHost(text: string): string | undefined {
  const ip = parseIp(text.slice(1, -1));
  // The inside must have been IPv6: "[1.2.3.4]" is nothing.
  if (ip === undefined || !text.endsWith("]") || !text.includes(":")) return undefined;
  return typeof ip === "number" ? formatIp(ip) : `[${formatIp(ip)}]`;
}

/** Whether each label has 1 to 63 letters, digits, `_` or, within, `-`. */
function hasHostLabels(host: string): boolean {
  let start = 0;
  for (let position = 0; position <= host.length; position += 1) {
    const code = position < host.length ? host.charCodeAt(position) : 46;
    if (code === 46) {
      const length = position - start;
      if (length < 1 || length > 63 || host.charCodeAt(position - 1) === 45) return false;
      start = position + 1;
    } else {
      const isInner = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
      if (!isInner && (code !== 45 || position === start)) return false;
    }
  }
  return true;
}

/** The test of the URL standard for what is meant as an IPv4 address. */
function endsInNumber(host: string): boolean {
  const start = host.lastIndexOf(".") + 1;
  const code = host.charCodeAt(start);
  return code >= 48 && code <= 57 && /^(?:[0-9]+|0x[0-9a-f]*)$/.test(host.slice(start));
}

/** Whether a host is `base` or below it, label by label. An address is only within itself. Both in plain form. */
export function hostWithin(host: string, base: string): boolean {
  if (host === base) return true;
  const start = host.length - base.length - 1;
  return start > 0 && host[start] === "." && host.endsWith(base) && hostIp(host) === undefined;
}

/** The address that a host in plain form is, if it is one. */
export function hostIp(host: string): Ip | undefined {
  return host.startsWith("[") ? parseIp(host.slice(1, -1)) : parseIpv4(host);
}
