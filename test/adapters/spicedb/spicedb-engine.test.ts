import { v1 } from "@authzed/authzed-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type RelationEngine,
  RelationEngineError,
  type SpicedbEngine,
  spicedbEngine,
} from "../../../src/adapters/spicedb.js";
import type { RelationTuple } from "../../../src/relations/model.js";
import { createRelationStore, keyOf } from "../../../src/relations/relation-store.js";
import { asks, document, documents, folder, members, team, tuple, user } from "./documents.js";
import { isInstalled, type RealSpicedb, startSpicedb } from "./real-spicedb.js";

/* Against the real SpiceDB, by the stock client, over the network. */

const everyone = { type: "User", everyone: true as const };
const given: readonly RelationTuple[] = [
  tuple(user("kim@example.com"), "member", team("core")),
  tuple(members("core"), "member", team("all")),
  tuple(members("all"), "viewer", folder("a:b")),
  tuple(folder("a:b"), "parent", folder("sub")),
  tuple(folder("sub"), "parent", document("*")),
  tuple(everyone, "viewer", folder("open")),
  tuple(folder("open"), "parent", document("open")),
  tuple(user("bo"), "blocked", document("open")),
];

async function tuplesOf(engine: RelationEngine, filter?: Partial<RelationTuple>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const each of engine.read(filter, { consistency: "full" })) found.push(keyOf(each));
  return found.sort();
}

describe.skipIf(!isInstalled)("an engine on SpiceDB", () => {
  let server: RealSpicedb;
  let engine: SpicedbEngine;
  const told: string[] = [];
  const connect = (key = server.token) =>
    spicedbEngine({
      endpoint: server.endpoint,
      token: key,
      security: "plaintext",
      model: documents,
      timeout: 20_000,
      onUnanswered: ({ message }) => void told.push(message),
    });
  /** The stock client, for what polc does not write. */
  const stock = () =>
    v1.NewClient(server.token, server.endpoint, v1.ClientSecurity.INSECURE_PLAINTEXT_CREDENTIALS);

  beforeAll(async () => {
    server = await startSpicedb();
    engine = connect();
    await engine.writeSchema();
    expect(await engine.write({ touch: given })).toMatchObject({ ok: true });
  }, 60_000);

  afterAll(async () => {
    await engine.close();
    await server.kill();
  });

  it("answers as the embedded store does, in the order of the questions, by one call", async () => {
    const store = createRelationStore(documents);
    store.write({ touch: given });
    const subjects = [
      user("kim@example.com"),
      user("KIM@example.com"),
      user("bo"),
      user("new"),
      members("core"),
    ];
    const questions = subjects.flatMap((subject) =>
      [document("*"), document("open"), document("none")].flatMap((object) => [
        asks(subject, "reader", object),
        asks(subject, "viewer", object),
      ]),
    );
    expect(await engine.checkMany(questions)).toEqual(store.checkMany(questions));
    expect(new Set(store.checkMany(questions))).toEqual(new Set(["yes", "no"]));
  });

  it("lists both ways", async () => {
    expect(await engine.listResources(user("kim@example.com"), "reader", "Document")).toEqual(["*", "open"]);
    expect(await engine.listResources(members("core"), "reader", "Document")).toEqual(["*"]);
    expect(await engine.listSubjects(document("open"), "reader", "User")).toEqual({
      ids: [],
      everyone: true,
      except: ["bo"],
    });
    expect(await engine.listSubjects(document("*"), "reader", "User")).toEqual({
      ids: ["kim@example.com"],
      everyone: false,
      except: [],
    });
    expect(await engine.listResources(user("bo"), "driver", "Document")).toEqual([]);
    expect(await engine.listSubjects(document("open"), "reader", "Robot")).toMatchObject({ everyone: false });
  });

  it("reads what was written, by whatever is given", async () => {
    expect(await tuplesOf(engine)).toEqual(given.map(keyOf).sort());
    for (const filter of [
      { object: document("open") },
      { relation: "parent" },
      { relation: "viewer", object: folder("a:b") },
      { subject: members("core") },
      { subject: everyone },
      { subject: user("bo"), relation: "blocked" },
      { subject: user("bo"), relation: "parent" },
    ]) {
      const fits = ([name, value]: [string, unknown], each: RelationTuple) =>
        JSON.stringify(Reflect.get(each, name)) === JSON.stringify(value);
      const expected = given.filter((each) => Object.entries(filter).every((part) => fits(part, each)));
      expect(await tuplesOf(engine, filter)).toEqual(expected.map(keyOf).sort());
    }
  });

  it("writes all or nothing, on preconditions, and neither minds what is there nor what is not", async () => {
    const [one, two, gone] = ["one", "two", "gone"].map((id) =>
      tuple(user(id), "blocked", document("w")),
    ) as [RelationTuple, RelationTuple, RelationTuple];
    expect(await engine.write({ touch: [one, one], delete: [gone] })).toMatchObject({ ok: true });
    expect(await engine.write({ touch: [one] })).toMatchObject({ ok: true });
    const refused = await engine.write({ touch: [two], require: [one, gone] });
    expect(refused).toMatchObject({ ok: false, problems: [{ code: "precondition_failed", tuple: gone }] });
    expect(await engine.write({ touch: [two], forbid: [gone, one] })).toMatchObject({
      ok: false,
      problems: [
        { code: "precondition_failed", tuple: one, message: "this tuple must not be there, and is" },
      ],
    });
    expect(await tuplesOf(engine, { object: document("w") })).toEqual([keyOf(one)]);
    expect(await engine.write({ delete: [one], touch: [two], require: [one], forbid: [two] })).toMatchObject({
      ok: true,
    });
    expect(await tuplesOf(engine, { object: document("w") })).toEqual([keyOf(two)]);
    expect(await engine.write({ delete: [two] })).toMatchObject({ ok: true });
    expect(await engine.write({})).toMatchObject({ ok: true });
  });

  it("refuses what SpiceDB does not take at once, and does none of it", async () => {
    const touch = Array.from({ length: 1001 }, (_, index) =>
      tuple(user(`${index}`), "blocked", document("many")),
    );
    await expect(engine.write({ touch })).rejects.toMatchObject({ code: "refused" });
    expect(await tuplesOf(engine, { object: document("many") })).toEqual([]);
  });

  it("sees its own writes at once, and those of others by their tokens", async () => {
    const other = connect();
    const question = asks(user("fresh"), "blocked", document("f"));
    expect(await other.checkMany([question])).toEqual(["no"]);
    const written = await engine.write({ touch: [question] });
    expect(await engine.checkMany([question])).toEqual(["yes"]);
    const token = written.ok ? written.token : "";
    expect(await other.checkMany([question], { token })).toEqual(["yes"]);
    const removed = await engine.write({ delete: [question] });
    expect(await engine.checkMany([question])).toEqual(["no"]);
    expect(await other.checkMany([question], { token: removed.ok ? removed.token : "" })).toEqual(["no"]);
    expect(await other.checkMany([question], { consistency: "full" })).toEqual(["no"]);
    expect(await other.checkMany([question], { token: "none of SpiceDB's" })).toEqual(["unknown"]);
    await other.close();
  });

  it("knows nothing with a wrong token, and says why", async () => {
    const stranger = connect("wrong");
    told.length = 0;
    expect(await stranger.checkMany([asks(user("bo"), "blocked", document("open"))])).toEqual(["unknown"]);
    expect(told.join()).toContain("UNAUTHENTICATED");
    await expect(stranger.write({ touch: [] })).rejects.toBeInstanceOf(RelationEngineError);
    await stranger.close();
  });

  it("does not know what goes round: SpiceDB goes round until it is too deep, where a cycle adds nothing", async () => {
    const cycle = [tuple(members("x"), "member", team("y")), tuple(members("y"), "member", team("x"))];
    const store = createRelationStore(documents);
    const [inside, outside] = [user("in"), user("out")];
    const touch = [
      ...cycle,
      tuple(inside, "member", team("x")),
      tuple(members("x"), "blocked", document("c")),
    ];
    store.write({ touch: [...touch, tuple(outside, "viewer", document("c"))] });
    await engine.write({ touch: [...touch, tuple(outside, "viewer", document("c"))] });
    const questions = [
      asks(inside, "member", team("x")),
      asks(outside, "member", team("x")),
      asks(outside, "reader", document("c")),
    ];
    told.length = 0;
    expect(await engine.checkMany(questions)).toEqual(["yes", "unknown", "unknown"]);
    expect(store.checkMany(questions)).toEqual(["yes", "no", "yes"]);
    expect(told.join()).toContain("max depth exceeded");
    await expect(engine.listSubjects(team("x"), "member", "User")).rejects.toMatchObject({ code: "refused" });
    await engine.write({ delete: cycle });
    expect(await engine.checkMany(questions)).toEqual(["yes", "no", "yes"]);
  });

  it("does not know what is deeper than SpiceDB goes, and never takes it for a no; others are not the worse for it", async () => {
    const chain = Array.from({ length: 60 }, (_, index) =>
      tuple(folder(`d${index}`), "parent", folder(`d${index + 1}`)),
    );
    await engine.write({ touch: [...chain, tuple(user("deep"), "owner", folder("d0"))] });
    const questions = [10, 20, 60].map((depth) => asks(user("deep"), "viewer", folder(`d${depth}`)));
    expect(await engine.checkMany(questions)).toEqual(["yes", "yes", "unknown"]);
  });

  it("does not know what holds on a condition, and reads no such tuple", async () => {
    const client = stock();
    const { schemaText } = await client.promises.readSchema({});
    const schema = `caveat is_open(open bool) { open }\n${schemaText.replace("relation blocked: user |", "relation blocked: user | user with is_open |")}`;
    await client.promises.writeSchema({ schema });
    const relationship: v1.Relationship = {
      resource: { objectType: "document", objectId: "cond" },
      relation: "blocked",
      subject: { object: { objectType: "user", objectId: "kim" }, optionalRelation: "" },
      optionalCaveat: { caveatName: "is_open" },
    };
    const updates = [{ operation: v1.RelationshipUpdate_Operation.TOUCH, relationship }];
    await client.promises.writeRelationships({ updates, optionalPreconditions: [] });
    const question = asks(user("kim"), "blocked", document("cond"));
    const full = { consistency: "full" as const };
    expect(await engine.checkMany([question], full)).toEqual(["unknown"]);
    expect(await tuplesOf(engine, { object: document("cond") })).toEqual([]);
    expect(await engine.listResources(user("kim"), "blocked", "Document", full)).toEqual([]);
    client.close();
  });

  it("does not know what the server's schema does not have", async () => {
    const relations = [
      {
        name: "blocked",
        subjects: [{ kind: "entity" as const, type: "User" }],
        rule: { kind: "direct" as const },
      },
    ];
    const model = {
      types: [
        { type: "Robot", relations },
        { type: "User", relations: [] },
      ],
    };
    const { endpoint, token } = server;
    const onUnanswered = ({ message }: RelationEngineError) => void told.push(message);
    const other = spicedbEngine({
      endpoint,
      token,
      security: "plaintext",
      model,
      timeout: 20_000,
      onUnanswered,
    });
    told.length = 0;
    expect(await other.checkMany([asks(user("bo"), "blocked", { type: "Robot", id: "1" })])).toEqual([
      "unknown",
    ]);
    expect(told.join()).toContain("`robot` not found");
    await other.close();
  });
});

describe.skipIf(!isInstalled)("a server that is killed", () => {
  it("in the middle of a call leaves everything unknown, at once, and so does one that is not there", async () => {
    const server = await startSpicedb();
    const { endpoint, token } = server;
    const told: string[] = [];
    const engine = spicedbEngine({
      endpoint,
      token,
      security: "plaintext",
      model: documents,
      timeout: 60_000,
      onUnanswered: ({ code }) => void told.push(code),
    });
    await engine.writeSchema();
    await engine.write({ touch: given });
    const question = asks(user("bo"), "blocked", document("open"));
    expect(await engine.checkMany([question])).toEqual(["yes"]);
    server.hold();
    const [answers, list, written] = [
      engine.checkMany([question, asks(user("kim"), "blocked", document("open"))]),
      engine.listResources(user("bo"), "blocked", "Document"),
      engine.write({ delete: [question] }),
    ].map((each) => Promise.resolve(each).catch((error: RelationEngineError) => error.code));
    await server.held;
    await server.kill();
    expect(await answers).toEqual(["unknown", "unknown"]);
    expect([await list, await written]).toEqual(["unavailable", "unavailable"]);
    expect(await engine.checkMany([question])).toEqual(["unknown"]);
    expect(told).toEqual(["unavailable", "unavailable"]);
    await engine.close();
  });

  it("is not waited for longer than was said where it hangs", async () => {
    const server = await startSpicedb();
    const { endpoint, token } = server;
    const engine = spicedbEngine({
      endpoint,
      token,
      security: "plaintext",
      model: documents,
      timeout: 20_000,
    });
    await engine.writeSchema();
    server.hold();
    const question = asks(user("bo"), "blocked", document("open"));
    expect(await engine.checkMany([question], { timeout: 50 })).toEqual(["unknown"]);
    await expect(
      engine.listResources(user("bo"), "blocked", "Document", { timeout: 50 }),
    ).rejects.toMatchObject({
      code: "timeout",
    });
    await engine.close();
    await server.kill();
  });
});
