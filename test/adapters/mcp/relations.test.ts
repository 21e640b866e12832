import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import type { RelationAnswers } from "../../../src/adapters/enforcement.js";
import { denialMetaKey } from "../../../src/adapters/mcp.js";
import type { RelationAnswer, RelationQuestion } from "../../../src/runtime/decision.js";
import { askedStore, wordsOf } from "../enforcement/relations-support.js";
import { createGuarded, type Guarded, type Message } from "./guarded.js";

const policy = `
use std.agents
use std.budgets

entity Folder {
  relation reader: User
  relation editor: User
}

action files.read(path: String), files.write(path: String), files.send(to: String), files.status

policy people {
  rule readers
    allow User to files.read
    when principal is reader of Folder("data")

  rule editors_write_once
    allow User to files.write
    when principal is editor of Folder("data")

  rule once
    deny anyone to files.write
    unless within_calls_of_tool(limit: 1)

  rule after_a_call
    allow User to files.status
    when context.usage.calls == 0 or principal is reader of Folder("status")

  rule senders
    allow User to files.send
    when principal is reader of Folder("mail")

  rule sending_is_approved
    deny anyone to files.send
    unless approval(from: "user", max_age: 1m)
}
`;

const tools = ["read", "write", "send", "status"].map((name) => ({ name, inputSchema: { type: "object" } }));

/** An engine whose calls are answered when the test says so. */
function heldEngine(answer: (question: RelationQuestion) => RelationAnswer = () => "yes") {
  const held: (() => void)[] = [];
  const calls: (readonly string[])[] = [];
  return {
    calls,
    checkMany: (questions: readonly RelationQuestion[]) => {
      calls.push(questions.map(wordsOf));
      return new Promise<readonly RelationAnswer[]>((resolve) => {
        held.push(() => resolve(questions.map(answer)));
      });
    },
    release: () => held.shift()?.(),
  };
}

/** The tools that calls reached the server of. */
function reached(guarded: Guarded): readonly unknown[] {
  return guarded.reached.flatMap(({ method, params }) =>
    method === "tools/call" ? [(params as Message).name] : [],
  );
}

function codeOf(answer: Message): unknown {
  const { _meta } = answer.result as { _meta?: { [denialMetaKey]?: Message } };
  return _meta?.[denialMetaKey]?.code;
}

/** A guard that has listed the server's tools. */
async function guardWith(relations: RelationAnswers, relationTimeout?: number) {
  const guarded = createGuarded({
    policy,
    tools,
    relations,
    ...(relationTimeout !== undefined && { relationTimeout }),
  });
  await guarded.ask("tools/list");
  await guarded.call("unknown");
  return guarded;
}

it("an engine is asked before a call is judged, and the log has what it said", async () => {
  const engine = askedStore(({ relation }) => (relation === "reader" ? "yes" : "no"));
  const guarded = await guardWith(engine);
  expect(engine.calls).toEqual([]);
  expect(codeOf(await guarded.call("read", { path: "a" }))).toBeUndefined();
  expect(codeOf(await guarded.call("write", { path: "a" }))).toBe("no_matching_rule");
  expect(engine.calls.map((questions) => questions.map(wordsOf))).toEqual([
    ["reader of data"],
    ["editor of data"],
  ]);
  expect(guarded.lines.slice(-2)).toMatchObject([
    { decision: true, relations: [{ relation: "reader", answer: "yes" }] },
    { decision: false, relations: [{ relation: "editor", answer: "no" }] },
  ]);
});

it("with a store that answers at once, a call is one synchronous step", async () => {
  const guarded = await guardWith(askedStore(() => "yes", false));
  void guarded.call("read", { path: "a" });
  expect(reached(guarded)).toEqual(["read"]);
});

it("calls keep their order, and those that come together wait together", async () => {
  const engine = heldEngine();
  const guarded = await guardWith(engine);
  const answers = [
    guarded.call("read", { path: "a" }),
    guarded.call("write", { path: "b" }),
    guarded.call("status"),
  ];
  expect(engine.calls).toEqual([["reader of data"], ["editor of data"]]);
  engine.release();
  await pause(2);
  expect(reached(guarded)).toEqual(["read"]);
  engine.release();
  await pause(2);
  expect(reached(guarded)).toEqual(["read", "write"]);
  // What calls before it did makes the last one hang on something that nobody was asked yet.
  expect(engine.calls.slice(2)).toEqual([["reader of status"]]);
  engine.release();
  await Promise.all(answers);
  expect(reached(guarded)).toEqual(["read", "write", "status"]);
});

it("two calls that wait cannot both spend what is there once", async () => {
  const engine = heldEngine();
  const guarded = await guardWith(engine);
  const answers = [guarded.call("write", { path: "a" }), guarded.call("write", { path: "b" })];
  engine.release();
  engine.release();
  expect((await Promise.all(answers)).map(codeOf)).toEqual([undefined, "denied_by_rule"]);
  expect(guarded.calls()).toEqual([{ path: "a" }]);
});

it("a call that is called off is not made, and holds up no other one", async () => {
  const engine = heldEngine();
  const guarded = await guardWith(engine);
  guarded.say({ id: "x", method: "tools/call", params: { name: "read", arguments: { path: "a" } } });
  const next = guarded.call("read", { path: "b" });
  guarded.say({ method: "notifications/cancelled", params: { requestId: "x" } });
  engine.release();
  engine.release();
  await next;
  expect(guarded.calls()).toEqual([{ path: "b" }]);
});

it.each([
  ["never answers", () => new Promise<never>(() => {})],
  ["rejects", () => Promise.reject(new Error("no connection"))],
  [
    "throws",
    () => {
      throw new Error("no");
    },
  ],
])("an engine that %s allows nothing", async (_, checkMany) => {
  const guarded = await guardWith({ checkMany }, 5);
  expect(codeOf(await guarded.call("read", { path: "a" }))).toBe("no_matching_rule");
  expect(guarded.calls()).toEqual([]);
  expect(guarded.lines.at(-1)?.relations).toMatchObject([{ answer: "unknown" }]);
});

it("a host that throws has the call refused, and the next one judged", async () => {
  const engine = heldEngine();
  let calls = 0;
  const context = () => {
    calls += 1;
    // The first time is when the engine is asked, the second when the call is judged.
    if (calls === 2) throw new Error("no context");
    return {};
  };
  const guarded = createGuarded({ policy, tools, relations: engine, context });
  await guarded.call("unknown").catch(() => undefined);
  calls = 0;
  const answers = [guarded.call("read", { path: "a" }), guarded.call("read", { path: "b" })];
  await pause(2);
  engine.release();
  engine.release();
  const codes = (await Promise.all(answers)).map(codeOf);
  expect(codes.filter((code) => code === "caller_unknown")).toHaveLength(1);
  expect(codes.filter((code) => code === undefined)).toHaveLength(1);
});

const initialize = { protocolVersion: "2025-11-25", capabilities: { elicitation: {} } };

/** A call that a person approves of. */
async function approvedSending(engine: ReturnType<typeof heldEngine>) {
  const guarded = createGuarded({ policy, tools, relations: engine });
  await guarded.ask("initialize", initialize);
  const sent = guarded.call("send", { to: "kim" });
  await pause(2);
  engine.release();
  await pause(2);
  const question = guarded.received.findLast(({ method }) => method === "elicitation/create");
  guarded.say({ id: question?.id, result: { action: "accept", content: { approve: true } } });
  await pause(2);
  return { guarded, sent };
}

it("after an approval the engine is asked again", async () => {
  let answer: RelationAnswer = "yes";
  const engine = heldEngine(() => answer);
  const { guarded, sent } = await approvedSending(engine);
  answer = "no";
  engine.release();
  expect(codeOf(await sent)).toBe("no_matching_rule");
  expect(engine.calls).toEqual([["reader of mail"], ["reader of mail"]]);
  expect(guarded.calls()).toEqual([]);
});

it("an approval is outdated where the policy changes while the engine is asked again", async () => {
  const engine = heldEngine();
  const { guarded, sent } = await approvedSending(engine);
  guarded.replace(policy.replace("max_age: 1m", "max_age: 2m"));
  engine.release();
  await pause(2);
  expect(codeOf(await sent)).toBe("approval_outdated");
  expect(guarded.calls()).toEqual([]);
});
