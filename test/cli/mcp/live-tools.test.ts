import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { type LiveSource, listLiveTools } from "../../../src/cli/mcp/live-tools.js";
import { type Behaviour, fakeServer } from "./fake-server.js";

const env = process.env;
const tool = (name: string) => ({ name, inputSchema: { type: "object" }, unknown: { kept: true } });

function list(behaviour: Behaviour, timeout = 10_000) {
  return listLiveTools({ kind: "stdio", command: fakeServer(behaviour) }, { env, timeout });
}

function over(url: string, headers: readonly string[] = [], more: Record<string, string> = {}) {
  const source: LiveSource = { kind: "http", url, headers };
  return listLiveTools(source, { env: { ...env, ...more }, timeout: 10_000 });
}

describe("a server that is started", () => {
  it("is asked for all pages, and nothing that it says is lost", async () => {
    const { text } = await list({ pages: [[tool("a"), tool("b")], [], [tool("c")]] });
    expect(JSON.parse(text ?? "")).toEqual({
      serverInfo: { name: "fake", version: "1.0.0" },
      tools: [tool("a"), tool("b"), tool("c")],
    });
    expect(text).toBe(`${JSON.stringify(JSON.parse(text ?? ""), undefined, 2)}\n`);
  });

  it("may have no tools", async () => {
    const { text } = await list({ pages: [[]] });
    expect(JSON.parse(text ?? "")).toMatchObject({ tools: [] });
  });

  it("may print what is no message, such as a greeting", async () => {
    const { text } = await list({ prints: "Listening …", pages: [[tool("a")]] });
    expect(JSON.parse(text ?? "")).toMatchObject({ tools: [tool("a")] });
  });

  it.each<[string, Behaviour, string, string | undefined]>([
    [
      "ends",
      { exits: true },
      "it ended before it answered",
      "it wrote to standard error: Error: the \u001b[31mdatabase\u001b[0m is away",
    ],
    ["answers with an error", { refuses: true }, 'it answers "no tools today"', undefined],
    ["has pages without end", { circle: true }, "its pages lead in a circle", undefined],
    ["lists what is no list", { pages: [null] }, "its answer to `tools/list` has no list `tools`", undefined],
  ])("is a problem if it %s", async (_, behaviour, problem, help) => {
    expect(await list(behaviour)).toEqual(help === undefined ? { problem } : { problem, help });
  });

  it("is ended if it hangs", async () => {
    expect(await list({ hangs: true, prints: "<html>" }, 900)).toEqual({
      problem: "it did not answer in time",
      help: "what it wrote to standard output is no message of the protocol",
    });
  });

  it.each([
    ["", "the command is empty"],
    ["'a", "a quote in the command is not closed"],
    ["./no-such-program", "there is no program `./no-such-program`"],
  ])("is a problem if the command is %j", async (command, problem) => {
    expect(await listLiveTools({ kind: "stdio", command }, { env, timeout: 10_000 })).toEqual({ problem });
  });
});

describe("a server over HTTP", () => {
  it.each([
    ["here", "this is no address that begins with `https://` or `http://`"],
    ["file:///etc/passwd", "this is no address that begins with `https://` or `http://`"],
    ["https://bob:pw@example.com/mcp", "its address holds a password"],
    ["https://$NO_SUCH_HOST/mcp", "the variable `NO_SUCH_HOST` is not set"],
  ])("is not asked at %s", async (url, problem) => {
    expect(await over(url)).toMatchObject({ problem });
  });

  it.each(["no header", ": x", "a b: c"])("is not asked with the header %j", async (header) => {
    expect((await over("http://localhost:1/mcp", [header])).problem).toContain(
      "is no header that can be sent",
    );
  });

  it("gets headers from the environment, and its status is told", async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end("<h1>Who are you?</h1>");
    });
    const url = await listen(server);
    try {
      expect(await over(url, ["Authorization: Bearer $FAKE_TOKEN"], { FAKE_TOKEN: "s3cret" })).toEqual({
        problem: "it answers with the HTTP status 401",
        help: "give it a token from the environment: `--header 'Authorization: Bearer $TOKEN'`",
      });
      expect(seen).toEqual(["Bearer s3cret"]);
    } finally {
      server.close();
    }
    expect((await over(url)).problem).toBe("it cannot be reached (ECONNREFUSED)");
  });

  it("is given up if it never answers", async () => {
    const server = createServer(() => {});
    const url = await listen(server);
    try {
      const source: LiveSource = { kind: "http", url, headers: [] };
      const live = await listLiveTools(source, { env, timeout: 200 });
      expect(live).toEqual({ problem: "it did not answer in time" });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("is no MCP server if it answers with a page", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
    });
    const url = await listen(server);
    try {
      expect(await over(url)).toEqual({ problem: "its answer is not what the protocol says" });
    } finally {
      server.close();
    }
  });
});

/** Starts `server` on a free port; its address. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}
