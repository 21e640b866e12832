import { parseHost } from "./host.js";
import { parseDecimal } from "./ip.js";
import { lowerAscii } from "./text.js";

/** A URL in plain form. */
export interface Url {
  /** The whole text, normalised. */
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  /** The port given, or the scheme's default. */
  readonly port: number | undefined;
  readonly path: string;
}

/**
 * Reads an absolute URL with a host, and gives its plain form: scheme and host in lower case, no trailing dot, no default port,
 * `/` for an empty path. Query and fragment are kept as they are.
 *
 * Whatever two readers of URLs could take for different things is refused, not repaired: user information, backslash, control
 * character or white space anywhere; in the path dot segments, `%2e`, `%2f`, `%5c` and `%00`; a `%` without two digits; an empty
 * port. The platform's `URL` mends all of these, hence the reading by hand. Linear in the text.
 */
export function parseUrl(text: string): Url | undefined {
  const colon = text.indexOf("://");
  if (colon < 0 || !isUrlText(text)) return undefined;
  const scheme = lowerAscii(text.slice(0, colon));
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return undefined;
  const rest = text.slice(colon + 3);
  const pathEnd = Math.min(indexIn(rest, "?"), indexIn(rest, "#"));
  const authorityEnd = Math.min(indexIn(rest, "/"), pathEnd);
  const path = rest.slice(authorityEnd, pathEnd) || "/";
  if (!isUrlPath(path)) return undefined;
  const authority = parseAuthority(rest.slice(0, authorityEnd), defaultPort(scheme));
  if (authority === undefined) return undefined;
  const { host, port, suffix } = authority;
  return { text: `${scheme}://${host}${suffix}${path}${rest.slice(pathEnd)}`, scheme, host, port, path };
}

/** No lone surrogate, control character, white space or backslash, and every `%` followed by two digits. */
function isUrlText(text: string): boolean {
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    const isPlain = code > 32 && code < 127 && code !== 92 && code !== 37;
    if (!isPlain) return text.isWellFormed() && !/[\p{Cc}\s\\]|%(?![0-9A-Fa-f]{2})/u.test(text);
  }
  return true;
}

/** Where the first such character is, or the end of the text. */
function indexIn(text: string, character: string): number {
  const index = text.indexOf(character);
  return index < 0 ? text.length : index;
}

/** No segment `.` or `..`, and nothing that may become one, or a separator, further on. */
function isUrlPath(path: string): boolean {
  if (path.includes("%") && /%(?:2e|2f|5c|00)/i.test(path)) return false;
  return !path.includes("/.") || !/\/\.{1,2}(?:\/|$)/.test(path);
}

/** The port a scheme has when none is given. */
function defaultPort(scheme: string): number | undefined {
  switch (scheme) {
    case "http":
    case "ws":
      return 80;
    case "https":
    case "wss":
      return 443;
    case "ftp":
      return 21;
    default:
      return undefined;
  }
}

/** Reads `host` or `host:port`; `suffix` is the port as the plain form has it. */
function parseAuthority(
  text: string,
  standard: number | undefined,
): { host: string; port: number | undefined; suffix: string } | undefined {
  const colon = text.lastIndexOf(":");
  const given = colon > text.lastIndexOf("]");
  const host = parseHost(given ? text.slice(0, colon) : text);
  if (host === undefined) return undefined;
  if (!given) return { host, port: standard, suffix: "" };
  const port = parseDecimal(text.slice(colon + 1), 65535);
  if (port === undefined) return undefined;
  return { host, port, suffix: port === standard ? "" : `:${port}` };
}
