import type { JSONRPCMessage, RequestId } from "@modelcontextprotocol/sdk/types.js";
import { startServer } from "../../../../src/adapters/mcp/proxy/server-process.js";
import type { UpstreamConnection } from "../../../../src/adapters/mcp/proxy/upstream.js";
import type { Message } from "./proxied.js";

/** A server that is asked in two ways: by a proxy, and without one. */
export interface SharedServer {
  /** Asks the server itself. */
  bare(method: string, params?: object): Promise<Message>;
  /** The server, for a proxy. */
  connect(): Promise<UpstreamConnection>;
  /** The requests that came by way of the proxy. */
  readonly reached: readonly Message[];
  /** What the server answered to them. */
  readonly answered: readonly Message[];
  stop(): Promise<void>;
}

const before = "bare ";

/** Starts a server. Its start costs more than all that it is asked, and what both ways find is comparable, since the server is one. */
export async function shareServer(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SharedServer> {
  const upstream = await startServer(
    { command, env: { ...process.env, ...env } },
    { onStderr: () => {}, onStray: () => {} },
  );
  const waiting = new Map<RequestId | undefined, (message: Message) => void>();
  const reached: Message[] = [];
  const answered: Message[] = [];
  const { transport } = upstream;
  const proxySide: UpstreamConnection["transport"] = {
    start: async () => {},
    close: async () => {},
    send: async (message) => {
      reached.push(message as Message);
      await transport.send(message);
    },
  };
  transport.onmessage = (message) => {
    const resolve = "method" in message ? undefined : waiting.get(message.id);
    if (resolve !== undefined) return resolve(message as Message);
    answered.push(message as Message);
    proxySide.onmessage?.(message);
  };
  await transport.start();
  let asked = 0;
  const bare = (method: string, params: object = {}) => {
    const id = `${before}${++asked}`;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    void transport.send({ jsonrpc: "2.0", id, method, params } as JSONRPCMessage);
    return answer;
  };
  const connect = async () => ({
    transport: proxySide,
    ended: new Promise<string>((resolve) => {
      proxySide.close = async () => resolve("the proxy is done");
    }),
    endInput: () => {},
    stop: async () => proxySide.close(),
  });
  await bare("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "bare", version: "1" },
  });
  await transport.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return { bare, connect, reached, answered, stop: upstream.stop };
}
