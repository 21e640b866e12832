import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "../../../util/message-of.js";
import { answerHttp, type HttpAnswering } from "./answer-http.js";
import { writeResponse } from "./http-body.js";
import type { HttpSessionOptions } from "./http-session.js";
import { createHttpSessions, type SessionLimits } from "./http-sessions.js";

/** What stands between clients over Streamable HTTP and their server. */
export interface HttpProxyOptions extends Omit<HttpAnswering, "sessions" | "origin"> {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly connect: HttpSessionOptions["connect"];
  readonly guard: HttpSessionOptions["guard"];
  readonly limits: SessionLimits;
  /** For standard error: one line. */
  readonly tell: (line: string) => void;
}

/** A proxy that listens. */
export interface HttpProxy {
  /** Where clients find it. */
  readonly url: string;
  /** Takes no more requests, ends all sessions and their connections to the server. */
  close(): Promise<void>;
}

/** In milliseconds: a request that comes slower than this is given up. */
const slowestRequest = 30_000;

/** Listens for clients, each of which gets a connection of its own to the server. Rejects if the port is taken. */
export async function proxyHttp(options: HttpProxyOptions): Promise<HttpProxy> {
  const sessions = createHttpSessions(options, options.limits);
  const server = createServer({ requestTimeout: slowestRequest });
  const address = await listen(server, options);
  const origin = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
  const answering = { ...options, sessions, origin };
  server.on("request", (request, response) => void handle(request, response, answering));
  return {
    url: `${origin}${options.path}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await sessions.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, { host, port }: HttpProxyOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answering: HttpAnswering & Pick<HttpProxyOptions, "tell">,
): Promise<void> {
  try {
    await writeResponse(await answerHttp(request, answering), response);
  } catch (error) {
    // The client went, or this is a bug: of neither it learns more than that.
    answering.tell(`client: ${messageOf(error)}`);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}
