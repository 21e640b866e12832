import type { TransportSendOptions } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, JSONRPCRequest, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { type Answer, answerClient, type Connection } from "./connection.js";
import { mayServerAsk } from "./methods.js";

/** Takes a message of the server: answers to what was forwarded, notifications, and what a server may ask for go on to the client. */
export async function sendFromServer(
  connection: Connection,
  message: JSONRPCMessage,
  options: TransportSendOptions | undefined,
): Promise<void> {
  if ("method" in message) {
    if ("id" in message && !mayServerAsk(message.method)) return refuse(connection, message);
    if (message.method === "notifications/tools/list_changed") connection.tools.invalidate();
    return connection.peers.toClient(message, options);
  }
  if (connection.askServer.takes(message) || message.id === undefined) return;
  return sendAnswer(
    connection,
    message.id,
    "error" in message ? { error: message.error } : { result: message.result },
  );
}

/** An answer to what was never asked, or was answered or cancelled before, is nobody's. */
function sendAnswer(connection: Connection, id: RequestId, answer: Answer): Promise<void> | undefined {
  const request = connection.requests.get(id);
  if (request?.isForwarded !== true) return undefined;
  request.isForwarded = false;
  if (request.cancelled.signal.aborted) {
    connection.requests.delete(id);
    return undefined;
  }
  const shown = request.onAnswer?.(answer) ?? answer;
  if (!(shown instanceof Promise)) return answerClient(connection, id, shown);
  return shown.then((settled) =>
    request.cancelled.signal.aborted ? undefined : answerClient(connection, id, settled),
  );
}

function refuse({ peers, tell }: Connection, { id, method }: JSONRPCRequest): void {
  tell({ kind: "message_refused", from: "server", method });
  peers.toServer({ jsonrpc: "2.0", id, error: { code: -32601, message: `Method not found: \`${method}\`` } });
}
