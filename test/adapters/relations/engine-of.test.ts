import { expect, it } from "vitest";
import { engineOf } from "../../../src/adapters/relations/engine-of.js";
import { readRelationModel } from "../../../src/adapters/relations.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";

const model = readRelationModel([
  { path: "schema.pol", text: "principal User\n\nentity Document {\n  relation viewer: User\n}\n" },
]);
const [kim, plan] = [
  { type: "User", id: "kim" },
  { type: "Document", id: "plan" },
];
const viewer = { subject: kim, relation: "viewer", object: plan };

it("a store as an engine says what the store says", async () => {
  const store = createRelationStore(model);
  const engine = engineOf(store);
  expect(await engine.checkMany([viewer])).toEqual(["no"]);
  expect(await engine.write({ touch: [viewer] })).toEqual({ ok: true, token: "1" });
  expect(await engine.checkMany([viewer, { ...viewer, subject: { ...kim, id: "Kim" } }])).toEqual([
    "yes",
    "no",
  ]);
  expect(await engine.listResources(kim, "viewer", "Document")).toEqual(["plan"]);
  expect(await engine.listSubjects(plan, "viewer", "User")).toEqual({
    ids: ["kim"],
    everyone: false,
    except: [],
  });
  const tuples: unknown[] = [];
  for await (const tuple of engine.read({ relation: "viewer" })) tuples.push(tuple);
  expect(tuples).toEqual([viewer]);
  await engine.close();
});

it("a write that the store refuses is refused", async () => {
  const engine = engineOf(createRelationStore(model));
  const refused = await engine.write({ touch: [{ ...viewer, subject: plan }] });
  expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(["subject_not_allowed"]);
});

it("what is read is what was there when it was asked for", async () => {
  const store = createRelationStore(model);
  store.write({ touch: [viewer, { ...viewer, subject: { ...kim, id: "bo" } }] });
  const seen: string[] = [];
  for await (const { subject } of engineOf(store).read()) {
    seen.push("id" in subject ? subject.id : "everyone");
    store.write({ delete: [viewer] });
  }
  expect(seen).toHaveLength(2);
});

it("a store that throws answers nothing, and says what became of a write", async () => {
  const broken = (code: string) => {
    const fail = () => {
      throw Object.assign(new Error("the disk is away"), { code });
    };
    const store = createRelationStore(model);
    return engineOf({ ...store, size: 0, revision: 0, checkMany: fail, write: fail, listResources: fail });
  };
  expect(await broken("closed").checkMany([viewer, viewer])).toEqual(["unknown", "unknown"]);
  await expect(broken("full").write({ touch: [viewer] })).rejects.toMatchObject({ code: "refused" });
  await expect(broken("uncertain").write({ touch: [viewer] })).rejects.toMatchObject({ code: "unavailable" });
  await expect(broken("changed").listResources(kim, "viewer", "Document")).rejects.toThrow(
    "the disk is away",
  );
});
