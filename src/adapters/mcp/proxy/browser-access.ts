import type { IncomingMessage } from "node:http";

/** Which pages of browsers may speak to the proxy, and by which names. */
export interface BrowserAccess {
  /** Origins of pages: `https://chat.example.com`. */
  readonly origins: readonly string[];
  /**
   * Names by which the proxy is called, without ports; undefined for any. A page whose own name was made to lead here (DNS rebinding) calls it
   * by that name.
   */
  readonly hosts: readonly string[] | undefined;
}

/** The names of the machine itself. */
export const loopbackHosts: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Why a request is none that a page, or a program on this machine, may make; undefined if it may. */
export function problemOfOrigin({ headers }: IncomingMessage, access: BrowserAccess): string | undefined {
  const { origin, host = "" } = headers;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (access.hosts !== undefined && !access.hosts.includes(name)) return "this server has another name";
  if (origin !== undefined && !access.origins.includes(origin)) return "pages of this origin are not let in";
  return undefined;
}

/** What lets a browser hand the response to the page that asked. */
export function corsHeaders(
  { headers }: IncomingMessage,
  { origins }: BrowserAccess,
): ReadonlyMap<string, string> {
  const { origin } = headers;
  if (origin === undefined || !origins.includes(origin)) return new Map();
  return new Map([
    ["Access-Control-Allow-Origin", origin],
    ["Vary", "Origin"],
    ["Access-Control-Allow-Methods", "GET, POST, DELETE"],
    [
      "Access-Control-Allow-Headers",
      "Authorization, Content-Type, Mcp-Protocol-Version, Mcp-Session-Id, Last-Event-ID",
    ],
    ["Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate"],
  ]);
}
