import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EntityReference, RelationModel } from "../../src/relations/model.js";
import type { ProofStep, ProvenRelation } from "../../src/relations/proof.js";
import {
  createRelationStore,
  keyOf,
  type RelationQuestion,
  type RelationStore,
} from "../../src/relations/relation-store.js";
import { assertNever } from "../../src/util/invariant.js";
import { naiveAnswers } from "./naive-answers.js";
import { type RelationWorld, relationWorlds } from "./relation-arbitrary.js";

const seed = 15;

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function storeOf({ model, tuples }: RelationWorld): RelationStore {
  const store = createRelationStore(model);
  const written = store.write({ touch: tuples });
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  return store;
}

/** Every question about a world's entities. */
function* questions({ model, tuples, entities }: RelationWorld) {
  const named = entities.filter(({ type, id }) =>
    tuples.some(({ object }) => object.type === type && object.id === id),
  );
  const usersets = named.slice(0, 2).map((entity) => ({ ...entity, relation: "a" }));
  const users = entities.filter(({ type }) => type === "User");
  for (const object of named)
    for (const { name } of model.types.find(({ type }) => type === object.type)?.relations ?? [])
      for (const subject of [...users, ...usersets]) yield { subject, relation: name, object };
}

const groups: RelationModel = {
  types: [
    {
      type: "Group",
      relations: [
        { name: "guest", subjects: [], rule: { kind: "computed", relation: "member" } },
        {
          name: "member",
          subjects: [{ kind: "userset", type: "Group", relation: "member" }],
          rule: { kind: "direct" },
        },
      ],
    },
  ],
};

describe("createRelationStore", () => {
  it.each([undefined, null, {}, "model", { types: 1 }])("says what a model is where it gets %o", (model) => {
    expect(() => createRelationStore(model as never)).toThrow(
      /no relation model: it is `policySet\.relations`/,
    );
  });
});

describe("a relation store", () => {
  it("check-equals-well-founded-semantics: over any model and tuples", () => {
    const counts = { yes: 0, no: 0, unknown: 0 };
    fc.assert(
      fc.property(relationWorlds(), (world) => {
        const store = storeOf(world);
        const expected = naiveAnswers(world.model, world.tuples, world.entities);
        const asked = [...questions(world)];
        for (const question of asked) {
          const answer = store.check(question);
          counts[answer] += 1;
          expect([question, answer]).toEqual([question, expected(question)]);
        }
        // Asked at once, subject by subject, what was found for one question serves the next.
        const bySubject = asked.toSorted((left, right) => compareText(left.subject.id, right.subject.id));
        for (const questionsAtOnce of [asked, bySubject])
          expect(store.checkMany(questionsAtOnce)).toEqual(questionsAtOnce.map(expected));
      }),
      { seed, numRuns: 25 },
    );
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(10);
  });

  it("lists-equal-checks: of objects and of subjects", () => {
    fc.assert(
      fc.property(relationWorlds(), (world) => {
        const store = storeOf(world);
        for (const { type, relations } of world.model.types)
          for (const { name } of relations) {
            expectSameObjects(store, world, type, name);
            expectSameSubjects(store, world, type, name);
          }
      }),
      { seed, numRuns: 30 },
    );
  });

  it("proofs-hold: what explains a yes is made of tuples that are there, and of what is proved below", () => {
    fc.assert(
      fc.property(relationWorlds(), (world) => {
        const store = storeOf(world);
        for (const question of questions(world)) {
          const proof = store.explain(question);
          expect(proof.length > 0).toBe(store.check(question) === "yes");
          for (const [place, proven] of proof.entries())
            expectProven(store, question.subject, proof, place, proven.by);
          if (proof[0] !== undefined)
            expect(proof[0]).toMatchObject({ relation: question.relation, object: question.object });
        }
      }),
      { seed, numRuns: 20 },
    );
  });

  it("says yes and why of a userset about itself, although nobody has written of it", () => {
    const store = storeOf({ model: groups, tuples: [], entities: [] });
    const group = { type: "Group", id: "new" };
    const question = { subject: { ...group, relation: "member" }, relation: "guest", object: group };
    expect([store.check(question), store.size]).toEqual(["yes", 0]);
    expect(store.explain(question).map(({ by }) => by.kind)).toEqual(["relation", "itself"]);
    expect(store.explain({ ...question, object: { ...group, id: "other" } })).toEqual([]);
  });

  it("knows nothing of what its model does not have: a policy that does has another one", () => {
    const store = storeOf({ model: groups, tuples: [], entities: [] });
    const [subject, object] = [
      { type: "Group", id: "a" },
      { type: "Group", id: "b" },
    ];
    const asks = (question: Partial<RelationQuestion>) =>
      store.check({ subject, relation: "guest", object, ...question });
    expect(asks({})).toBe("no");
    expect(asks({ relation: "banned" })).toBe("unknown");
    expect(asks({ object: { type: "Room", id: "b" } })).toBe("unknown");
    expect(asks({ subject: { type: "Robot", id: "r2" } })).toBe("unknown");
    expect(asks({ subject: { ...subject, relation: "owner" } })).toBe("unknown");
    expect(asks({ relation: "toString" })).toBe("unknown");
  });

  it("refuses a write with a member that nobody reads: a misspelt `delete` would be said to be made", () => {
    const store = createRelationStore(groups);
    for (const wrong of [{ touch: [], delte: [] }, null, "touch"]) {
      const result = store.write(wrong as never);
      expect(result).toMatchObject({ ok: false, problems: [{ code: "malformed" }] });
    }
    expect(store.write({ delte: [] } as never)).toMatchObject({
      problems: [{ message: "a write has no `delte`: it has `touch`, `delete`, `require` and `forbid`" }],
    });
    expect(store.revision).toBe(0);
  });

  it("writes-undo: a store whose tuples were taken out again answers as one that never had them", () => {
    fc.assert(
      fc.property(relationWorlds(), fc.infiniteStream(fc.boolean()), (world, choice) => {
        const store = storeOf(world);
        const kept = world.tuples.filter(() => choice.next().value === true);
        const keys = new Set(kept.map(keyOf));
        const gone = world.tuples.filter((tuple) => !keys.has(keyOf(tuple)));
        expect(store.write({ delete: gone })).toMatchObject({ ok: true });
        const fresh = storeOf({ ...world, tuples: kept });
        expect(store.size).toBe(fresh.size);
        expect([...store.read()].map(keyOf).sort()).toEqual([...fresh.read()].map(keyOf).sort());
        for (const question of questions(world)) expect(store.check(question)).toBe(fresh.check(question));
      }),
      { seed, numRuns: 20 },
    );
  });
});

function expectSameObjects(store: RelationStore, world: RelationWorld, type: string, relation: string): void {
  const objects = world.entities.filter((entity) => entity.type === type);
  for (const subject of world.entities.filter((entity) => entity.type === "User")) {
    const expected = objects.filter((object) => store.check({ subject, relation, object }) === "yes");
    expect(store.listResources(subject, relation, type)).toEqual(expected.map(({ id }) => id));
  }
}

function expectSameSubjects(
  store: RelationStore,
  world: RelationWorld,
  type: string,
  relation: string,
): void {
  const users = world.entities.filter((entity) => entity.type === "User");
  for (const object of world.entities.filter((entity) => entity.type === type)) {
    const { ids, everyone, except } = store.listSubjects(object, relation, "User");
    for (const { id } of users) {
      const listed = ids.includes(id) || (everyone && !except.includes(id));
      const subject = { type: "User", id };
      expect(listed).toBe(store.check({ subject, relation, object }) === "yes");
    }
    const stranger = { type: "User", id: "nobody has written of me" };
    expect(everyone).toBe(store.check({ subject: stranger, relation, object }) === "yes");
  }
}

function expectProven(
  store: RelationStore,
  subject: RelationQuestion["subject"],
  proof: readonly ProvenRelation[],
  place: number,
  step: ProofStep,
): void {
  const { object } = proof[place] ?? { object: undefined };
  const isBelow = (relation: string, other: EntityReference | undefined) =>
    proof.slice(place + 1).some((proven) => proven.relation === relation && isSame(proven.object, other));
  switch (step.kind) {
    case "itself":
      return expect(subject).toMatchObject({ ...object, relation: proof[place]?.relation });
    case "tuple":
      return expect([...store.read(step.tuple)]).toHaveLength(1);
    case "userset": {
      expect([...store.read(step.tuple)]).toHaveLength(1);
      const { type, id, relation } = step.tuple.subject as EntityReference & { relation: string };
      return expect(isBelow(relation, { type, id })).toBe(true);
    }
    case "relation":
      return expect(isBelow(step.relation, object)).toBe(true);
    case "inherited":
      expect([...store.read(step.tuple)]).toHaveLength(1);
      return expect(isBelow(step.relation, step.tuple.subject as EntityReference)).toBe(true);
    case "all":
      for (const part of step.steps) expectProven(store, subject, proof, place, part);
      return;
    case "butNot":
      return expectProven(store, subject, proof, place, step.step);
    default:
      return assertNever(step);
  }
}

function isSame(one: EntityReference, other: EntityReference | undefined): boolean {
  return one.type === other?.type && one.id === other.id;
}
