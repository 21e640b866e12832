import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";

/** A transport over HTTP that loses nothing which a server says unasked. */
export interface ListenedTransport {
  readonly transport: Transport;
  /** The client has opened a stream for what is said unasked, or has closed it. */
  setListening(listening: boolean): void;
}

/** How much is kept for a client that does not listen. */
const mostHeld = 1_000;

/**
 * Over HTTP a message that answers nothing goes to the stream that the client opened for such; the SDK drops it where there is none. Here it goes
 * with the newest open request then, or waits until there is one or the other. The oldest is dropped when too many wait.
 */
export function listenedTransport(client: Transport, tell: (problem: string) => void): ListenedTransport {
  const state: StreamState = { client, open: new Set(), held: [], listening: false, tell };
  const transport: Transport = {
    start: () => client.start(),
    close: () => client.close(),
    send: async (message, options) => {
      if (!("method" in message) || options?.relatedRequestId !== undefined) {
        if (!("method" in message) && message.id !== undefined) state.open.delete(message.id);
        await client.send(message, options);
      } else await sendUnasked(message, state);
    },
  };
  client.onmessage = (message, extra) => {
    if ("method" in message && "id" in message) state.open.add(message.id);
    void flush(state);
    transport.onmessage?.(message, extra);
  };
  client.onclose = () => transport.onclose?.();
  client.onerror = (error) => transport.onerror?.(error);
  const setListening = (listening: boolean) => {
    state.listening = listening;
    void flush(state);
  };
  return { transport, setListening };
}

interface StreamState {
  readonly client: Transport;
  /** The client's requests that have no answer, oldest first. */
  readonly open: Set<RequestId>;
  held: JSONRPCMessage[];
  listening: boolean;
  readonly tell: (problem: string) => void;
}

async function sendUnasked(message: JSONRPCMessage, state: StreamState): Promise<void> {
  const { client, open, held, listening, tell } = state;
  if (listening) return client.send(message);
  const newest = [...open].at(-1);
  if (newest !== undefined) return client.send(message, { relatedRequestId: newest });
  held.push(message);
  if (held.length > mostHeld) {
    held.shift();
    tell("client: it does not listen; the oldest message for it is dropped");
  }
}

/** What waited is sent, if there is a way now; else it waits on. */
async function flush(state: StreamState): Promise<void> {
  const { held, tell } = state;
  state.held = [];
  for (const message of held) {
    await sendUnasked(message, state).catch((error) => tell(`client: ${error.message}`));
  }
}
