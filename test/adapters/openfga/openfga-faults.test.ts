import { describe, expect, it } from "vitest";
import type { RelationEngineError } from "../../../src/adapters/openfga.js";
import { document, manyViews, operationsOf, startEngine, user, views } from "./document-model.js";
import { answers, answersChecks, breaksOff, fails, hangs, hangsUp } from "./faults.js";
import type { Fault } from "./stand-in.js";

const allowed = { allowed: true };

/** What keeps a whole request from being answered. */
const unanswered: Readonly<Record<string, Fault>> = {
  "the store is not there": fails(404, "store_id_not_found"),
  "the credentials are wrong": fails(401, "bearer_token_missing"),
  "the request is refused": fails(400, "validation_error"),
  "the answer breaks off": breaksOff('{"result":{"a":{"allowed":tr'),
  "the answer is no JSON": answers("<html>"),
  "the answer is an array": answers([allowed]),
  "the answer has no results": answers({}),
  "the results are null": answers({ result: null }),
  "the results are an array": answers({ result: [allowed, allowed] }),
  "the results are of other checks": answers({ result: { "0": allowed, "1": allowed } }),
  "there are results of other checks, too": answersChecks(() => allowed, { other: allowed }),
};

describe("a check is unknown", () => {
  it.each(Object.entries(unanswered))("where %s", async (_, fault) => {
    const { server, engine } = await startEngine();
    server.store.write({ touch: manyViews(2) });
    // Often enough for every repetition.
    server.faults.push(fault, fault, fault, fault);
    expect(await engine.checkMany(manyViews(2))).toEqual(["unknown", "unknown"]);
  });

  it.each([
    { error: { input_error: "authorization_model_resolution_too_complex", message: "too deep" } },
    { error: { input_error: "validation_error", message: "context is missing parameters" } },
    { error: { internal_error: "deadline_exceeded" } },
    { allowed: true, error: { message: "" } },
    { allowed: "true" },
    { allowed: 1 },
    {},
    null,
    true,
    undefined,
  ])("by itself where its result is %j", async (result) => {
    const { server, engine } = await startEngine();
    server.faults.push(answersChecks((index) => (index === 1 ? result : allowed)));
    expect(await engine.checkMany(manyViews(3))).toEqual(["yes", "unknown", "yes"]);
  });

  it("where the server is killed in the middle of the call", async () => {
    const { server, engine } = await startEngine();
    server.faults.push(() => void server.close());
    expect(await engine.checkMany(manyViews(3))).toEqual(["unknown", "unknown", "unknown"]);
    expect(operationsOf(server)).toEqual(["batch-check"]);
  });

  it("where the server says nothing in time, and others were answered", async () => {
    const { server, engine } = await startEngine({ limits: { checks: 1 } });
    server.store.write({ touch: manyViews(3) });
    server.faults.push(hangs);
    const found = await engine.checkMany(manyViews(3), { timeout: 1000 });
    expect([...found].sort()).toEqual(["unknown", "yes", "yes"]);
  });

  it("where there is no time left for it, or it was called off", async () => {
    const { server, engine } = await startEngine();
    expect(await engine.checkMany(manyViews(1), { timeout: 0 })).toEqual(["unknown"]);
    expect(await engine.checkMany(manyViews(1), { signal: AbortSignal.abort() })).toEqual(["unknown"]);
    expect(server.requests).toEqual([]);
    server.faults.push(hangs);
    const caller = new AbortController();
    const answer = engine.checkMany(manyViews(1), { signal: caller.signal, timeout: 60_000 });
    setTimeout(() => caller.abort(), 20);
    expect(await answer).toEqual(["unknown"]);
  });

  it("and whoever asked to hear of it does", async () => {
    const heard: RelationEngineError[] = [];
    const { server, engine } = await startEngine({ onUnanswered: (error) => heard.push(error) });
    server.faults.push(fails(404, "store_id_not_found"), answers({ result: { other: allowed } }), hangs);
    for (const timeout of [60_000, 60_000, 50]) await engine.checkMany(manyViews(1), { timeout });
    expect(heard.map(({ code }) => code)).toEqual(["refused", "protocol", "timeout"]);
  });
});

describe("what may pass is asked again", () => {
  it.each([
    ["a server that is busy", fails(429, "rate_limit_exceeded")],
    ["a server that fails", fails(500, "internal_error")],
    ["a connection that ends", hangsUp],
  ])("after %s", async (_, fault) => {
    const { server, engine } = await startEngine();
    server.store.write({ touch: manyViews(1) });
    server.faults.push(fault, fault);
    expect(await engine.checkMany(manyViews(1))).toEqual(["yes"]);
    expect(server.requests).toHaveLength(3);
  });

  it("not where the server wants more time for that than there is", async () => {
    const { server, engine } = await startEngine();
    server.faults.push(fails(429, "rate_limit_exceeded", { "retry-after": "60" }));
    expect(await engine.checkMany(manyViews(1))).toEqual(["unknown"]);
    expect(server.requests).toHaveLength(1);
  });

  it("not where it is refused, nor more than three times", async () => {
    const { server, engine } = await startEngine();
    server.faults.push(fails(400, "validation_error"));
    await engine.checkMany(manyViews(1));
    expect(server.requests).toHaveLength(1);
    server.faults.push(...Array.from({ length: 9 }, () => fails(503, "unavailable")));
    await engine.checkMany(manyViews(1));
    expect(server.requests).toHaveLength(5);
  });
});

describe("a list is an error", () => {
  const line = `${JSON.stringify({ result: { object: "Document:1" } })}\n`;

  it.each([
    ["breaks off", breaksOff(line), "unavailable"],
    ["has a line that is no JSON", answers(`${line}{"result":{"obj\n${line}`), "protocol"],
    ["has an error in the middle", answers(`${line}{"error":{"code":4,"message":"deadline"}}\n`), "protocol"],
    ["has an object of another type", answers(line.replace("Document", "Folder")), "protocol"],
    ["has an id that polc would not have written", answers(line.replace(":1", ":%zz")), "protocol"],
    ["is too complex", fails(400, "authorization_model_resolution_too_complex"), "refused"],
  ])("where it %s", async (_, fault, code) => {
    const { server, engine } = await startEngine();
    server.faults.push(fault, fault, fault, fault);
    await expect(engine.listResources(user("kim"), "viewer", "Document")).rejects.toMatchObject({ code });
  });

  it("where the server took as long as it may: it sends what it has found then", async () => {
    const { server, engine } = await startEngine({ limits: { listing: 150 } });
    const late: Fault = (response) => {
      response.write(line);
      setTimeout(() => response.end(), 200);
    };
    server.faults.push(late, hangs);
    const timeout = { code: "timeout" };
    await expect(engine.listResources(user("kim"), "viewer", "Document")).rejects.toMatchObject(timeout);
    await expect(engine.listSubjects(document("1"), "viewer", "User")).rejects.toMatchObject(timeout);
  });

  it.each([
    {},
    { users: {} },
    { users: [{ object: { type: "Folder", id: "1" } }] },
    { users: [{ wildcard: { type: "Folder" } }] },
    { users: [{ userset: { type: "User", id: "1", relation: "member" } }] },
    { users: ["User:kim"] },
  ])("where the subjects are %j", async (body) => {
    const { server, engine } = await startEngine();
    server.faults.push(answers(body));
    await expect(engine.listSubjects(document("1"), "viewer", "User")).rejects.toMatchObject({
      code: "protocol",
    });
  });
});

describe("a write", () => {
  it.each([
    ["refused by the server was not made", fails(400, "validation_error"), "refused"],
    ["that failed may have been made", fails(500, "internal_error"), "unavailable"],
    ["whose connection ended may have been made", hangsUp, "unavailable"],
    ["that something else answered may have been made", answers("<html>"), "protocol"],
  ])("%s", async (_, fault, code) => {
    const { server, engine } = await startEngine();
    server.faults.push(fault);
    await expect(engine.write({ touch: [views("kim", "1")] })).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });

  it("that was not answered in time may have been made", async () => {
    const { server, engine } = await startEngine({ timeout: 50 });
    server.faults.push(hangs);
    await expect(engine.write({ touch: [views("kim", "1")] })).rejects.toMatchObject({ code: "timeout" });
  });

  it("that ran into another one is made again, which is known to be safe", async () => {
    const { server, engine } = await startEngine();
    server.faults.push(fails(409, "Aborted"), fails(429, "rate_limit_exceeded"));
    expect(await engine.write({ touch: [views("kim", "1")] })).toMatchObject({ ok: true });
    expect(server.store.size).toBe(1);
  });
});

describe("reading is an error", () => {
  it.each([
    [{ tuples: [] }],
    [{ continuation_token: "" }],
    [{ tuples: [{}], continuation_token: "" }],
    [
      {
        tuples: [{ key: { user: "kim", relation: "viewer", object: "Document:1" } }],
        continuation_token: "",
      },
    ],
  ])("where a page is %j", async (page) => {
    const { server, engine } = await startEngine();
    server.faults.push(answers(page));
    await expect(engine.read()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "protocol" });
  });

  it("where a page leads back to itself", async () => {
    const { server, engine } = await startEngine();
    const page = answers({ tuples: [], continuation_token: "MQ==" });
    server.faults.push(page, page, page);
    await expect(engine.read()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "protocol" });
    expect(server.requests).toHaveLength(2);
  });
});
