import type { JSONRPCRequest, MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import type { ClientRequest, Connection } from "./connection.js";
import type { GuardedCall } from "./guard-options.js";
import type { RoundTrip } from "./round-trip.js";
import type { ClientFacts } from "./stateless.js";
import type { ToolCatalogue } from "./tool-catalogue.js";

/** A call on its way through the guard. */
export interface Passage {
  readonly connection: Connection;
  readonly message: JSONRPCRequest;
  readonly request: ClientRequest;
  readonly extra: MessageExtraInfo | undefined;
  readonly call: GuardedCall;
  readonly tools: ToolCatalogue;
  readonly client: ClientFacts;
  /** What came back of earlier answers to the same call; undefined where the client holds a conversation. */
  readonly roundTrip: RoundTrip | undefined;
}
