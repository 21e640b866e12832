import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { FetchLike, Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { untilDone } from "./http-body.js";
import type { UpstreamConnection } from "./upstream.js";

/** A server over Streamable HTTP. */
export interface HttpEndpoint {
  readonly url: URL;
  /** Of each request to it: what proves who the proxy is. Nothing of what its clients send is added. */
  readonly headers: Headers;
}

/** How long an answer may come after the stream that it belongs to has ended, in milliseconds: soon, or after the client has resumed it. */
const patience = { plain: 1_000, resumed: 60_000 };

/**
 * Connects to a server over Streamable HTTP. Where the SDK is silent, since the stream of an answer ended without it, the request is answered with
 * an error.
 */
export function connectHttp({ url, headers }: HttpEndpoint): UpstreamConnection {
  const unanswered = new Set<RequestId>();
  let end = (_: string) => {};
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  const lose = (id: RequestId) => {
    const error = { code: -32000, message: "the server ended the answer before it was whole" };
    if (unanswered.delete(id)) transport.onmessage?.({ jsonrpc: "2.0", id, error });
  };
  const http = new StreamableHTTPClientTransport(url, {
    requestInit: { headers },
    fetch: watchedFetch(lose),
  });
  const transport: Transport = {
    start: () => http.start(),
    close: () => http.close(),
    setProtocolVersion: (version) => http.setProtocolVersion(version),
    send: async (message) => {
      if (isRequest(message)) unanswered.add(message.id);
      await http.send(message).catch((error) => {
        if (isSessionGone(error)) end("the server has ended the session");
        throw error;
      });
    },
  };
  http.onmessage = (message) => {
    if (!("method" in message) && message.id !== undefined) unanswered.delete(message.id);
    transport.onmessage?.(message);
  };
  http.onerror = (error) => transport.onerror?.(error);
  const stop = async () => {
    end("the connection to the server is closed");
    await http.terminateSession().catch(() => undefined);
    await http.close();
  };
  return { transport, ended, endInput: () => {}, stop };
}

function isRequest(message: JSONRPCMessage): message is JSONRPCMessage & { readonly id: RequestId } {
  return "method" in message && "id" in message;
}

/** By the protocol, 404 says that a session is over. */
function isSessionGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === 404;
}

/** `fetch`, which tells of each request whose stream has ended, a while after. */
function watchedFetch(lose: (id: RequestId) => void): FetchLike {
  return async (url, init) => {
    const response = await fetch(url, init);
    const id = typeof init?.body === "string" ? JSON.parse(init.body).id : undefined;
    const isStream = response.headers.get("content-type")?.includes("text/event-stream") === true;
    return id === undefined || !isStream ? response : watched(response, () => lose(id));
  };
}

/** The same response. One whose events have ids can be resumed when it ends, and the SDK does so. */
function watched(response: Response, onLost: () => void): Response {
  const decoder = new TextDecoder();
  let isResumable = false;
  const onDone = () => {
    setTimeout(onLost, isResumable ? patience.resumed : patience.plain).unref();
  };
  return untilDone(response, onDone, (chunk) => {
    isResumable ||= /^id:/m.test(decoder.decode(chunk, { stream: true }));
  });
}
