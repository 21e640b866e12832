import type {
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  MessageExtraInfo,
} from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject } from "../../util/json-object.js";
import { callTool } from "./call-tool.js";
import { type Answer, answerClient, type ClientRequest, type Connection } from "./connection.js";
import { listTools } from "./list-tools.js";
import { shownCapabilities } from "./methods.js";
import { statelessClient } from "./stateless.js";

/** Takes a message of the client: what policy has nothing against goes on to the server. */
export function receiveFromClient(
  connection: Connection,
  message: JSONRPCMessage,
  extra: MessageExtraInfo | undefined,
): void {
  if (!("method" in message)) {
    if (!connection.askClient.takes(message)) connection.peers.toServer(message, extra);
  } else if ("id" in message) receiveRequest(connection, message, extra);
  else receiveNotification(connection, message, extra);
}

function receiveNotification(
  connection: Connection,
  message: JSONRPCNotification,
  extra: MessageExtraInfo | undefined,
): void {
  const { method, params } = message;
  // A call without an id is still a call, to a server that does not look.
  if (!method.startsWith("notifications/"))
    return connection.tell({ kind: "message_refused", from: "client", method });
  const id = method === "notifications/cancelled" ? params?.requestId : undefined;
  if (typeof id !== "string" && typeof id !== "number") return connection.peers.toServer(message, extra);
  const request = connection.requests.get(id);
  request?.cancelled.abort();
  // What the server has it may still answer: until then the id is not for another call, whose obligations are others.
  if (request?.isForwarded === true) connection.peers.toServer(message, extra);
  else connection.requests.delete(id);
}

function receiveRequest(
  connection: Connection,
  message: JSONRPCRequest,
  extra: MessageExtraInfo | undefined,
): void {
  const { id, method } = message;
  connection.statelessVersion = statelessClient(message)?.version ?? connection.statelessVersion;
  // An answer would settle the request that has the id already.
  if (connection.requests.has(id))
    return connection.tell({ kind: "message_refused", from: "client", method });
  const request: ClientRequest = { isForwarded: false, cancelled: new AbortController() };
  connection.requests.set(id, request);
  if (method === "tools/call") callTool(connection, message, request, extra);
  else if (method === "tools/list") listTools(connection, message, request, extra);
  else if (method === "initialize") initialize(connection, message, request, extra);
  else if (method === "server/discover") discover(connection, message, request, extra);
  else if (connection.forwarded.has(method)) forward(connection, message, request, extra);
  else refuseMethod(connection, message);
}

function forward(
  { peers }: Connection,
  message: JSONRPCRequest,
  request: ClientRequest,
  extra: MessageExtraInfo | undefined,
): void {
  request.isForwarded = true;
  peers.toServer(message, extra);
}

/** Notes what the client says of itself, and shows it no more of the server than it may use. */
function initialize(
  connection: Connection,
  message: JSONRPCRequest,
  request: ClientRequest,
  extra: MessageExtraInfo | undefined,
): void {
  connection.client = { info: message.params?.clientInfo, capabilities: message.params?.capabilities };
  request.onAnswer = (answer) => shownServer(connection, answer);
  forward(connection, message, request, extra);
}

/** How a client without a handshake finds out what there is. */
function discover(
  connection: Connection,
  message: JSONRPCRequest,
  request: ClientRequest,
  extra: MessageExtraInfo | undefined,
): void {
  request.onAnswer = (answer) => shownServer(connection, answer);
  forward(connection, message, request, extra);
}

function shownServer(connection: Connection, answer: Answer): Answer {
  if ("error" in answer) return answer;
  const capabilities = shownCapabilities(answer.result.capabilities, connection.forwarded);
  connection.hasTools = isJsonObject(capabilities.tools);
  return { result: { ...answer.result, capabilities } };
}

function refuseMethod(connection: Connection, { id, method }: JSONRPCRequest): void {
  connection.tell({ kind: "message_refused", from: "client", method });
  const error = {
    code: methodNotFound,
    message: `Method not found: the policy does not let \`${method}\` pass`,
  };
  answerClient(connection, id, { error }).catch(() => undefined);
}

/** JSON-RPC 2.0 §5.1. */
const methodNotFound = -32601;
