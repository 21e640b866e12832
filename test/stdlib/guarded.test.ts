import { describe, expect, it } from "vitest";
import { createGuarded, type GuardedOptions, type ServedTool } from "../adapters/mcp/guarded.js";

/*
 * What the library declares is what the guard in front of MCP servers supplies and carries out: each policy here reads or obliges by the
 * names of a module alone, and is decided call after call in one session.
 */

const agents = `
use std.agents
use std.mcp
policy all {
  rule allowed
    allow User, Agent acting for User to files.*
    when context.now > "2020-01-01T00:00:00Z"
}`;

function guarded(policy: string, options: Omit<GuardedOptions, "policy"> = {}) {
  const guard = createGuarded({ policy: `${agents}\n${policy}`, ...options });
  const call = async (name: string, args = {}): Promise<unknown> => {
    const { result } = (await guard.call(name, args)) as { result: { isError?: boolean } };
    return result.isError ?? false;
  };
  return { ...guard, isDenied: call };
}

describe("std.trifecta", () => {
  const policy = `
use std.trifecta
action files.inbox tagged reads_private_data, reads_untrusted_input
action files.notes tagged reads_private_data
action files.send(to: String) tagged egress
action files.clock tagged read_only`;

  it("closes the way out once both are read, for the session and for good", async () => {
    const { isDenied, calls } = guarded(policy);
    expect(await isDenied("notes")).toBe(false);
    expect(await isDenied("send", { to: "a" })).toBe(false);
    expect(await isDenied("inbox")).toBe(false);
    expect(await isDenied("send", { to: "b" })).toBe(true);
    expect(await isDenied("clock")).toBe(false);
    expect(await isDenied("send", { to: "c" })).toBe(true);
    expect(calls()).toEqual([{}, { to: "a" }, {}, {}]);
  });

  it("leaves another session alone", async () => {
    expect(await guarded(policy).isDenied("inbox")).toBe(false);
    expect(await guarded(policy).isDenied("send", { to: "a" })).toBe(false);
  });

  it("takes no label from the caller, and none that was denied", async () => {
    const { isDenied, call } = guarded(`${policy}
policy quiet {
  rule no_inbox
    deny anyone to files.inbox
}`);
    await call("notes", { labels: ["untrusted_input"] });
    expect(await isDenied("inbox")).toBe(true);
    expect(await isDenied("send", { to: "a" })).toBe(false);
  });
});

describe("std.budgets", () => {
  const policy = `
use std.budgets
action files.pay(cents: Int in 1..)
policy spending {
  rule counted
    oblige anyone to files.pay
    with spend(budget: "pay", amount: args.cents)
  rule limited
    deny anyone to files.pay
    unless within_budget(budget: "pay", amount: args.cents, limit: 100)
  rule few
    deny anyone to files.pay
    unless within_calls_of_tool(3)
}`;

  it("has the last of a budget once, even for two calls at once", async () => {
    const { isDenied } = guarded(policy);
    const both = await Promise.all([isDenied("pay", { cents: 60 }), isDenied("pay", { cents: 60 })]);
    expect(both.filter((denied) => denied)).toHaveLength(1);
    expect(await isDenied("pay", { cents: 41 })).toBe(true);
    expect(await isDenied("pay", { cents: 40 })).toBe(false);
  });

  it("counts the calls of a tool that were allowed", async () => {
    const { isDenied } = guarded(policy);
    for (const cents of [101, 1, 1, 1]) expect(await isDenied("pay", { cents })).toBe(cents > 100);
    expect(await isDenied("pay", { cents: 1 })).toBe(true);
  });
});

describe("std.mcp", () => {
  const policy = `
action files.look tagged read_only
policy hints {
  rule still_reading
    deny anyone to files.look
    unless context.mcp.tool.read_only and not context.mcp.tool.destructive and context.mcp.server == "files"
}`;
  const tools: ServedTool[] = [
    {
      name: "look",
      inputSchema: { type: "object" },
      annotations: { readOnlyHint: true, destructiveHint: false },
    },
  ];

  it.each([
    [true, false],
    [false, true],
  ])("believes annotations of a server that is trusted: %s", async (trusted, denied) => {
    expect(await guarded(policy, { tools, trusted }).isDenied("look")).toBe(denied);
  });

  it("expects the worst of a tool that says nothing", async () => {
    const silent = [{ name: "look", inputSchema: { type: "object" } }];
    expect(await guarded(policy, { tools: silent, trusted: true }).isDenied("look")).toBe(true);
  });
});

describe("std.enforcement", () => {
  it("has obligations that the guard knows", async () => {
    const { call } = guarded(
      `
use std.enforcement
action files.card tagged read_only
policy duties {
  rule all_of_them
    oblige anyone to files.card
    with mask(field: "phone"), cap_result(bytes: 1000), audit(level: "notice")
}`,
      { answer: () => ({ content: [{ type: "text", text: '{"name":"Ann","phone":"0123"}' }] }) },
    );
    expect(await call("card")).toMatchObject({
      result: { content: [{ text: '{"name":"Ann","phone":"***"}' }] },
    });
  });
});
