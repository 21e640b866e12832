import type { AuthInfo } from "@modelcontextprotocol/sdk/server/auth/types.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { clientSide } from "./client-side.js";
import { untilDone } from "./http-body.js";
import { joinTransports } from "./join-transports.js";
import { listenedTransport } from "./standalone-stream.js";
import type { UpstreamConnection } from "./upstream.js";

/** What a session needs. */
export interface HttpSessionOptions {
  readonly id: string;
  readonly connect: () => Promise<UpstreamConnection>;
  /** What decides, for this client. */
  readonly guard: (client: Transport) => Transport;
  readonly tell: (line: string) => void;
  /** The session has ended, whoever ended it. */
  readonly onClose: () => void;
}

/** One client over HTTP, with a connection of its own to the server. */
export interface HttpSession {
  /** Answers a request; for a POST with the message that was its body. */
  answer(request: Request, message: JSONRPCMessage | undefined, auth: AuthInfo): Promise<Response>;
  /** Whether its client was told of it. */
  hasBegun(): boolean;
  /** Whether a request of this id waits for its answer. */
  isOpen(id: RequestId): boolean;
  /** Ends it, and the connection to the server. */
  close(): Promise<void>;
}

/** Connects to the server for one client. Rejects if the server cannot be reached. */
export async function openHttpSession(options: HttpSessionOptions): Promise<HttpSession> {
  const upstream = await options.connect();
  const http = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => options.id });
  // The cast: the class has members that are undefined where the interface has them optional.
  const listened = listenedTransport(http as Transport, options.tell);
  const client = clientSide(listened.transport);
  const guarded = options.guard(client.transport);
  await joinTransports(guarded, upstream.transport, { onProblem: options.tell });
  // Both ways: the server ends, or the client's DELETE closes the transport.
  guarded.onclose = () => void upstream.stop();
  const ended = upstream.ended.then(async (how) => {
    await client.abandon(`${how} before it answered`);
    options.onClose();
    await http.close();
  });
  return {
    answer: async (request, message, authInfo) => {
      const response = await http.handleRequest(request, { parsedBody: message, authInfo });
      if (request.method !== "GET" || !response.ok) return response;
      listened.setListening(true);
      return untilDone(response, () => listened.setListening(false));
    },
    hasBegun: () => http.sessionId !== undefined,
    isOpen: client.isOpen,
    close: async () => {
      await upstream.stop();
      await ended;
    },
  };
}
