import type { JSONRPCRequest } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { version } from "../../version.js";

/*
 * Revision 2026-07-28 of the protocol has no handshake: each request says in `_meta` what the client speaks, is and can do, and what a server
 * wants to know it answers instead of asking.
 */

const versionKey = "io.modelcontextprotocol/protocolVersion";
const clientInfoKey = "io.modelcontextprotocol/clientInfo";
const capabilitiesKey = "io.modelcontextprotocol/clientCapabilities";

/** What a client says of itself. Nobody has verified it. */
export interface ClientFacts {
  readonly info: unknown;
  readonly capabilities: unknown;
}

/** What the client says in a request without a handshake before it; undefined where the request is of an earlier revision. */
export function statelessClient({ params }: JSONRPCRequest): (ClientFacts & { version: string }) | undefined {
  const meta: unknown = params?._meta;
  if (!isJsonObject(meta)) return undefined;
  const spoken = meta[versionKey];
  if (typeof spoken !== "string") return undefined;
  return { version: spoken, info: meta[clientInfoKey], capabilities: meta[capabilitiesKey] };
}

/** The `_meta` of a request that the guard makes itself, in the version that its client speaks. */
export function statelessMeta(spoken: string | undefined): JsonObject {
  if (spoken === undefined) return {};
  return {
    _meta: {
      [versionKey]: spoken,
      [clientInfoKey]: { name: "polc", version },
      [capabilitiesKey]: {},
    },
  };
}

/** A result that the guard makes itself, in the form of the client's revision. */
export function completeResult(result: JsonObject, isStateless: boolean): JsonObject {
  return isStateless ? { resultType: "complete", ...result } : result;
}
