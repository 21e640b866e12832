import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type HttpProxy,
  type HttpProxyOptions,
  proxyHttp,
} from "../../../../src/adapters/mcp/proxy/proxy-http.js";
import { startServer } from "../../../../src/adapters/mcp/proxy/server-process.js";
import { fakeServer } from "./proxied.js";

const told: string[] = [];
const tokens = new Map([
  ["alice's", { subject: { type: "User", id: "alice" } }],
  ["bob's", { subject: { type: "User", id: "bob" } }],
]);
const options: HttpProxyOptions = {
  host: "127.0.0.1",
  port: 0,
  path: "/mcp",
  longestBody: 100_000,
  origins: ["https://chat.example.com"],
  hosts: ["127.0.0.1"],
  limits: { most: 3, idle: 60_000 },
  resource: {
    resource: new URL("https://mcp.example.com/mcp"),
    authorizationServers: ["https://id.example.com"],
  },
  authenticate: async (token = "") => {
    const caller = tokens.get(token);
    return caller ? { ok: true, caller } : { ok: false, status: 401, message: 'no "such" token' };
  },
  connect: () =>
    startServer({ command: fakeServer, env: process.env }, { onStderr: () => {}, onStray: () => {} }),
  guard: (client) => client,
  tell: (line) => told.push(line),
};

let proxy: HttpProxy;
beforeAll(async () => {
  proxy = await proxyHttp(options);
});
afterAll(() => proxy.close());

async function connect(token = "alice's") {
  const headers = { Authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(proxy.url), { requestInit: { headers } });
  const client = new Client({ name: "test", version: "1" }, { capabilities: { roots: {} } });
  await client.connect(transport as Transport);
  return { client, transport };
}

function post(body: string, headers: Record<string, string> = {}) {
  const all = {
    Authorization: "Bearer alice's",
    Accept: "application/json, text/event-stream",
    "Content-Type": "application/json",
    ...headers,
  };
  return fetch(proxy.url, { method: "POST", body, headers: all });
}

describe("a server behind a proxy over HTTP", () => {
  it("is spoken to by a session's client", async () => {
    const { client, transport } = await connect();
    expect(await client.callTool({ name: "strange", arguments: {} })).toMatchObject({
      later: { kept: [null, 1.5] },
    });
    const texts = await Promise.all(
      Array.from({ length: 100 }, (_, index) => client.callTool({ name: "echo", arguments: { index } })),
    );
    expect(texts.map(({ content }) => content)).toEqual(
      texts.map((_, index) => [{ type: "text", text: `{"index":${index}}` }]),
    );
    await transport.terminateSession();
    await client.close();
  });
});
