import { v1 } from "@authzed/authzed-node";
import { describe, expect, it } from "vitest";
import { spicedbEngine } from "../../../src/adapters/spicedb.js";
import type { RelationQuestion } from "../../../src/relations/relation-store.js";
import { asks, document, documents, tuple, user } from "./documents.js";
import { type StandIn, standInClient } from "./stand-in-client.js";

/* What the real SpiceDB does not do, or not when one likes. */

const { HAS_PERMISSION, NO_PERMISSION, CONDITIONAL_PERMISSION } = v1.CheckPermissionResponse_Permissionship;
const plan = document("plan");
const questions = ["kim", "bo", "al"].map((id) => asks(user(id), "viewer", plan));

function engineOn(does: StandIn, timeout = 2000) {
  const { client, seen } = standInClient(does);
  const told: string[] = [];
  const engine = spicedbEngine({
    client,
    model: documents,
    timeout,
    onUnanswered: ({ code }) => void told.push(code),
  });
  return { engine, seen, told };
}

function pair(request: v1.CheckBulkPermissionsRequestItem, permissionship: number): unknown {
  return { request, response: { oneofKind: "item", item: { permissionship } } };
}

describe("checks", () => {
  it("are matched by what was asked, whatever the order, and each is asked once", async () => {
    const asked: number[] = [];
    const { engine } = engineOn({
      checkBulkPermissions: ({ items }, done) => {
        asked.push(items.length);
        const has = ({ subject }: v1.CheckBulkPermissionsRequestItem) => subject?.object?.objectId === "bo";
        const pairs = items.map((item) => pair(item, has(item) ? HAS_PERMISSION : NO_PERMISSION));
        done(null, { pairs: pairs.reverse() });
      },
    });
    expect(await engine.checkMany([...questions, ...questions])).toEqual([
      "no",
      "yes",
      "no",
      "no",
      "yes",
      "no",
    ]);
    expect(asked).toEqual([3]);
  });

  it("are unknown where there is no answer, two, one on a condition, or one of another form", async () => {
    const { engine } = engineOn({
      checkBulkPermissions: ({ items }, done) => {
        const [kim, bo, al] = items.map((item) => (value: number) => pair(item, value));
        const pairs = [kim?.(HAS_PERMISSION), kim?.(NO_PERMISSION), bo?.(CONDITIONAL_PERMISSION), al?.(77)];
        done(null, { pairs: [...pairs, { response: { oneofKind: undefined } }] });
      },
    });
    const missing = asks(user("who"), "viewer", plan);
    expect(await engine.checkMany([...questions, missing])).toEqual(Array(4).fill("unknown"));
  });

  it("of more than a server takes at once are more calls", async () => {
    const sizes: number[] = [];
    const { engine } = engineOn({
      checkBulkPermissions: ({ items }, done) => {
        sizes.push(items.length);
        done(null, { pairs: items.map((item) => pair(item, HAS_PERMISSION)) });
      },
    });
    const many = Array.from({ length: 10_001 }, (_, index) => asks(user(`${index}`), "viewer", plan));
    expect(new Set(await engine.checkMany(many))).toEqual(new Set(["yes"]));
    expect(sizes).toEqual([10_000, 1]);
  });

  it("that share another's error are asked again, each by itself", async () => {
    const sizes: number[] = [];
    const { engine, told } = engineOn({
      checkBulkPermissions: ({ items }, done) => {
        sizes.push(items.length);
        const isDeep = items.some(({ resource }) => resource?.objectId === "deep");
        const error = { oneofKind: "error", error: { code: 9, message: "max depth exceeded", details: [] } };
        const answer = (request: v1.CheckBulkPermissionsRequestItem) =>
          isDeep ? { request, response: error } : pair(request, HAS_PERMISSION);
        done(null, { pairs: items.map(answer) });
      },
    });
    const objects = ["deep", "one", "two"].map((id) => asks(user("kim"), "viewer", document(id)));
    expect(await engine.checkMany(objects)).toEqual(["unknown", "yes", "yes"]);
    expect(sizes).toEqual([3, 1, 1, 1]);
    expect(told).toEqual(["refused"]);
    expect(await engine.checkMany(objects.slice(0, 1))).toEqual(["unknown"]);
    expect(sizes).toEqual([3, 1, 1, 1, 1]);
  });

  it.each<[string, StandIn, string]>([
    ["hangs", { checkBulkPermissions: () => {} }, "timeout"],
    [
      "fails",
      { checkBulkPermissions: (_, done) => done(Object.assign(new Error("down"), { code: 14 })) },
      "unavailable",
    ],
    [
      "throws",
      {
        checkBulkPermissions: () => {
          throw new Error("closed");
        },
      },
      "unavailable",
    ],
    ["says nothing", { checkBulkPermissions: (_, done) => done(null) }, "unavailable"],
    ["is another program", { checkBulkPermissions: (_, done) => done(null, {}) }, "unavailable"],
  ])("are unknown where the server %s", async (_, does, code) => {
    const { engine, told } = engineOn(does, 20);
    expect(await engine.checkMany(questions)).toEqual(["unknown", "unknown", "unknown"]);
    expect(told).toEqual([code]);
  });

  it("are unknown where nobody waits any more, and the call is called off", async () => {
    const { engine, seen } = engineOn({});
    const answers = engine.checkMany(questions, { signal: AbortSignal.abort() });
    expect(await answers).toEqual(["unknown", "unknown", "unknown"]);
    const waiting = engine.checkMany(questions);
    await engine.close();
    expect(await waiting).toEqual(["unknown", "unknown", "unknown"]);
    expect(seen.cancelled).toBe(1);
  });

  it("do not fail because who listens does", async () => {
    const { client } = standInClient({ checkBulkPermissions: (_, done) => done(new Error("down")) });
    const onUnanswered = () => {
      throw new Error("the log is full");
    };
    const engine = spicedbEngine({ client, model: documents, onUnanswered });
    expect(await engine.checkMany(questions)).toEqual(["unknown", "unknown", "unknown"]);
  });

  it("of what is not in the model are unknown, as is what is no question, and neither is asked", async () => {
    const { engine, told } = engineOn({});
    const odd = [null, {}, { subject: 7, relation: "viewer", object: plan }] as unknown as RelationQuestion[];
    expect(
      await engine.checkMany([
        asks(user("kim"), "viewer", { type: "Robot", id: "1" }),
        asks(user("kim"), "toString", plan),
        asks({ type: "Robot", id: "1" }, "viewer", plan),
        asks({ ...plan, relation: "driver" }, "viewer", plan),
        asks(user("\ud800"), "viewer", plan),
        asks(user("x".repeat(1025)), "viewer", plan),
        ...odd,
      ]),
    ).toEqual(Array(9).fill("unknown"));
    expect(told).toEqual(Array(4).fill("refused"));
  });
});

describe("lists", () => {
  const certain = v1.LookupPermissionship.HAS_PERMISSION;
  const conditional = v1.LookupPermissionship.CONDITIONAL_PERMISSION;

  it("have what is certain, once, sorted", async () => {
    const { engine } = engineOn({
      lookupResources: () => [
        { resourceObjectId: "b", permissionship: certain },
        { resourceObjectId: "c", permissionship: conditional },
        { resourceObjectId: "=40a", permissionship: certain },
        { resourceObjectId: "b", permissionship: certain },
      ],
    });
    expect(await engine.listResources(user("kim"), "viewer", "Document")).toEqual(["@a", "b"]);
  });

  it("are joined from messages: excluded is who is excluded from all of everyone, and in none", async () => {
    const subject = (subjectObjectId: string, permissionship = certain) => ({
      subjectObjectId,
      permissionship,
    });
    const everyone = (...ids: string[]) => ({
      subject: subject("*"),
      excludedSubjects: ids.map((id) => subject(id)),
    });
    const { engine } = engineOn({
      lookupSubjects: () => [
        everyone("a", "b", "c"),
        { subject: subject("b"), excludedSubjects: [] },
        { subject: subject("d", conditional), excludedSubjects: [] },
        everyone("c", "b", "x"),
      ],
    });
    expect(await engine.listSubjects(plan, "viewer", "User")).toEqual({
      ids: ["b"],
      everyone: true,
      except: ["c"],
    });
  });

  it.each<[string, StandIn, string]>([
    ["broke off", { lookupResources: () => Object.assign(new Error("reset"), { code: 14 }) }, "unavailable"],
    ["is refused", { lookupResources: () => Object.assign(new Error("too deep"), { code: 9 }) }, "refused"],
    [
      "has an id that nobody writes so",
      { lookupResources: () => [{ resourceObjectId: "=41", permissionship: certain }] },
      "protocol",
    ],
  ])("are none where one %s", async (_, does, code) => {
    const { engine } = engineOn(does);
    await expect(engine.listResources(user("kim"), "viewer", "Document")).rejects.toMatchObject({ code });
  });

  it("of an id that SpiceDB cannot have are refused", async () => {
    const { engine } = engineOn({});
    await expect(engine.listResources(user("\ud800"), "viewer", "Document")).rejects.toMatchObject({
      code: "refused",
    });
    await expect(engine.listSubjects(document("\ud800"), "viewer", "User")).rejects.toMatchObject({
      code: "refused",
    });
  });
});

describe("writes and reads", () => {
  const viewer = tuple(user("kim"), "viewer", plan);

  it.each([
    [4, "timeout"],
    [13, "protocol"],
    [14, "unavailable"],
    [9, "refused"],
  ])("of status %i are %s", async (status, code) => {
    const { engine } = engineOn({
      writeRelationships: (_, done) => done(Object.assign(new Error("no"), { code: status })),
    });
    await expect(engine.write({ touch: [viewer] })).rejects.toMatchObject({ code });
  });

  it("without a token are no writes that can be relied on", async () => {
    const { engine } = engineOn({ writeRelationships: (_, done) => done(null, {}) });
    await expect(engine.write({ touch: [viewer] })).rejects.toMatchObject({ code: "protocol" });
  });

  it("send each tuple once, and nothing where something is wrong with one", async () => {
    const sent: number[] = [];
    const { engine } = engineOn({
      writeRelationships: ({ updates }, done) => {
        sent.push(updates.length);
        done(null, { writtenAt: { token: "t" } });
      },
    });
    expect(await engine.write({ touch: [viewer, viewer] })).toEqual({ ok: true, token: "t" });
    const long = tuple(user("x".repeat(1025)), "viewer", plan);
    const wrong = tuple(document("a"), "viewer", plan);
    const refused = await engine.write({ touch: [viewer, long, wrong], delete: [viewer] });
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual([
      "malformed",
      "subject_not_allowed",
      "contradiction",
    ]);
    expect(sent).toEqual([1]);
  });

  it("that go on where they were are broken off", async () => {
    const relationship = {
      resource: { objectType: "document", objectId: "plan" },
      relation: "blocked",
      subject: { object: { objectType: "user", objectId: "kim" }, optionalRelation: "" },
    };
    const page = Array(1000).fill({ relationship, afterResultCursor: { token: "here" } });
    const { engine } = engineOn({ readRelationships: () => page });
    const all = async () => {
      let count = 0;
      for await (const read of engine.read({ object: plan })) count += read.object.id === "plan" ? 1 : 0;
      return count;
    };
    await expect(all()).rejects.toMatchObject({ code: "protocol" });
  });
});

it("an engine has no model that SpiceDB cannot say", () => {
  const rule = { kind: "inherited" as const, relation: "all", over: "all" };
  const model = {
    types: [
      {
        type: "Doc",
        relations: [
          {
            name: "all",
            subjects: [{ kind: "everyone" as const, type: "Doc" }],
            rule: { kind: "direct" as const },
          },
          { name: "some", subjects: [], rule },
        ],
      },
    ],
  };
  expect(() => spicedbEngine({ client: standInClient({}).client, model })).toThrow(
    /inherits over no relation of everyone/,
  );
});
