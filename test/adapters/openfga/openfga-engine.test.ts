import { CredentialsMethod, OpenFgaClient } from "@openfga/sdk";
import { describe, expect, it } from "vitest";
import { openfgaEngine, RelationEngineError } from "../../../src/adapters/openfga.js";
import { readRelationModel } from "../../../src/adapters/relations.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";
import {
  document,
  everyone,
  folder,
  manyViews,
  member,
  model,
  operationsOf,
  startEngine,
  user,
  views,
} from "./document-model.js";
import { answers } from "./faults.js";
import { modelId, storeId } from "./stand-in.js";

async function collect<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe("checks on OpenFGA", () => {
  it("come in one request up to fifty, and in as few as there must be beyond", async () => {
    const { server, engine } = await startEngine();
    await engine.write({ touch: [views("kim", "7")] });
    const answers = manyViews(20).map((_, index) => (index === 7 ? "yes" : "no"));
    expect(await engine.checkMany(manyViews(20))).toEqual(answers);
    expect(operationsOf(server)).toEqual(["write", "batch-check"]);
    expect((await engine.checkMany(manyViews(51)))[7]).toBe("yes");
    expect(server.requests.slice(2).map(({ body }) => body.checks.length)).toEqual([50, 1]);
  });

  it("ask once what is asked twice, and nothing where there is nothing to ask", async () => {
    const { server, engine } = await startEngine();
    await engine.write({ touch: [views("kim", "0")] });
    expect(await engine.checkMany([...manyViews(2), ...manyViews(2)])).toEqual(["yes", "no", "yes", "no"]);
    expect(server.requests.at(-1)?.body.checks).toHaveLength(2);
    expect(await engine.checkMany([])).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it("are unknown where the model has no such name, or OpenFGA no such id", async () => {
    const told: string[] = [];
    const { server, engine } = await startEngine({ onUnanswered: ({ message }) => told.push(message) });
    const questions = [
      { ...views("kim", "1"), relation: "owner" },
      { ...views("kim", "1"), subject: { type: "Robot", id: "r2" } },
      { ...views("kim", "1"), subject: { ...user("kim"), relation: "member" } },
      views("k".repeat(600), "1"),
      views("kim", "\ud800"),
    ];
    expect(await engine.checkMany(questions)).toEqual(Array(5).fill("unknown"));
    expect(server.requests).toEqual([]);
    expect(told).toContain("OpenFGA: there is no type `Robot` in the model");
  });

  it("keep ids apart that OpenFGA would confuse, refuse or take for everyone", async () => {
    const { engine } = await startEngine();
    await engine.write({ touch: [views("a:b", "c d"), views("*", "1")] });
    const questions = [views("a:b", "c d"), views("a%3Ab", "c d"), views("*", "1"), views("kim", "1")];
    expect(await engine.checkMany(questions)).toEqual(["yes", "no", "yes", "no"]);
  });

  it("see all writes where that is asked for, or a token is brought", async () => {
    const { server, engine } = await startEngine();
    const written = await engine.write({ touch: [views("kim", "1")] });
    if (!written.ok) throw new Error("the write was refused");
    await engine.checkMany(manyViews(1));
    await engine.checkMany(manyViews(1), { consistency: "full" });
    await engine.checkMany(manyViews(1), { token: written.token });
    const asked = server.requests.slice(1).map(({ body }) => body.consistency);
    expect(asked).toEqual([undefined, "HIGHER_CONSISTENCY", "HIGHER_CONSISTENCY"]);
  });

  it("are by one model, and with the client's credentials", async () => {
    const { server } = await startEngine();
    const credentials = { method: CredentialsMethod.ApiToken, config: { token: "secret" } } as const;
    const client = new OpenFgaClient({ apiUrl: server.apiUrl, storeId, credentials });
    const { apiUrl } = server;
    const application = {
      clientId: "polc",
      clientSecret: "secret",
      apiTokenIssuer: apiUrl,
      apiAudience: "openfga",
    };
    const ways = [
      { client },
      { apiUrl, credentials: { token: "secret" } },
      { apiUrl, credentials: application },
    ];
    for (const way of ways)
      expect(await openfgaEngine({ ...way, storeId, modelId, model }).checkMany(manyViews(1))).toEqual([
        "no",
      ]);
    expect(server.requests.map(({ body }) => body.authorization_model_id)).toEqual([
      modelId,
      modelId,
      modelId,
    ]);
    const authorizations = server.requests.map(({ authorization }) => authorization);
    expect(authorizations).toEqual(["Bearer secret", "Bearer secret", "Bearer of polc"]);
  });
});

describe("what OpenFGA does differently", () => {
  it("a cycle adds nothing", async () => {
    const { engine } = await startEngine();
    const [one, other] = [member("1"), member("2")];
    const members = [
      { subject: one, relation: "member", object: { type: "Team", id: "2" } },
      { subject: other, relation: "member", object: { type: "Team", id: "1" } },
      { subject: one, relation: "viewer", object: folder("f") },
    ];
    await engine.write({
      touch: [...members, { subject: folder("f"), relation: "parent", object: document("1") }],
    });
    expect(await engine.checkMany([views("kim", "1")])).toEqual(["no"]);
    await engine.write({
      touch: [{ subject: user("kim"), relation: "member", object: { type: "Team", id: "2" } }],
    });
    expect(await engine.checkMany([views("kim", "1")])).toEqual(["yes"]);
  });

  it("a cycle in what is excluded excludes there, and is unknown here", async () => {
    const { server, engine } = await startEngine();
    const guest = { ...views("kim", "1"), relation: "guest" };
    await engine.write({ touch: [views("kim", "1")] });
    expect(await engine.checkMany([guest])).toEqual(["yes"]);
    await engine.write({
      touch: [
        { subject: member("1"), relation: "member", object: { type: "Team", id: "1" } },
        { subject: member("1"), relation: "barred", object: document("1") },
      ],
    });
    expect(server.store.check(guest)).toBe("yes");
    expect(await engine.checkMany([guest, { ...guest, relation: "reader" }])).toEqual(["unknown", "yes"]);
  });

  it("more than 25 folders above each other are too deep, and unknown", async () => {
    const { engine, server } = await startEngine();
    const inFolder = (index: number) => ({
      subject: folder(`${index + 1}`),
      relation: "parent",
      object: index === 0 ? document("1") : folder(`${index}`),
    });
    await engine.write({ touch: Array.from({ length: 30 }, (_, index) => inFolder(index)) });
    await engine.write({ touch: [{ subject: user("kim"), relation: "viewer", object: folder("30") }] });
    expect(server.store.check(views("kim", "1"))).toBe("yes");
    expect(await engine.checkMany([views("kim", "1"), views("kim", "2")])).toEqual(["unknown", "no"]);
  });
});

describe("lists on OpenFGA", () => {
  it("have the ids, sorted and as they were written", async () => {
    const { server, engine } = await startEngine();
    await engine.write({ touch: [views("kim", "b"), views("kim", "a:1"), views("lee", "c")] });
    expect(await engine.listResources(user("kim"), "viewer", "Document")).toEqual(["a:1", "b"]);
    expect(await engine.listSubjects(document("a:1"), "viewer", "User")).toEqual({
      ids: ["kim"],
      everyone: false,
      except: [],
    });
    expect(operationsOf(server)).toEqual(["write", "streamed-list-objects", "list-users"]);
  });

  it("say that everyone has it, unless somebody may be excepted whom OpenFGA does not name", async () => {
    const { engine } = await startEngine({ limits: { subjects: Number.POSITIVE_INFINITY } });
    const blocked = { subject: user("lee"), relation: "blocked", object: document("1") };
    await engine.write({ touch: [{ ...views("", "1"), subject: everyone }, blocked] });
    expect(await engine.listSubjects(document("1"), "viewer", "User")).toEqual({
      ids: [],
      everyone: true,
      except: [],
    });
    await expect(engine.listSubjects(document("1"), "reader", "User")).rejects.toThrow("does not say who");
    await engine.write({ delete: [{ ...views("", "1"), subject: everyone }], touch: [views("kim", "1")] });
    expect((await engine.listSubjects(document("1"), "reader", "User")).ids).toEqual(["kim"]);
  });

  it("are empty where the model knows of no such relation", async () => {
    const { server, engine } = await startEngine();
    const nobody = { ids: [], everyone: false, except: [] };
    expect(await engine.listResources(user("kim"), "owner", "Document")).toEqual([]);
    expect(await engine.listResources({ type: "Robot", id: "r2" }, "viewer", "Document")).toEqual([]);
    expect(await engine.listSubjects(document("1"), "owner", "User")).toEqual(nobody);
    expect(await engine.listSubjects(document("1"), "viewer", "Robot")).toEqual(nobody);
    expect(server.requests).toEqual([]);
  });

  it("are refused where somebody may be left out: by a cycle in what is excluded, or by the server's limit", async () => {
    const { engine } = await startEngine({ limits: { subjects: 2 } });
    await expect(engine.listResources(user("kim"), "guest", "Document")).rejects.toThrow("not whole");
    await expect(engine.listSubjects(document("1"), "reader", "User")).rejects.toThrow("no limit");
    await expect(engine.listSubjects(document("1"), "guest", "User")).rejects.toThrow("not whole");
    await engine.write({ touch: [views("kim", "1")] });
    expect((await engine.listSubjects(document("1"), "viewer", "User")).ids).toEqual(["kim"]);
    await engine.write({ touch: [views("lee", "1")] });
    await expect(engine.listSubjects(document("1"), "viewer", "User")).rejects.toThrow("more subjects");
  });
});

describe("writes on OpenFGA", () => {
  it("add and take away, and mind nothing that is so already", async () => {
    const { server, engine } = await startEngine();
    const tuple = views("kim", "1");
    for (const write of [{ touch: [tuple, tuple] }, { touch: [tuple], delete: [views("lee", "1")] }])
      expect(await engine.write(write)).toMatchObject({ ok: true });
    expect([...server.store.read()]).toEqual([tuple]);
    expect(await engine.write({ delete: [tuple] })).toMatchObject({ ok: true });
    expect(server.store.size).toBe(0);
    expect(await engine.write({})).toMatchObject({ ok: true });
    expect(server.requests).toHaveLength(3);
  });

  it("are refused with what is wrong with each tuple, as by the store in memory", async () => {
    const { server, engine } = await startEngine();
    const write = {
      touch: [
        views("kim", "1"),
        { ...views("kim", "1"), relation: "reader" },
        { ...views("kim", "1"), relation: "owner" },
      ],
      delete: [views("kim", "1")],
    };
    const written = await engine.write(write);
    expect(written).toEqual(server.store.write(write));
    expect(written.ok ? [] : written.problems.map(({ code }) => code)).toEqual([
      "subject_not_allowed",
      "unknown_relation",
      "contradiction",
    ]);
    expect(await engine.write({ touch: [views("k".repeat(600), "1")] })).toMatchObject({
      ok: false,
      problems: [{ code: "malformed" }],
    });
    expect(server.requests).toEqual([]);
  });

  it("are never split, and have no preconditions", async () => {
    const { server, engine } = await startEngine();
    const refused = { code: "refused" };
    const tuple = views("kim", "1");
    await expect(engine.write({ touch: [tuple], require: [tuple] })).rejects.toMatchObject(refused);
    await expect(engine.write({ touch: [tuple], forbid: [tuple] })).rejects.toMatchObject(refused);
    await expect(engine.write({ touch: manyViews(101) })).rejects.toMatchObject(refused);
    expect(server.requests).toEqual([]);
    expect(await engine.write({ touch: manyViews(100) })).toMatchObject({ ok: true });
    expect(server.store.size).toBe(100);
  });
});

describe("reading from OpenFGA", () => {
  it("takes page after page", async () => {
    const { server, engine } = await startEngine();
    server.store.write({ touch: manyViews(250) });
    expect(await collect(engine.read())).toHaveLength(250);
    expect(operationsOf(server)).toEqual(["read", "read", "read"]);
  });

  it("finds what the store in memory finds", async () => {
    const { engine } = await startEngine();
    const tuples = [
      views("kim", "1"),
      views("kim", "a:b"),
      views("lee", "1"),
      { ...views("", "1"), subject: everyone },
      { subject: member("1"), relation: "viewer", object: folder("f") },
      { subject: user("kim"), relation: "viewer", object: folder("f") },
      { subject: user("kim"), relation: "blocked", object: document("1") },
    ];
    await engine.write({ touch: tuples });
    const filters = [
      {},
      { relation: "viewer" },
      { subject: user("kim") },
      { subject: user("kim"), relation: "blocked" },
      { subject: everyone },
      { subject: member("1") },
      { object: document("a:b") },
      { object: document("1"), relation: "viewer" },
      { object: document("1"), subject: user("kim") },
      views("kim", "1"),
      views("kim", "2"),
      views("kim", "\ud800"),
    ];
    const reference = createRelationStore(model);
    reference.write({ touch: tuples });
    const sorted = (found: readonly unknown[]) => found.map((tuple) => JSON.stringify(tuple)).sort();
    for (const filter of filters)
      expect(sorted(await collect(engine.read(filter)))).toEqual(sorted([...reference.read(filter)]));
  });

  it("leaves out what an older model allowed, and tuples under a condition", async () => {
    const { server, engine } = await startEngine();
    const key = { user: "User:kim", relation: "viewer", object: "Document:1" };
    const keys = [{ ...key, relation: "owner" }, { ...key, condition: { name: "office_hours" } }, key];
    server.faults.push(answers({ tuples: keys.map((each) => ({ key: each })), continuation_token: "" }));
    expect(await collect(engine.read())).toEqual([views("kim", "1")]);
  });
});

describe("an engine on OpenFGA", () => {
  it("is none of a model that OpenFGA cannot have", () => {
    const text = "principal User\nentity condition { relation viewer: User }\n";
    const foreign = readRelationModel([{ path: "schema.pol", text }]);
    const create = () => openfgaEngine({ apiUrl: "http://127.0.0.1:1", storeId, modelId, model: foreign });
    expect(create).toThrow(RelationEngineError);
  });

  it("answers nothing once it is closed", async () => {
    const { engine } = await startEngine();
    await engine.close();
    expect(await engine.checkMany(manyViews(1))).toEqual(["unknown"]);
    await expect(engine.listResources(user("kim"), "viewer", "Document")).rejects.toMatchObject({
      code: "unavailable",
    });
    await expect(engine.write({ touch: [views("kim", "1")] })).rejects.toMatchObject({ code: "unavailable" });
  });
});
