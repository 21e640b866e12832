import { describe, expect, it } from "vitest";
import { denialMetaKey } from "../../../src/adapters/mcp.js";
import { createGuarded, type Guarded, type GuardedOptions, type Message } from "./guarded.js";

/* Clients of revision 2026-07-28: no handshake, and questions are answers. */

const policy = `
use std.agents

action files.send(to: Email), files.status

policy people {
  rule all allow User to files.send, files.status
  rule sending_is_approved
    deny anyone to files.send
    unless approval(from: "user", max_age: 1m)
    because "Mail needs an approval."
}
`;

const tools = ["send", "status"].map((name) => ({ name, inputSchema: { type: "object" } }));

const approvalKey = new Uint8Array(32).fill(7);

const client: Message = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "tester", version: "9" },
  "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
};

/** A server without sessions: a connection for each request. */
function connect(options: Partial<GuardedOptions> = {}): Guarded {
  return createGuarded({ policy, tools, approvalKey, ...options });
}

function send(guarded: Guarded, to: string, more: Message = {}): Promise<Message> {
  return guarded.ask("tools/call", { name: "send", arguments: { to }, _meta: client, ...more });
}

const yes = { "polc.approval": { action: "accept", content: { approve: true } } };

async function questionFor(to: string): Promise<{ requestState: string; inputRequests: Message }> {
  const { result } = await send(connect(), to);
  expect(result).toMatchObject({ resultType: "input_required" });
  return result as { requestState: string; inputRequests: Message };
}

function denial({ result }: Message): Message {
  expect(result).toMatchObject({ resultType: "complete", isError: true });
  return ((result as Message)._meta as Message)[denialMetaKey] as Message;
}

describe("a client without a handshake", () => {
  it("is asked by an answer, and calls again with its own", async () => {
    const { requestState, inputRequests } = await questionFor("kim@example.com");
    expect(inputRequests["polc.approval"]).toMatchObject({
      method: "elicitation/create",
      params: { mode: "form", message: expect.stringContaining('"to":"kim@example.com"') },
    });
    const guarded = connect();
    expect(await send(guarded, "kim@example.com", { requestState, inputResponses: yes })).toMatchObject({
      result: { content: [{ text: '{"to":"kim@example.com"}' }] },
    });
    const [call] = guarded.reached.filter(({ method }) => method === "tools/call");
    expect(Object.keys(call?.params as Message).sort()).toEqual(["_meta", "arguments", "name"]);
  });

  it("says in its own requests what the client speaks", async () => {
    const guarded = connect();
    await guarded.ask("tools/call", { name: "status", _meta: client });
    expect(guarded.reached[0]).toMatchObject({
      method: "tools/list",
      params: { _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" } },
    });
  });

  it("may discover what it may use, and keeps lists of tools to itself", async () => {
    const guarded = connect();
    const { result } = await guarded.ask("server/discover", { _meta: client });
    expect((result as Message).capabilities).toEqual({ tools: { listChanged: true }, logging: {} });
    const listed = await guarded.ask("tools/list", { _meta: client });
    expect(listed.result).toMatchObject({
      cacheScope: "private",
      tools: [{ name: "send" }, { name: "status" }],
    });
  });

  it.each<[string, string, Partial<GuardedOptions>]>([
    ["for other arguments", "eve@example.com", {}],
    ["by another caller", "kim@example.com", { caller: () => ({ subject: { type: "User", id: "eve" } }) }],
    ["under another policy", "kim@example.com", { policy: policy.replace("1m", "2m") }],
    ["with another key", "kim@example.com", { approvalKey: new Uint8Array(32).fill(8) }],
  ])("cannot use an approval %s", async (_, to, options: Partial<GuardedOptions>) => {
    const { requestState } = await questionFor("kim@example.com");
    const guarded = connect(options);
    expect(denial(await send(guarded, to, { requestState, inputResponses: yes }))).toMatchObject({
      approval: "refused",
    });
    expect(guarded.calls()).toEqual([]);
  });

  it("can use an approval once", async () => {
    const { requestState } = await questionFor("kim@example.com");
    const guarded = connect();
    await send(guarded, "kim@example.com", { requestState, inputResponses: yes });
    const again = await send(connect(), "kim@example.com", { requestState, inputResponses: yes });
    expect(denial(again)).toMatchObject({ approval: "refused" });
    expect(guarded.calls()).toHaveLength(1);
  });

  it("is denied after a no, and asked again where it brings no answer", async () => {
    const { requestState } = await questionFor("kim@example.com");
    const no = { "polc.approval": { action: "decline" } };
    expect(
      denial(await send(connect(), "kim@example.com", { requestState, inputResponses: no })),
    ).toMatchObject({
      approval: "declined",
    });
    expect((await send(connect(), "kim@example.com", { requestState })).result).toMatchObject({
      resultType: "input_required",
    });
    expect((await send(connect(), "kim@example.com", { inputResponses: yes })).result).toMatchObject({
      resultType: "input_required",
    });
  });

  it("cannot make an approval of its own", async () => {
    const { requestState } = await questionFor("kim@example.com");
    const [prefix, , sealed, inner] = requestState.split("~");
    for (const forged of [
      [prefix, "given", sealed, inner].join("~"),
      [prefix, "given", "e30.e30", ""].join("~"),
      [prefix, "asked", `${sealed}x`, inner].join("~"),
      [prefix, "asked", "", ""].join("~"),
    ]) {
      const guarded = connect();
      const answer = await send(guarded, "kim@example.com", { requestState: forged, inputResponses: yes });
      expect(denial(answer)).toMatchObject({ approval: "refused" });
      expect(guarded.calls()).toEqual([]);
    }
  });

  it("is not asked where it has no forms", async () => {
    const answer = await send(connect(), "kim@example.com", {
      _meta: { ...client, "io.modelcontextprotocol/clientCapabilities": {} },
    });
    expect(denial(answer)).toMatchObject({ approval: "not_supported" });
  });

  it("keeps its approval while the server asks for something, too", async () => {
    const asks = {
      resultType: "input_required",
      inputRequests: { city: {} },
      requestState: "the server's ~ own",
    };
    const { requestState } = await questionFor("kim@example.com");
    const first = connect({ answer: () => asks });
    const { result } = await send(first, "kim@example.com", { requestState, inputResponses: yes });
    expect(result).toMatchObject({ resultType: "input_required", inputRequests: { city: {} } });
    const second = connect();
    const carried = (result as { requestState: string }).requestState;
    const answers = { city: { action: "accept", content: { name: "Bern" } } };
    const answer = await send(second, "kim@example.com", { requestState: carried, inputResponses: answers });
    expect(answer.result).toMatchObject({ content: [{ text: '{"to":"kim@example.com"}' }] });
    expect(second.reached.at(-1)).toMatchObject({
      params: { requestState: "the server's ~ own", inputResponses: answers },
    });
  });

  it("passes on what a server sealed that asks by itself", async () => {
    const guarded = connect();
    const params = {
      name: "status",
      _meta: client,
      requestState: "polc1 is not mine",
      inputResponses: { a: {} },
    };
    await guarded.ask("tools/call", params);
    expect(guarded.reached.at(-1)).toMatchObject({ params });
  });
});
