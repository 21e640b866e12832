import { createServer, get, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type MessageExtraInfo,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Caller,
  createDecisionPoint,
  fixedPolicy,
  readDecisionModule,
} from "../../../../src/adapters/enforcement.js";
import {
  type HttpProxy,
  type HttpProxyOptions,
  proxyHttp,
} from "../../../../src/adapters/mcp/proxy/proxy-http.js";
import { startServer } from "../../../../src/adapters/mcp/proxy/server-process.js";
import { connectHttp } from "../../../../src/adapters/mcp/proxy/upstream-http.js";
import { guardTransport } from "../../../../src/adapters/mcp.js";
import { compile } from "../../../codegen/support.js";
import { fakeServer, proxied } from "./proxied.js";

/** For what comes by itself, on a machine that has other work to do. */
const patient = { timeout: 30_000, interval: 20 };
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

async function connect(token = "alice's", url = proxy.url) {
  const headers = { Authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  const client = new Client({ name: "test", version: "1" }, { capabilities: { roots: {}, elicitation: {} } });
  await client.connect(transport as Transport);
  return { client, transport };
}

function headersOf(more: Record<string, string> = {}) {
  return {
    Authorization: "Bearer alice's",
    Accept: "application/json, text/event-stream",
    "Content-Type": "application/json",
    ...more,
  };
}

function post(body: string, headers: Record<string, string> = {}) {
  return fetch(proxy.url, { method: "POST", body, headers: headersOf(headers) });
}

const initialize = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
};
const echo = (id: number, args: object) =>
  JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "echo", arguments: args } });

/** The session of a client that speaks for itself. */
async function open(headers: Record<string, string> = {}) {
  const response = await post(JSON.stringify(initialize), headers);
  await response.text();
  return { "Mcp-Session-Id": response.headers.get("mcp-session-id") ?? "" };
}

function end(session: Record<string, string>, token = "alice's") {
  return fetch(proxy.url, { method: "DELETE", headers: { ...session, Authorization: `Bearer ${token}` } });
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

  it("tells of its progress, and asks its client, on the stream of the call", async () => {
    const { client, transport } = await connect();
    const seen: unknown[] = [];
    const call = { name: "progress", arguments: {} };
    await client.callTool(call, undefined, { onprogress: ({ progress }) => seen.push(progress) });
    expect(seen).toEqual([1, 2]);
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: "file:///here" }] }));
    expect(await client.callTool({ name: "ask", arguments: {} })).toMatchObject({
      content: [{ text: '{"roots":[{"uri":"file:///here"}]}' }],
    });
    await transport.terminateSession();
    await client.close();
  });
});

describe("a session", () => {
  it("belongs to who opened it", async () => {
    const session = await open();
    expect((await post(echo(1, {}), { ...session, Authorization: "Bearer bob's" })).status).toBe(404);
    expect((await end(session, "bob's")).status).toBe(404);
    expect((await post(echo(1, {}), session)).status).toBe(200);
    expect((await end(session)).status).toBe(200);
    expect((await post(echo(2, {}), session)).status).toBe(404);
  });

  it("takes an open id once", async () => {
    const session = await open();
    const slow = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "slow", arguments: { ms: 200 } },
    };
    const first = post(JSON.stringify(slow), session);
    await first;
    const second = await post(echo(1, {}), session);
    expect([second.status, await second.json()]).toEqual([
      400,
      { jsonrpc: "2.0", id: 1, error: { code: -32600, message: "the id 1 is in use" } },
    ]);
    expect(await (await first).text()).toContain('"text":"slow"');
    await end(session);
  });

  it("is one of so many at most, and ends when nobody uses it", async () => {
    const limited = await proxyHttp({ ...options, limits: { most: 1, idle: 100 } });
    const begin = () =>
      fetch(limited.url, { method: "POST", body: JSON.stringify(initialize), headers: headersOf() });
    const first = await begin();
    await first.text();
    const second = await begin();
    expect([second.status, second.headers.get("retry-after")]).toEqual([503, "10"]);
    await expect.poll(async () => (await begin()).status, patient).toBe(200);
    await limited.close();
  });

  it("that does not begin leaves no server behind", async () => {
    const limited = await proxyHttp({ ...options, limits: { most: 1, idle: 60_000 } });
    const begin = (headers: Record<string, string>) =>
      fetch(limited.url, { method: "POST", body: JSON.stringify(initialize), headers: headersOf(headers) });
    expect((await begin({ Accept: "text/html" })).status).toBe(406);
    await expect.poll(async () => (await begin({})).status, patient).toBe(200);
    await limited.close();
  });

  it("of a server that ends at once is an error", async () => {
    const command = [process.execPath, "-e", "process.exit(3)"];
    const listener = { onStderr: () => {}, onStray: () => {} };
    const connectDead = () => startServer({ command, env: process.env }, listener);
    const dead = await proxyHttp({ ...options, connect: connectDead, limits: { most: 1, idle: 60_000 } });
    for (const _ of [1, 2]) {
      const begin = { method: "POST", body: JSON.stringify(initialize), headers: headersOf() };
      const answer = await (await fetch(dead.url, begin)).text();
      expect(answer).toContain("the server ended with code 3 before it answered");
    }
    await dead.close();
  });

  it("ends with its server: what waits gets an error", async () => {
    const { client } = await connect();
    const waiting = [1, 2].map(() => client.callTool({ name: "slow", arguments: { ms: 60_000 } }));
    const answers = await Promise.allSettled([...waiting, client.callTool({ name: "die", arguments: {} })]);
    for (const answer of answers) {
      expect(String(answer.status === "rejected" && answer.reason)).toContain(
        "the server was ended by SIGKILL before it answered",
      );
    }
    await client.close();
  });
});

describe("a guard over HTTP", () => {
  it("asks the person at the client on the stream of the call", async () => {
    const policy = fixedPolicy(
      readDecisionModule(
        compile(`
use std.agents
action fake.echo(text: String)
policy fake {
  rule echoes allow User to fake.echo
  rule asks deny User to fake.echo unless approval(from: "user", max_age: 1m) because "It is asked."
}
`).module,
      ),
    );
    const point = createDecisionPoint({ policy });
    const caller = (extra?: MessageExtraInfo) => extra?.authInfo?.extra?.caller as Caller;
    const guard = (client: Transport) => guardTransport(client, { point, server: "fake", caller });
    const guarded = await proxyHttp({ ...options, guard });
    const { client, transport } = await connect("alice's", guarded.url);
    const asked: string[] = [];
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message);
      return { action: "accept", content: { approve: asked.length === 1 } };
    });
    const call = { name: "echo", arguments: { text: "a" } };
    expect(await client.callTool(call)).toMatchObject({ content: [{ text: '{"text":"a"}' }] });
    expect((await client.callTool(call)).isError).toBe(true);
    expect(asked[0]).toContain("User alice, wants to call fake.echo.");
    await transport.terminateSession();
    await client.close();
    await guarded.close();
  });
});

describe("what is refused over HTTP", () => {
  it.each<[string, number, string, Record<string, string>]>([
    [
      "a page of another origin",
      403,
      "pages of this origin are not let in",
      { Origin: "https://evil.example" },
    ],
    ["no token", 401, 'no "such" token', { Authorization: "" }],
    ["a token that does not hold", 401, 'no "such" token', { Authorization: "Bearer x" }],
    ["a session that is none", 404, "there is no such session", { "Mcp-Session-Id": "x" }],
    ["no session", 400, "a session begins with `initialize`; then the header `Mcp-Session-Id` names it", {}],
  ])("%s", async (_, status, message, headers) => {
    const response = await post(echo(1, {}), headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ jsonrpc: "2.0", id: null, error: { code: -32000, message } });
  });

  it.each<[string, number, number]>([
    ["{", 400, -32700],
    [`{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}`, 400, -32700],
    [`[${JSON.stringify(initialize)}]`, 400, -32600],
    [`"${"x".repeat(100_000)}"`, 413, -32000],
  ])("the body %.50s", async (body, status, code) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it("a name that was made to lead here", async () => {
    const { port } = new URL(proxy.url);
    const status = await new Promise((resolve) => {
      get({ host: "127.0.0.1", port, path: "/mcp", headers: { Host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(403);
  });

  it("is told how to get in", async () => {
    const none = await post(echo(1, {}), { Authorization: "" });
    const metadata = 'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"';
    expect(none.headers.get("www-authenticate")).toBe(`Bearer ${metadata}`);
    const wrong = await post(echo(1, {}), { Authorization: "Bearer x" });
    expect(wrong.headers.get("www-authenticate")).toBe(
      `Bearer error="invalid_token", error_description="no ?such? token", ${metadata}`,
    );
    const at = new URL("/.well-known/oauth-protected-resource/mcp", proxy.url);
    expect(await (await fetch(at)).json()).toEqual({
      resource: "https://mcp.example.com/mcp",
      authorization_servers: ["https://id.example.com"],
      bearer_methods_supported: ["header"],
    });
  });

  it("is not what a page of a known origin asks", async () => {
    const Origin = "https://chat.example.com";
    const preflight = await fetch(proxy.url, { method: "OPTIONS", headers: { Origin } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(Origin);
    const answer = await post(echo(1, {}), { Origin });
    expect(answer.headers.get("access-control-expose-headers")).toContain("Mcp-Session-Id");
  });
});

describe("a server over Streamable HTTP behind a proxy over standard streams", () => {
  it("is the same server", async () => {
    const headers = new Headers({ Authorization: "Bearer bob's" });
    const chained = proxied(async () => connectHttp({ url: new URL(proxy.url), headers }));
    expect(await chained.ask("initialize", initialize.params)).toMatchObject({
      result: { serverInfo: { name: "fake" }, protocolVersion: "2025-06-18" },
    });
    chained.send({ method: "notifications/initialized" });
    expect((await chained.call("strange")).result).toMatchObject({ later: { kept: [null, 1.5] } });
    const answers = await Promise.all([1, 2, 3].map((index) => chained.call("echo", { index })));
    expect(answers.map(({ result }) => result?.content?.[0]?.text)).toEqual(
      [1, 2, 3].map((index) => JSON.stringify({ index })),
    );
    expect(await chained.end()).toEqual({ by: "client" });
  });

  it("never sees what its clients prove themselves by", async () => {
    const remote = await startRemote();
    const headers = new Headers({ Authorization: "Bearer of-the-proxy" });
    const connectRemote = async () => connectHttp({ url: remote.url, headers });
    const inFront = await proxyHttp({ ...options, connect: connectRemote });
    const answer = await fetch(inFront.url, {
      method: "POST",
      body: JSON.stringify(initialize),
      headers: headersOf({ Cookie: "session=alice", "X-Api-Key": "alice" }),
    });
    expect(await answer.text()).toContain('"serverInfo":{"name":"remote"');
    expect(remote.received.length).toBeGreaterThan(0);
    for (const received of remote.received) {
      expect(received.authorization).toBe("Bearer of-the-proxy");
      expect(JSON.stringify(received)).not.toContain("alice");
    }
    await inFront.close();
    await remote.close();
  });

  it("is an error to a call whose answer breaks off", async () => {
    const remote = await startRemote();
    const chained = proxied(async () => connectHttp({ url: remote.url, headers: new Headers() }));
    const answers = await Promise.all([chained.ask("break/off"), chained.ask("initialize")]);
    expect(answers[0].error?.message).toBe("the server ended the answer before it was whole");
    expect(answers[1].result).toMatchObject({ serverInfo: { name: "remote" } });
    await chained.end();
    await remote.close();
  });

  it("is an error to each call if it cannot be reached", async () => {
    const url = new URL("http://127.0.0.1:1/mcp");
    const chained = proxied(async () => connectHttp({ url, headers: new Headers() }));
    expect((await chained.call("echo")).error?.message).toContain("the server cannot be reached");
    await chained.end();
  });
});

/** A server over HTTP that remembers the headers of what it was asked, and begins one answer without ending it. */
async function startRemote() {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    received.push(request.headers);
    let body = "";
    for await (const chunk of request) body += chunk;
    const { id, method } = body === "" ? {} : JSON.parse(body);
    if (method === "break/off") {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).end('data: {"jsonrpc":');
      return;
    }
    const result = {
      protocolVersion: "2025-06-18",
      capabilities: {},
      serverInfo: { name: "remote", version: "1" },
    };
    response.writeHead(method === undefined ? 405 : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: new URL(`http://127.0.0.1:${port}/mcp`), received, close };
}
