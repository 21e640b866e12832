import { describe, expect, it } from "vitest";
import type { RelationModel, RelationTuple } from "../../src/relations/model.js";
import { createRelationStore } from "../../src/relations/relation-store.js";

const depth = 100_000;

/** Folders in folders; `reader` hangs on an exclusion. */
const model: RelationModel = {
  types: [
    {
      type: "Folder",
      relations: [
        { name: "blocked", subjects: [{ kind: "entity", type: "User" }], rule: { kind: "direct" } },
        { name: "parent", subjects: [{ kind: "entity", type: "Folder" }], rule: { kind: "direct" } },
        {
          name: "reader",
          subjects: [],
          rule: {
            kind: "exclusion",
            base: { kind: "computed", relation: "viewer" },
            excluded: { kind: "computed", relation: "blocked" },
          },
        },
        {
          name: "viewer",
          subjects: [{ kind: "entity", type: "User" }],
          rule: {
            kind: "union",
            operands: [{ kind: "direct" }, { kind: "inherited", relation: "viewer", over: "parent" }],
          },
        },
      ],
    },
    { type: "User", relations: [] },
  ],
};

const folder = (index: number) => ({ type: "Folder", id: `f${index}` });
const kim = { type: "User", id: "kim" };

function deepStore() {
  const store = createRelationStore(model);
  const touch: RelationTuple[] = Array.from({ length: depth }, (_, index) => ({
    subject: folder(index),
    relation: "parent",
    object: folder(index + 1),
  }));
  store.write({ touch: [...touch, { subject: kim, relation: "viewer", object: folder(0) }] });
  return store;
}

describe("folders, one in the other, a hundred thousand deep", () => {
  it("answer as shallow ones do, and a cycle through all of them changes nothing", () => {
    const store = deepStore();
    const question = { subject: kim, relation: "reader", object: folder(depth) };
    expect(store.check(question)).toBe("yes");
    expect(store.check({ ...question, subject: { type: "User", id: "lee" } })).toBe("no");
    expect(store.listResources(kim, "viewer", "Folder")).toHaveLength(depth + 1);
    expect(store.explain({ ...question, object: folder(3000) })).toHaveLength(3002);
    store.write({ touch: [{ subject: folder(depth), relation: "parent", object: folder(0) }] });
    expect(store.check(question)).toBe("yes");
    expect(store.check({ ...question, subject: { type: "User", id: "lee" } })).toBe("no");
    store.write({ delete: [{ subject: kim, relation: "viewer", object: folder(0) }] });
    expect(store.check(question)).toBe("no");
  });
});
