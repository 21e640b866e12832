import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type Connection, createConnection } from "./connection.js";
import { receiveFromClient } from "./from-client.js";
import { sendFromServer } from "./from-server.js";
import type { GuardOptions } from "./guard-options.js";

/**
 * The client's side of a connection, guarded. Each call of a tool is decided with its arguments, and what is refused is answered here; lists
 * of tools show what may be allowed; obligations are carried out. Whatever stands on the other side, a server in process or a pipe to
 * another one, sees only what it may do.
 *
 * @example
 * await server.connect(guardTransport(new StdioServerTransport(), { point, server: "files", caller: () => ({ subject }) }));
 */
export function guardTransport(client: Transport, options: GuardOptions): Transport {
  const connection = createConnection(options, {
    toClient: (message, sendOptions) => client.send(message, sendOptions),
    toServer: (message, extra) => guarded.onmessage?.(message, extra),
  });
  let unsubscribe: (() => void) | undefined;
  const guarded: Transport = {
    start: () => {
      client.onmessage = (message, extra) => receiveFromClient(connection, message, extra);
      client.onerror = (error) => guarded.onerror?.(error);
      client.onclose = () => {
        unsubscribe?.();
        close(connection);
        guarded.onclose?.();
      };
      unsubscribe = options.point.onChange(() => tellListChanged(connection));
      return client.start();
    },
    send: (message, sendOptions) => sendFromServer(connection, message, sendOptions),
    close: () => client.close(),
    get sessionId() {
      return client.sessionId;
    },
    setProtocolVersion: (version) => client.setProtocolVersion?.(version),
  };
  return guarded;
}

/** Another policy may show other tools. */
function tellListChanged({ hasTools, peers }: Connection): void {
  if (!hasTools) return;
  peers.toClient({ jsonrpc: "2.0", method: "notifications/tools/list_changed" }).catch(() => undefined);
}

function close({ askClient, askServer, requests }: Connection): void {
  for (const { cancelled } of requests.values()) cancelled.abort();
  requests.clear();
  askClient.close();
  askServer.close();
}
