/*
 * Holds the embedded relation store against the well-founded semantics, over random models and tuples: checks, lists both ways, explanations, and
 * what a snapshot brings back.
 *
 *   npx tsx scripts/fuzz-relations.ts [worlds] [seed]
 */
import fc from "fast-check";
import { createRelationStore, type RelationStore } from "../src/relations/relation-store.js";
import { readSnapshot, snapshotOf } from "../src/relations/snapshot.js";
import { naiveAnswers } from "../test/relations/naive-answers.js";
import { type RelationWorld, relationWorlds } from "../test/relations/relation-arbitrary.js";

const worlds = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const counts = { yes: 0, no: 0, unknown: 0 };

await fc.assert(fc.asyncProperty(relationWorlds(), holdWorld), { seed, numRuns: worlds });
console.log(`seed ${seed}: ${worlds} worlds, no difference`, counts);

async function holdWorld(world: RelationWorld): Promise<void> {
  const store = createRelationStore(world.model);
  must(store.write({ touch: world.tuples }).ok, "the tuples fit");
  const read = await readSnapshot(snapshotOf(store, world.model), world.model);
  must(read.ok, "the snapshot is read");
  const expected = naiveAnswers(world.model, world.tuples, world.entities);
  for (const object of world.entities)
    for (const { name } of world.model.types.find(({ type }) => type === object.type)?.relations ?? [])
      for (const subject of [...world.entities, { type: "Group", id: "1", relation: "a" }]) {
        const question = { subject, relation: name, object };
        const answer = expected(question);
        counts[answer] += 1;
        holdQuestion(store, question, answer);
        if (read.ok) must(read.store.check(question) === answer, "the snapshot answers alike");
      }
}

function holdQuestion(
  store: RelationStore,
  question: Parameters<RelationStore["check"]>[0],
  answer: string,
): void {
  const { subject, relation, object } = question;
  const what = JSON.stringify(question);
  must(store.check(question) === answer, `${what} is ${answer}`);
  must(store.explain(question).length > 0 === (answer === "yes"), `${what} is explained if it holds`);
  const isListed = store.listResources(subject, relation, object.type).includes(object.id);
  // An object that no tuple names is found by asking, not by listing.
  must(isListed === (answer === "yes") || [...store.read({ object })].length === 0, `${what} is listed`);
  if (subject.relation !== undefined) return;
  const { ids, everyone, except } = store.listSubjects(object, relation, subject.type);
  const isAmong = ids.includes(subject.id) || (everyone && !except.includes(subject.id));
  must(isAmong === (answer === "yes"), `${what} is among the subjects`);
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
