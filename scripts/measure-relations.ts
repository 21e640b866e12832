/*
 * Measures the embedded relation store: loading tuples, checks through five folders, three groups and an exclusion, lists of many objects,
 * snapshots, and a database that keeps them.
 *
 *   npx tsx --expose-gc scripts/measure-relations.ts [tuples]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importSnapshot, openRelationDatabase } from "../src/adapters/relations-sqlite.js";
import { check as checkPolicies } from "../src/compiler.js";
import { relationModel } from "../src/relations/from-schema.js";
import type { RelationTuple } from "../src/relations/model.js";
import { createRelationStore, type RelationStore } from "../src/relations/relation-store.js";
import { readSnapshot, snapshotOf } from "../src/relations/snapshot.js";

const schema = `
principal User
entity Group { relation member: User | Group.member }
entity Folder in Folder { relation viewer: User | Group.member = direct or viewer of parent }
entity Document in Folder {
  relation blocked: User
  relation viewer: User | Group.member = direct or viewer of parent
  relation reader = viewer but not blocked
}
`;

const total = Number(process.argv[2] ?? 1_000_000);
const { policySet } = checkPolicies([{ path: "schema.pol", text: schema }]);
if (policySet === undefined) throw new Error("the schema has errors");
const model = relationModel(policySet.entities);
const store = createRelationStore(model);

measureLoad();
measureChecks();
measureList();
await measureSnapshot();
await measureDatabase();

function measureLoad(): void {
  const tuples = manyTuples();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  for (let at = 0; at < tuples.length; at += 1000) mustWrite(store, tuples.slice(at, at + 1000));
  const took = performance.now() - start;
  tuples.length = 0;
  globalThis.gc?.();
  const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  console.log(
    `load: ${store.size} tuples in ${(took / 1000).toFixed(2)} s, heap ${megabytes.toFixed(0)} MB more`,
  );
}

/** Documents in folders, five deep; groups in groups in groups, whose innermost members may view the outermost folders. */
function manyTuples(): RelationTuple[] {
  const tuples: RelationTuple[] = [];
  const write = (subject: RelationTuple["subject"], relation: string, type: string, id: string) =>
    tuples.push({ subject, relation, object: { type, id } });
  const chains = Math.ceil(total / 40);
  for (let chain = 0; chain < chains; chain++) {
    for (let depth = 1; depth < 5; depth++)
      write({ type: "Folder", id: `f${chain}.${depth - 1}` }, "parent", "Folder", `f${chain}.${depth}`);
    write({ type: "Group", id: `g${chain % 1000}.0`, relation: "member" }, "viewer", "Folder", `f${chain}.0`);
    for (let document = 0; document < 25; document++)
      write({ type: "Folder", id: `f${chain}.4` }, "parent", "Document", `d${chain}.${document}`);
    for (let user = 0; user < 10; user++)
      write(
        { type: "User", id: `u${(chain * 10 + user) % 5000}` },
        "blocked",
        "Document",
        `d${chain}.${user}`,
      );
  }
  for (let group = 0; group < 1000; group++) {
    for (let depth = 1; depth < 3; depth++)
      write(
        { type: "Group", id: `g${group}.${depth}`, relation: "member" },
        "member",
        "Group",
        `g${group}.${depth - 1}`,
      );
    for (let user = 0; user < 5; user++)
      write({ type: "User", id: `u${group * 5 + user}` }, "member", "Group", `g${group}.2`);
  }
  return tuples;
}

function mustWrite(target: RelationStore, touch: readonly RelationTuple[]): void {
  const written = target.write({ touch });
  if (!written.ok) throw new Error(JSON.stringify(written.problems[0]));
}

function measureChecks(): void {
  const chains = Math.ceil(total / 40);
  const times: number[] = [];
  const counts: Record<string, number> = {};
  const rounds = 200_000;
  const cpu = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const chain = (round * 7919) % chains;
    const user = round % 3 === 0 ? (chain % 1000) * 5 + (round % 5) : (round * 31) % 5000;
    const question = {
      subject: { type: "User", id: `u${user}` },
      relation: "reader",
      object: { type: "Document", id: `d${chain}.${round % 25}` },
    };
    const start = process.hrtime.bigint();
    const answer = store.check(question);
    if (round > rounds / 4) times.push(Number(process.hrtime.bigint() - start));
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  const { user } = process.cpuUsage(cpu);
  times.sort((left, right) => left - right);
  const at = (part: number) => ((times[Math.floor(times.length * part)] ?? 0) / 1000).toFixed(2);
  console.log(
    `check: median ${at(0.5)} µs, p99 ${at(0.99)} µs, p99.9 ${at(0.999)} µs;`,
    `processor time ${(user / rounds).toFixed(2)} µs each, the clock and the question included`,
    counts,
  );
}

function measureList(): void {
  const chains = Math.ceil(total / 40);
  // Whoever is in this group sees enough folders for ten thousand documents.
  const needed = Math.min(chains, 400);
  mustWrite(
    store,
    Array.from({ length: needed }, (_, chain) => ({
      subject: { type: "User", id: "reader" },
      relation: "viewer",
      object: { type: "Folder", id: `f${chain}.0` },
    })),
  );
  for (const relation of ["viewer", "reader"]) {
    const times: number[] = [];
    let found = 0;
    const cpu = process.cpuUsage();
    for (let round = 0; round < 20; round++) {
      const start = performance.now();
      found = store.listResources({ type: "User", id: "reader" }, relation, "Document").length;
      times.push(performance.now() - start);
    }
    times.sort((left, right) => left - right);
    console.log(
      `listResources ${relation}: ${found} of ${store.size} tuples' objects, median ${times[10]?.toFixed(1)} ms, processor time ${(process.cpuUsage(cpu).user / 20_000).toFixed(1)} ms`,
    );
  }
}

async function measureSnapshot(): Promise<void> {
  const start = performance.now();
  const lines = [...snapshotOf(store, model)];
  const between = performance.now();
  const read = await readSnapshot(lines, model);
  if (!read.ok || read.store.size !== store.size) throw new Error("the snapshot brought something else back");
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(2);
  console.log(
    `snapshot: ${lines.length} lines in ${seconds(start, between)} s, read in ${seconds(between, performance.now())} s`,
  );
}

/** What keeping the tuples in a file costs: all at once, at opening, and for each write, which waits for the disk. */
async function measureDatabase(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "polc-measure-"));
  const path = join(folder, "relations.db");
  try {
    const imported = await timed("database: import", () =>
      importSnapshot(path, snapshotOf(store, model), model),
    );
    if (!imported.ok) throw new Error(imported.problem.message);
    imported.database.close();
    const database = await timed("database: open", () => openRelationDatabase(path, model));
    if (database.size !== store.size) throw new Error("the database brought something else back");
    await timed("database: 500 writes of a tuple each", async () => {
      for (let number = 0; number < 500; number++)
        mustWrite(database, [
          {
            subject: { type: "User", id: `new${number}` },
            relation: "viewer",
            object: { type: "Folder", id: "f0.0" },
          },
        ]);
    });
    database.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${what}: ${seconds.toFixed(2)} s, processor time ${((user + system) / 1e6).toFixed(2)} s`);
  return result;
}
