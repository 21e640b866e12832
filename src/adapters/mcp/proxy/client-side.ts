import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, JSONRPCRequest, RequestId } from "@modelcontextprotocol/sdk/types.js";

/** The transport to a client, which knows what the client waits for. */
export interface ClientSide {
  readonly transport: Transport;
  /** Whether a request of this id waits for its answer. */
  isOpen(id: RequestId): boolean;
  /** Resolves as soon as every request of the client is answered, or cancelled. */
  idle(): Promise<void>;
  /** Answers with an error whatever is open, and nobody will answer any more. */
  abandon(why: string): Promise<void>;
}

/**
 * Holds a client to one meaning for each id: a request whose id is open is refused before anybody sees it, so neither obligations nor
 * answers of two calls can be mixed up.
 */
export function clientSide(client: Transport): ClientSide {
  const state: ClientState = { open: new Set(), cancelled: new Set(), whenIdle: [] };
  const transport: Transport = {
    start: () => client.start(),
    close: () => client.close(),
    send: async (message, options) => {
      noteAnswer(message, state);
      await client.send(message, options);
      tellIdle(state);
    },
  };
  client.onmessage = (message, extra) => {
    if ("method" in message && "id" in message && isOpen(message.id, state)) refuseId(message, client);
    else {
      noteQuestion(message, state);
      transport.onmessage?.(message, extra);
    }
  };
  client.onclose = () => transport.onclose?.();
  client.onerror = (error) => transport.onerror?.(error);
  return {
    transport,
    isOpen: (id) => isOpen(id, state),
    idle: () => idle(state),
    abandon: async (message) => {
      const errors = [...state.open].map(
        (id) => ({ jsonrpc: "2.0", id, error: { code: gone, message } }) as const,
      );
      await Promise.all(errors.map((error) => transport.send(error).catch(() => {})));
    },
  };
}

/** What the SDK's client says of requests that a closed connection leaves open. */
const gone = -32000;

interface ClientState {
  readonly open: Set<RequestId>;
  /** Open, but nobody waits for them. */
  readonly cancelled: Set<RequestId>;
  whenIdle: (() => void)[];
}

function isOpen(id: RequestId, { open, cancelled }: ClientState): boolean {
  return open.has(id) || cancelled.has(id);
}

function refuseId({ id }: JSONRPCRequest, client: Transport): void {
  const error = { code: -32600, message: `the id ${JSON.stringify(id)} is in use` };
  client.send({ jsonrpc: "2.0", id, error }).catch(() => {});
}

function noteQuestion(message: JSONRPCMessage, state: ClientState): void {
  if (!("method" in message)) return;
  if ("id" in message) state.open.add(message.id);
  else if (message.method === "notifications/cancelled") noteCancelled(message.params?.requestId, state);
}

function noteCancelled(id: unknown, state: ClientState): void {
  if ((typeof id !== "string" && typeof id !== "number") || !state.open.delete(id)) return;
  state.cancelled.add(id);
  tellIdle(state);
}

function noteAnswer(message: JSONRPCMessage, state: ClientState): void {
  if ("method" in message || message.id === undefined) return;
  state.cancelled.delete(message.id);
  state.open.delete(message.id);
}

function tellIdle(state: ClientState): void {
  if (state.open.size > 0) return;
  for (const tell of state.whenIdle.splice(0)) tell();
}

async function idle(state: ClientState): Promise<void> {
  if (state.open.size > 0) await new Promise<void>((resolve) => state.whenIdle.push(resolve));
}
