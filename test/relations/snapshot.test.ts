import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RelationModel } from "../../src/relations/model.js";
import { createRelationStore, keyOf } from "../../src/relations/relation-store.js";
import { modelDigest, type ReadSnapshot, readSnapshot, snapshotOf } from "../../src/relations/snapshot.js";
import { relationWorlds } from "./relation-arbitrary.js";

const seed = 8;

const model: RelationModel = {
  types: [
    {
      type: "Doc",
      relations: [
        {
          name: "viewer",
          subjects: [
            { kind: "entity", type: "User" },
            { kind: "everyone", type: "User" },
            { kind: "userset", type: "Doc", relation: "viewer" },
          ],
          rule: { kind: "direct" },
        },
      ],
    },
    { type: "User", relations: [] },
  ],
};

function storeOfDocs() {
  const store = createRelationStore(model);
  const object = { type: "Doc", id: "1" };
  store.write({ touch: [{ subject: { type: "User", id: 'a"\n]' }, relation: "viewer", object }] });
  store.write({ touch: [{ subject: { type: "User", everyone: true }, relation: "viewer", object }] });
  store.write({
    touch: [{ subject: { type: "Doc", id: "2", relation: "viewer" }, relation: "viewer", object }],
  });
  return store;
}

const lines = [...snapshotOf(storeOfDocs(), model)];

function problemOf(read: ReadSnapshot) {
  return read.ok ? undefined : [read.problem.code, read.problem.line, read.problem.message];
}

describe("a snapshot", () => {
  it("says the model, the revision and the tuples, and ends", () => {
    expect(lines).toEqual([
      `{"format":"polc relations 1","model":"${modelDigest(model)}","revision":3}\n`,
      '[["Doc","2","viewer"],"viewer","Doc","1"]\n',
      '[["User","a\\"\\n]"],"viewer","Doc","1"]\n',
      '[["User"],"viewer","Doc","1"]\n',
      expect.stringMatching(/^\{"tuples":3,"sha256":"[0-9a-f]{64}"\}\n$/),
    ]);
  });

  it("snapshot-roundtrip: of any store, in parts of any length, whatever the order of its writes was", async () => {
    await fc.assert(
      fc.asyncProperty(relationWorlds(), fc.integer({ min: 1, max: 200 }), async (world, length) => {
        const store = createRelationStore(world.model, { revision: 41 });
        store.write({ touch: world.tuples });
        const text = [...snapshotOf(store, world.model)].join("");
        const parts = text.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
        const read = await readSnapshot(parts, world.model);
        if (!read.ok) throw new Error(read.problem.message);
        expect(read.store.revision).toBe(store.revision);
        expect([...read.store.read()].map(keyOf).sort()).toEqual([...store.read()].map(keyOf).sort());
        expect([...snapshotOf(read.store, world.model)].join("")).toBe(text);
      }),
      { seed, numRuns: 40 },
    );
  });

  it("broken-snapshots-are-refused: without a line, with one twice, with a character changed, cut off anywhere", async () => {
    const text = lines.join("");
    const without = lines.map((_, gone) => lines.filter((__, index) => index !== gone).join(""));
    const twice = lines.map((line, index) =>
      [...lines.slice(0, index), line, ...lines.slice(index)].join(""),
    );
    const changed = Array.from(
      text,
      (character, at) => text.slice(0, at) + (character === "1" ? "2" : "1") + text.slice(at + 1),
    );
    const cut = Array.from(text, (_, end) => text.slice(0, end));
    for (const broken of [...without, ...twice, ...changed, ...cut, `${text}\n`])
      expect([broken, (await readSnapshot([broken], model)).ok]).toEqual([broken, false]);
  });

  it("of another model is refused", async () => {
    const other = { types: model.types.map((type) => ({ ...type, type: `${type.type}s` })) };
    expect(problemOf(await readSnapshot(lines, other))).toEqual([
      "foreign_snapshot",
      1,
      "the snapshot is of another model of relations",
    ]);
    expect(problemOf(await readSnapshot(["hello\n"], model))).toEqual([
      "broken_snapshot",
      1,
      "this is no snapshot of relations",
    ]);
    expect(problemOf(await readSnapshot(lines.slice(0, 3), model))).toEqual([
      "broken_snapshot",
      3,
      "the snapshot was cut off",
    ]);
  });

  it("is of the revision that it was asked of, and its store remembers nothing of before", async () => {
    const store = storeOfDocs();
    const snapshot = snapshotOf(store, model);
    store.write({ delete: [...store.read()] });
    expect([...snapshot]).toEqual(lines);
    const read = await readSnapshot(snapshot, model);
    if (!read.ok) throw new Error(read.problem.message);
    expect([read.store.size, read.store.revision]).toEqual([3, 3]);
    expect([read.store.changesSince(3), read.store.changesSince(2)]).toEqual([[], undefined]);
  });
});
