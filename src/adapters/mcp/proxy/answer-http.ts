import type { IncomingMessage } from "node:http";
import { isInitializeRequest, type JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { canonicalJson } from "../../../util/canonical-json.js";
import type { Caller } from "../../enforcement/caller.js";
import { type BrowserAccess, corsHeaders, problemOfOrigin } from "./browser-access.js";
import { readBody, untilDone, webRequest } from "./http-body.js";
import type { HttpSessions, OwnedSession } from "./http-sessions.js";
import { challengeOf, metadataOf, metadataPath, type ProtectedResource } from "./protected-resource.js";
import { readClientFrame } from "./read-frame.js";
import { refuseHttp } from "./refuse-http.js";

/** What a request over HTTP is answered with. */
export interface HttpAnswering extends BrowserAccess {
  /** Where the protocol is spoken: `/mcp`. */
  readonly path: string;
  /** The longest body, in bytes. */
  readonly longestBody: number;
  /** Who sends a request, by its bearer token if it has one. */
  readonly authenticate: (token: string | undefined, request: IncomingMessage) => Promise<Authenticated>;
  /** What clients are told of where to get a token; undefined where none is wanted. */
  readonly resource?: ProtectedResource;
  readonly sessions: HttpSessions;
  /** `http://127.0.0.1:8931` */
  readonly origin: string;
}

/** Who sends a request, or why that is not known. */
export type Authenticated =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly status: 401 | 503; readonly message: string };

/** Answers a request over HTTP. What is refused gets an error of JSON-RPC, and never reaches a session. */
export async function answerHttp(request: IncomingMessage, answering: HttpAnswering): Promise<Response> {
  const problem = problemOfOrigin(request, answering);
  if (problem !== undefined) return refuseHttp(403, problem);
  const response = await answerPath(request, answering);
  for (const [name, value] of corsHeaders(request, answering)) response.headers.set(name, value);
  return response;
}

async function answerPath(request: IncomingMessage, answering: HttpAnswering): Promise<Response> {
  const { resource, path, origin } = answering;
  if (!URL.canParse(request.url ?? "", origin)) return refuseHttp(400, "this is no address");
  const { pathname } = new URL(request.url ?? "", origin);
  if (request.method === "OPTIONS") return new Response(null, { status: 204 });
  if (pathname === "/healthz") return new Response("ok\n");
  if (resource !== undefined && pathname === metadataPath(resource))
    return Response.json(metadataOf(resource));
  if (pathname !== path) return refuseHttp(404, `there is nothing here: the server is at ${path}`);
  return answerProtocol(request, answering);
}

async function answerProtocol(request: IncomingMessage, answering: HttpAnswering): Promise<Response> {
  const token = bearerToken(request);
  const authenticated = await answering.authenticate(token, request);
  if (!authenticated.ok) {
    const { status, message } = authenticated;
    const error = token === undefined ? undefined : message;
    return refuseHttp(status, message, status === 401 ? challengeOf(answering.resource, error) : {});
  }
  const { caller } = authenticated;
  if (request.method !== "POST") return passOn(request, undefined, caller, answering);
  const body = await readBody(request, answering.longestBody);
  if (body === undefined)
    return refuseHttp(413, `a body is UTF-8, of at most ${answering.longestBody} bytes`);
  const frame = readClientFrame(body);
  if (!frame.ok) return refuseHttp(400, frame.problem, {}, frame);
  return passOn(request, frame.message, caller, answering);
}

function bearerToken({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
}

/** To the session that the request names, or to a new one if it begins one. */
async function passOn(
  request: IncomingMessage,
  message: JSONRPCMessage | undefined,
  caller: Caller,
  answering: HttpAnswering,
): Promise<Response> {
  const found = await sessionFor(request, message, caller, answering.sessions);
  if (found instanceof Response) return found;
  const { session, use } = found;
  if (message !== undefined && "method" in message && "id" in message && session.isOpen(message.id)) {
    return refuseHttp(
      400,
      `the id ${JSON.stringify(message.id)} is in use`,
      {},
      { code: -32600, id: message.id },
    );
  }
  const auth = { token: "", clientId: "", scopes: [], extra: { caller } };
  const isOver = use();
  try {
    const response = await session.answer(webRequest(request, answering.origin), message, auth);
    // Of a session that did not begin nobody knows the id.
    if (isInitializeRequest(message) && !session.hasBegun()) await session.close();
    return untilDone(response, isOver);
  } catch (error) {
    isOver();
    throw error;
  }
}

async function sessionFor(
  { headers }: IncomingMessage,
  message: JSONRPCMessage | undefined,
  caller: Caller,
  sessions: HttpSessions,
): Promise<OwnedSession | Response> {
  const id = headers["mcp-session-id"];
  const owner = ownerOf(caller);
  if (typeof id === "string") return sessions.find(id, owner) ?? refuseHttp(404, "there is no such session");
  if (!isInitializeRequest(message))
    return refuseHttp(400, "a session begins with `initialize`; then the header `Mcp-Session-Id` names it");
  try {
    return (
      (await sessions.open(owner)) ?? refuseHttp(503, "there are too many sessions", { "Retry-After": "10" })
    );
  } catch {
    // Why is for the operator, who was told.
    return refuseHttp(502, "the server cannot be reached");
  }
}

/** Whose session it is: the principals, by type and id. */
function ownerOf({ subject, actor }: Caller): string {
  const keys = [subject, actor].map((party) => (party === undefined ? null : [party.type, party.id]));
  return canonicalJson(keys);
}
