import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type {
  JSONRPCErrorResponse,
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  JSONRPCResultResponse,
  RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject } from "../../../util/json-object.js";

/** What two joined transports tell while they are. */
export interface JoinListener {
  /** What went wrong without being anybody's answer, in one line. */
  readonly onProblem: (problem: string) => void;
}

type Answer = JSONRPCResultResponse | JSONRPCErrorResponse;

/**
 * Joins a client and a server: what one says the other hears, in order. An answer to nothing is dropped, and a request that cannot be
 * sent is answered with an error. That no id is open twice, and what becomes of requests whose server is gone, is for `clientSide` to see to.
 */
export async function joinTransports(
  client: Transport,
  server: Transport,
  listener: JoinListener,
): Promise<void> {
  const state: JoinState = { client, server, listener, open: new Map(), left: new Set(), asked: new Set() };
  client.onmessage = (message) => fromClient(message, state);
  server.onmessage = (message) => fromServer(message, state);
  client.onerror = ({ message }) => listener.onProblem(`client: ${message}`);
  server.onerror = ({ message }) => listener.onProblem(`server: ${message}`);
  await server.start();
  await client.start();
}

interface JoinState {
  readonly client: Transport;
  readonly server: Transport;
  readonly listener: JoinListener;
  /** The client's requests that the server has not answered, by id. */
  readonly open: Map<RequestId, JSONRPCRequest>;
  /** Those that the client cancelled: the server may answer them, or not. */
  readonly left: Set<RequestId>;
  /** The server's requests that the client has not answered. */
  readonly asked: Set<RequestId>;
}

function fromClient(message: JSONRPCMessage, state: JoinState): void {
  const { server, listener, asked } = state;
  if ("method" in message) {
    if ("id" in message) return ask(message, state);
    noteCancellation(message, state);
  } else if (message.id === undefined || !asked.delete(message.id)) {
    return listener.onProblem("client: an answer to nothing that the server asked");
  }
  server.send(message).catch((error) => listener.onProblem(`server: ${error.message}`));
}

function ask(request: JSONRPCRequest, state: JoinState): void {
  state.open.set(request.id, request);
  state.server
    .send(request)
    .catch((error) => giveUp(request, `the server cannot be reached: ${error.message}`, state));
}

/** What is cancelled need not be answered any more. */
function noteCancellation({ method, params }: JSONRPCNotification, { open, left }: JoinState): void {
  const id = method === "notifications/cancelled" ? params?.requestId : undefined;
  if (!isId(id) || !open.delete(id)) return;
  left.add(id);
}

function isId(value: unknown): value is RequestId {
  return typeof value === "string" || typeof value === "number";
}

function fromServer(message: JSONRPCMessage, state: JoinState): void {
  if (!("method" in message)) return answer(message, state);
  if ("id" in message) state.asked.add(message.id);
  const relatedRequestId = "id" in message ? undefined : requestOfProgress(message, state);
  pass(message, state, relatedRequestId);
}

function answer(message: Answer, state: JoinState): void {
  const { open, left, listener } = state;
  const { id } = message;
  const request = id === undefined ? undefined : open.get(id);
  if (id === undefined || request === undefined) {
    if (id === undefined || !left.delete(id))
      listener.onProblem("server: an answer to nothing that was asked");
    return;
  }
  open.delete(id);
  if (request.method === "initialize") noteVersion(message, state);
  pass(message, state);
}

/** Over HTTP the revision that was agreed upon is in a header of all that follows. */
function noteVersion(message: Answer, { server }: JoinState): void {
  if (!("result" in message)) return;
  const { protocolVersion } = message.result;
  if (typeof protocolVersion === "string") server.setProtocolVersion?.(protocolVersion);
}

/** Over HTTP, progress goes where the answer will. */
function requestOfProgress(
  { method, params }: JSONRPCNotification,
  { open }: JoinState,
): RequestId | undefined {
  if (method !== "notifications/progress") return undefined;
  for (const [id, request] of open) {
    const meta = request.params?._meta;
    if (isJsonObject(meta) && meta.progressToken === params?.progressToken) return id;
  }
  return undefined;
}

function pass(message: JSONRPCMessage, { client, listener }: JoinState, relatedRequestId?: RequestId): void {
  const options = relatedRequestId === undefined ? undefined : { relatedRequestId };
  client.send(message, options).catch((error) => listener.onProblem(`client: ${error.message}`));
}

/** The code is that with which the SDK's client ends what a closed connection leaves open. */
async function giveUp({ id }: JSONRPCRequest, message: string, { client, open }: JoinState): Promise<void> {
  if (!open.delete(id)) return;
  await client.send({ jsonrpc: "2.0", id, error: { code: -32000, message } }).catch(ignore);
}

function ignore(): void {}
