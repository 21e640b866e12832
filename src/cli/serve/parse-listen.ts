import { isLoopback } from "../../adapters/authzen/metadata.js";

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** Whether this machine alone reaches it. */
  readonly isPrivate: boolean;
}

/**
 * The address that `text` is: a host and a port, or a port of this machine alone. Undefined if it is none.
 *
 * @example
 * parseListen("[::1]:8181") // { host: "::1", port: 8181, isPrivate: true }
 */
export function parseListen(text: string): ListenAddress | undefined {
  const [, host = "127.0.0.1", digits = ""] = /^(?:(\[[\da-fA-F:.]+\]|[\w.-]+):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === "" || port > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ""), port, isPrivate: isLoopback(host) };
}
