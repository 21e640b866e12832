import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";

/** A connection to the server that is protected. */
export interface UpstreamConnection {
  readonly transport: Transport;
  /** Resolves when the server is gone, with how it went, for people. */
  readonly ended: Promise<string>;
  /** The client will send no more; what is under way is still answered. */
  endInput(): void;
  /** Ends the connection, and the server if it was started here. Resolves when it is gone. */
  stop(): Promise<void>;
}
