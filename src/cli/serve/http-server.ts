import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { AuthzenHandler } from "../../adapters/authzen/create-authzen.js";

/** A server that runs. */
export interface HttpServer {
  /** Where it answers. */
  readonly url: string;
  /** Takes no more connections, answers what was asked, and resolves when nothing is left or `grace` milliseconds are over. */
  stop(grace: number): Promise<void>;
}

/** How a server is started. */
export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  /** How long a request may take to arrive, and a connection to do nothing amid one, in milliseconds. */
  readonly timeout: number;
}

/** Longer than the minute of most load balancers: then it is they who end an idle connection, never the server with a request on its way. */
const keptIdle = 75_000;

/** Starts a server that answers with the handler for its address. Rejects where it cannot listen. */
export async function startServer(
  handlerAt: (url: string) => AuthzenHandler,
  options: HttpServerOptions,
): Promise<HttpServer> {
  const { host, port, timeout } = options;
  const server = createServer({
    requestTimeout: timeout,
    headersTimeout: timeout,
    keepAliveTimeout: keptIdle,
    connectionsCheckingInterval: Math.min(timeout, 1000),
  });
  // Later than a request is given up, which is answered.
  server.setTimeout(timeout + 5000);
  server.listen(port, host);
  await once(server, "listening");
  const url = urlOf(server);
  const state = { stopping: false };
  const handler = handlerAt(url);
  const answer = async (request: Request) => {
    const response = await handler(request);
    // Callers that keep connections learn so, with an answer, that this one ends.
    if (state.stopping) response.headers.set("connection", "close");
    return response;
  };
  // In place of this process's `Request` and `Response` it puts its own, which cost half as much.
  server.on("request", getRequestListener(answer, { errorHandler: badRequest }));
  return {
    url,
    stop: async (grace) => {
      state.stopping = true;
      await drain(server, grace);
    },
  };
}

/** A request that is no HTTP as `Request` has it, such as one without a host. */
function badRequest(): Response {
  const body = JSON.stringify({
    error: { status: 400, message: "the request is not HTTP that can be relied on" },
  });
  return new Response(body, { status: 400, headers: { "content-type": "application/json" } });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** For how long connections on which nothing is asked may still be used: a request may be on its way. */
const idleGrace = 300;

async function drain(server: Server, grace: number): Promise<void> {
  const closed = once(server, "close");
  // That of `node:http` would end at once all connections on which no request has arrived yet.
  NetServer.prototype.close.call(server);
  await Promise.race([closed, delay(Math.min(idleGrace, grace))]);
  server.closeIdleConnections();
  const end = setTimeout(() => server.closeAllConnections(), Math.max(0, grace - idleGrace));
  await closed;
  clearTimeout(end);
}
