import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeServer, type Message, type Proxied, proxied } from "./proxied.js";

/** For what comes by itself, on a machine that has other work to do. */
const patient = { timeout: 30_000, interval: 20 };
const textOf = ({ result }: Message) => result?.content?.[0]?.text ?? "";

describe("a server behind a proxy over standard streams", () => {
  let proxy: Proxied;
  beforeAll(() => {
    proxy = proxied();
  });
  afterAll(async () => {
    expect(await proxy.end()).toEqual({ by: "client" });
  });

  it("answers as it does alone, members that nobody knows included", async () => {
    expect((await proxy.call("strange")).result).toEqual({
      content: [{ type: "text", text: "strange" }],
      _meta: { "com.example/x": 1 },
      isError: true,
      later: { kept: [null, 1.5] },
    });
    const tools = (await proxy.ask("tools/list")).result?.tools;
    expect(tools).toContainEqual({ name: "echo", inputSchema: { type: "object" }, unknown: { kept: true } });
    expect((await proxy.ask("no/such")).error).toEqual({
      code: -32601,
      message: "no such method",
      data: [1],
    });
  });

  it("gets arguments as they were sent", async () => {
    const args = {
      "": null,
      __proto__x: [1e21, -0.5, 81376286990520980, "\u2028 é 😀 \u0000"],
      nested: { deep: [[[]]] },
      "9007199254740993": "1e999",
    };
    expect(JSON.parse(textOf(await proxy.call("echo", args)))).toEqual(args);
  });

  it("may answer with 5 MB", async () => {
    expect(Buffer.byteLength(textOf(await proxy.call("big", { bytes: 5_000_000 })))).toBe(5_000_000);
  });

  it("is asked a hundred things at once, and each gets its own answer", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => proxy.call("echo", { index })),
    );
    expect(answers.map(textOf)).toEqual(answers.map((_, index) => JSON.stringify({ index })));
  });

  it("tells of its progress before it answers", async () => {
    proxy.send({ id: 7, method: "tools/call", params: { name: "progress", _meta: { progressToken: "t" } } });
    const progress = (count: number) => ({
      method: "notifications/progress",
      params: { progressToken: "t", progress: count },
    });
    expect(await proxy.next()).toMatchObject(progress(1));
    expect(await proxy.next()).toMatchObject(progress(2));
    expect(await proxy.next()).toMatchObject({ id: 7, result: {} });
  });

  it("may ask its client", async () => {
    const answer = proxy.call("ask");
    expect(await proxy.next()).toMatchObject({ id: 1, method: "roots/list" });
    proxy.send({ id: 1, result: { roots: ["here"] } });
    expect(textOf(await answer)).toBe('{"roots":["here"]}');
  });

  it("may print what is no message", async () => {
    expect(textOf(await proxy.call("stray"))).toBe("still here");
    expect(proxy.told.splice(0)).toEqual([
      "server: Listening on port 1",
      "server: [1]",
      "server: an answer to nothing that was asked",
    ]);
  });

  it("writes to standard error as it likes", async () => {
    await proxy.call("complain");
    await expect.poll(proxy.stderr, patient).toBe("a complaint\n");
  });

  it.each<[string, Message["id"], number, string]>([
    ["{", null, -32700, "this is no JSON: the text ends too early"],
    [
      '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}',
      null,
      -32700,
      'this is no JSON: the member "id" is given twice',
    ],
    ["[]", null, -32600, "batches are not supported: send one message at a time"],
    ['"ping"', null, -32600, "a message is an object"],
    ['{"id":1,"method":"ping"}', 1, -32600, 'a message has the member `"jsonrpc": "2.0"`'],
    ['{"jsonrpc":"2.0","id":"a","method":5}', "a", -32600, "a `method` is a string"],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', null, -32600, "an `id` is a string or a whole number"],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', null, -32600, "an `id` is a string or a whole number"],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', 1, -32600, "`params` are an object"],
    [
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":9007199254740993}}',
      1,
      -32600,
      "the number 9007199254740993 cannot be kept exactly",
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":[-1e999]}}',
      1,
      -32600,
      "the number -1e999 cannot be kept exactly",
    ],
    ['{"jsonrpc":"2.0","id":1}', 1, -32600, "a message has either a `method`, or a `result` or an `error`"],
  ])("never sees the malformed frame %s", async (frame, id, code, message) => {
    proxy.write(`${frame}\n`);
    expect(await proxy.next()).toEqual({ jsonrpc: "2.0", id, error: { code, message } });
    expect(proxy.told.pop()).toBe(`client: ${message}`);
  });

  it("sees an id that is open once only", async () => {
    proxy.send({ id: 5, method: "tools/call", params: { name: "slow", arguments: { ms: 50 } } });
    proxy.send({ id: 5, method: "tools/call", params: { name: "echo", arguments: { second: true } } });
    proxy.send({ id: "5", method: "ping" });
    expect(await proxy.next()).toMatchObject({
      id: 5,
      error: { code: -32600, message: "the id 5 is in use" },
    });
    expect(await proxy.next()).toMatchObject({ id: "5", result: {} });
    expect(await proxy.next()).toMatchObject({ id: 5, result: { content: [{ text: "slow" }] } });
    expect(textOf(await proxy.call("received"))).not.toContain("second");
  });

  it("hears of cancellations and other notifications in order", async () => {
    proxy.send({ id: 6, method: "tools/call", params: { name: "slow", arguments: { ms: 20 } } });
    proxy.send({ method: "notifications/cancelled", params: { requestId: 6 } });
    proxy.send({ method: "notifications/roots/list_changed" });
    const received: unknown[] = JSON.parse(textOf(await proxy.call("received")));
    expect(received.slice(-3)).toEqual([
      { ms: 20 },
      "notifications/cancelled",
      "notifications/roots/list_changed",
    ]);
  });
});

describe("the end of a proxy", () => {
  it.each([
    ["die", "the server was ended by SIGKILL"],
    ["exit", "the server ended with code 3"],
  ])("comes when its server ends (%s): what waits gets an error", async (tool, how) => {
    const proxy = proxied();
    const waiting = [1, 2, 3].map(() => proxy.call("slow", { ms: 60_000 }));
    const answers = await Promise.all([...waiting, proxy.call(tool)]);
    expect(answers.map(({ error }) => error)).toEqual(
      answers.map(() => ({ code: -32000, message: `${how} before it answered` })),
    );
    expect(await proxy.ending).toEqual({ by: "server", how });
  });

  it("leaves nobody waiting for a guard that still thinks", async () => {
    const proxy = proxied(fakeServer, (client) => {
      const thinking: Transport = {
        start: async () => {
          client.onmessage = (message) => {
            if (!("method" in message && message.method === "think")) thinking.onmessage?.(message);
          };
          await client.start();
        },
        send: (message) => client.send(message),
        close: () => client.close(),
      };
      return thinking;
    });
    const [thought] = await Promise.all([proxy.ask("think"), proxy.call("exit")]);
    expect(thought.error?.message).toBe("the server ended with code 3 before it answered");
    await proxy.ending;
  });

  it("comes when its client has closed its input, and got its answers", async () => {
    const proxy = proxied();
    const answers = [proxy.call("slow", { ms: 30 }), proxy.call("echo", { last: true })];
    const ending = proxy.end();
    expect((await Promise.all(answers)).map(textOf)).toEqual(["slow", '{"last":true}']);
    expect(await ending).toEqual({ by: "client" });
  });

  it("comes with a signal, also for a server that does not hear", async () => {
    const proxy = proxied([...fakeServer, "--stays"]);
    await proxy.ask("ping");
    expect(await proxy.abort()).toEqual({ by: "signal" });
  });

  it("comes at once if there is no such server", async () => {
    await expect(proxied(["./no-such-program"]).ending).rejects.toThrow("ENOENT");
  });
});
