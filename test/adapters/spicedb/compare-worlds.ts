import type { SpicedbEngine } from "../../../src/adapters/spicedb.js";
import type { RelationAnswer } from "../../../src/relations/evaluation.js";
import type { EntityReference, RelationModel } from "../../../src/relations/model.js";
import {
  createRelationStore,
  type RelationQuestion,
  type RelationStore,
  type SubjectList,
} from "../../../src/relations/relation-store.js";
import type { RelationWorld } from "../../relations/relation-arbitrary.js";
import { leadsToCycle, renamedWorld } from "./spicedb-worlds.js";

/** What was seen, and what was not alike. */
export interface Comparison {
  readonly counts: { [what: string]: number };
  readonly differences: string[];
  /** Whether the server is still busy with a question that nobody waits for. */
  isStuck: boolean;
}

/** How much is asked. */
export interface Extent {
  /** Questions of each world that lead to no cycle. */
  readonly plain: number;
  /** Questions of all worlds together that lead to one: they can take long. */
  readonly circular: number;
  /** Lists are asked for of one world in so many. */
  readonly lists: number;
}

/** The worlds beside each other in one model. */
export function besideEachOther(worlds: readonly RelationWorld[]): readonly RelationWorld[] {
  return worlds.map((world, index) => renamedWorld(world, `W${index}`));
}

/** One model of all. */
export function joinedModel(worlds: readonly RelationWorld[]): RelationModel {
  const types = worlds.flatMap(({ model }) => model.types);
  return { types: [...new Map(types.map((entry) => [entry.type, entry])).values()] };
}

/**
 * Asks SpiceDB and the embedded store the same of worlds that stand in one schema, and leaves no tuples behind. SpiceDB may leave open what leads
 * to a cycle, and nothing else; what it says must be so.
 */
export async function compareWorlds(
  engine: SpicedbEngine,
  worlds: readonly RelationWorld[],
  extent: Extent,
): Promise<Comparison> {
  const comparison: Comparison = { counts: {}, differences: [], isStuck: false };
  const tuples = worlds.flatMap((world) => world.tuples);
  await engine.writeSchema();
  await engine.write({ touch: tuples });
  const asked = worlds.map((world) => askedOf(world, extent));
  const plain = asked.flatMap((each) => each.plain);
  compareAnswers(comparison, plain, await engine.checkMany(plain.map(({ question }) => question)));
  for (const [index, { store, plain, circular }] of asked.entries())
    if (circular.length === 0 && index % extent.lists === 0)
      await compareLists(comparison, engine, store, plain[index % plain.length]);
  const circular = asked.flatMap((each) => each.circular).slice(0, extent.circular);
  await compareCircular(comparison, engine, circular);
  if (!comparison.isStuck) await engine.write({ delete: tuples });
  return comparison;
}

/** A question, and what the embedded store says. */
interface Asked {
  readonly question: RelationQuestion;
  readonly embedded: RelationAnswer;
  readonly world: RelationWorld;
}

function askedOf(world: RelationWorld, extent: Extent) {
  const store = storeOf(world);
  const leads = leadsToCycle(world);
  const asked = questionsOf(world).map(
    (question): Asked => ({ question, embedded: store.check(question), world }),
  );
  const [circular, plain] = [true, false].map((wanted) =>
    asked.filter(({ question: { object, relation } }) => leads(object, relation) === wanted),
  );
  return { store, plain: spread(plain ?? [], extent.plain), circular: spread(circular ?? [], 3) };
}

/** So many of the values, from all over; those with another answer than `no`, which are few, first. */
function spread(asked: readonly Asked[], count: number): readonly Asked[] {
  const telling = asked.filter(({ embedded }) => embedded !== "no").slice(0, count / 2);
  const others = asked.filter(({ embedded }) => embedded === "no");
  const step = Math.max(1, Math.ceil(others.length / (count - telling.length)));
  return [...telling, ...others.filter((_, index) => index % step === 0)];
}

/** These come last, each by itself and for a short time; where one took too long the server is busy with it for as long as it likes. */
async function compareCircular(
  comparison: Comparison,
  engine: SpicedbEngine,
  circular: readonly Asked[],
): Promise<void> {
  for (const asked of circular) {
    const begin = performance.now();
    compareAnswers(
      comparison,
      [asked],
      await engine.checkMany([asked.question], { timeout: circularTimeout }),
    );
    comparison.isStuck = performance.now() - begin >= circularTimeout;
    if (comparison.isStuck) return;
  }
}

const circularTimeout = 2000;

function storeOf({ model, tuples }: RelationWorld): RelationStore {
  const store = createRelationStore(model);
  const written = store.write({ touch: tuples });
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  return store;
}

/** Of every object and relation: the users, one that nobody wrote of, and some usersets. */
function questionsOf({ model, entities }: RelationWorld): readonly RelationQuestion[] {
  const users = entities.filter(({ type }) => type.startsWith("User"));
  const groups = entities.filter(({ type }) => type.startsWith("Group"));
  const strangers = users.slice(0, 1).map(({ type }) => ({ type, id: "nobody wrote of me" }));
  const usersets = groups.slice(0, 2).map((group) => ({ ...group, relation: "a" }));
  return entities.flatMap((object) =>
    relationsOf(model, object.type).flatMap((relation) =>
      [...users, ...strangers, ...usersets].map((subject) => ({ subject, relation, object })),
    ),
  );
}

function relationsOf({ types }: RelationModel, type: string): readonly string[] {
  return types.find((entry) => entry.type === type)?.relations.map(({ name }) => name) ?? [];
}

function compareAnswers(
  { counts, differences }: Comparison,
  asked: readonly Asked[],
  answers: readonly RelationAnswer[],
): void {
  for (const [index, { question, embedded, world }] of asked.entries()) {
    const real = answers[index];
    const isLeftOpen = real === "unknown" && leadsToCycle(world)(question.object, question.relation);
    const what = isLeftOpen ? `${embedded}, left open` : String(real);
    counts[what] = (counts[what] ?? 0) + 1;
    if (embedded !== real && !isLeftOpen)
      differences.push(JSON.stringify({ question, embedded, real, world }));
  }
}

/** One list of each kind, of a world without cycles. */
async function compareLists(
  { counts, differences }: Comparison,
  engine: SpicedbEngine,
  store: RelationStore,
  asked: Asked | undefined,
): Promise<void> {
  if (asked === undefined) return;
  const { question, world } = asked;
  const { subject, relation, object } = question;
  const type = world.entities.find((entity) => entity.type.startsWith("User"))?.type ?? "";
  // An object that no tuple names is found by asking, not by listing.
  const isNamed = (id: string) => [...store.read({ object: { type: object.type, id } })].length > 0;
  const embedded = [
    store.listResources(subject, relation, object.type).filter(isNamed),
    whoIsIn(store.listSubjects(object, relation, type), world, type),
  ];
  const real = [
    (await engine.listResources(subject, relation, object.type)).filter(isNamed),
    whoIsIn(await engine.listSubjects(object, relation, type), world, type),
  ];
  counts.lists = (counts.lists ?? 0) + real.length;
  if (JSON.stringify(embedded) !== JSON.stringify(real))
    differences.push(JSON.stringify({ question, embedded, real, world }));
}

/** Which users a list has, and whether it has one that nobody wrote of: lists that say the same may be different. */
function whoIsIn(list: SubjectList, { entities }: RelationWorld, type: string): readonly string[] {
  const users = [...entities.filter((entity) => entity.type === type), { type, id: "nobody wrote of me" }];
  const has = ({ id }: EntityReference) =>
    list.ids.includes(id) || (list.everyone && !list.except.includes(id));
  return users.filter(has).map(({ id }) => id);
}
