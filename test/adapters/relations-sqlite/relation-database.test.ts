import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import Database from "libsql";
import { describe, expect, it, onTestFinished } from "vitest";
import { relationDatabaseWith } from "../../../src/adapters/relations-sqlite/open-relation-database.js";
import {
  importSnapshot,
  openRelationDatabase,
  type RelationDatabase,
  RelationDatabaseError,
} from "../../../src/adapters/relations-sqlite.js";
import type { EntityReference, RelationTuple } from "../../../src/relations/model.js";
import { createRelationStore, keyOf, type RelationStore } from "../../../src/relations/relation-store.js";
import { snapshotOf } from "../../../src/relations/snapshot.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { type RelationWorld, relationWorlds } from "../../relations/relation-arbitrary.js";
import { killWhileWriting } from "./kill-while-writing.js";
import { model, randomWrite } from "./random-writes.js";

const seed = 8;
const kim: EntityReference = { type: "User", id: "kim" };

function viewer(id: string): RelationTuple {
  return { subject: kim, relation: "viewer", object: { type: "Document", id } };
}

/** In memory where that can be had: flushing, which these tests have much of, costs nothing there. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "polc-sqlite-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function newPath(): string {
  return join(temporaryFolder(), "relations.db");
}

function contentsOf(store: RelationStore) {
  return {
    revision: store.revision,
    size: store.size,
    keys: Array.from(store.read(), keyOf).sort(),
    changes: [-1, 0, 1, store.revision - 1, store.revision, store.revision + 1].map((since) =>
      store.changesSince(since),
    ),
  };
}

/** What was thrown, of a database. */
async function problemOf(work: () => unknown): Promise<{ code: string; message: string }> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RelationDatabaseError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A database with three writes, closed. */
async function writtenPath(): Promise<string> {
  const path = newPath();
  const database = await openRelationDatabase(path, model);
  for (const id of ["1", "2", "3"]) database.write({ touch: [viewer(id)] });
  database.close();
  return path;
}

describe("a relation database", () => {
  it("database-equals-store: any writes, opened again at any time, answer as the store in memory", async () => {
    await fc.assert(
      fc.asyncProperty(
        relationWorlds(),
        fc.array(fc.record({ split: fc.nat(8), isDelete: fc.boolean(), reopens: fc.boolean() }), {
          maxLength: 6,
        }),
        fc.constantFrom(2, 10_000),
        async (world, steps, remembered) => {
          const path = newPath();
          const store = createRelationStore(world.model, { remembered });
          let database = await openRelationDatabase(path, world.model, { remembered });
          for (const { split, isDelete, reopens } of steps) {
            const [early, late] = [world.tuples.slice(0, split), world.tuples.slice(split)];
            const write = isDelete
              ? { delete: early, require: late.slice(0, 1) }
              : { touch: [...early, ...early], delete: late, forbid: late.slice(1, 2) };
            expect(database.write(write)).toEqual(store.write(write));
            if (reopens) {
              database.close();
              database = await openRelationDatabase(path, world.model, { remembered });
            }
            expect(contentsOf(database)).toEqual(contentsOf(store));
          }
          expectSameAnswers(database, store, world);
          database.close();
        },
      ),
      { seed, numRuns: 10 },
    );
  });

  it("failed-writes-change-nothing: wherever a statement fails, before or after it did its work", async () => {
    let uncertain = 0;
    for (const isDone of [false, true])
      for (let step = 1; step <= 7; step++) {
        const path = newPath();
        const faults = faultyDriver();
        const database = relationDatabaseWith(faults.connect, path, model);
        const store = createRelationStore(model);
        for (const target of [database, store]) target.write({ touch: [viewer("1"), viewer("2")] });
        const before = contentsOf(store);
        const write = { touch: [viewer("3"), viewer("4")], delete: [viewer("1")] };
        const heard: number[] = [];
        database.onChange(({ revision }) => heard.push(revision));
        faults.failAt(step, isDone);
        const { code } = await problemOf(() => database.write(write));
        expect(heard).toEqual([]);
        expect([step, code]).toEqual([step, step === 7 ? "uncertain" : "unavailable"]);
        if (code === "uncertain") {
          uncertain += 1;
          expect(await problemOf(() => database.check({ ...viewer("1"), subject: kim }))).toMatchObject({
            code: "closed",
          });
        } else {
          expect(contentsOf(database)).toEqual(before);
          expect(database.write(write)).toEqual(store.write(write));
          database.close();
        }
        const again = await openRelationDatabase(path, model);
        if (again.revision > store.revision) store.write(write);
        expect(contentsOf(again)).toEqual(contentsOf(store));
        again.close();
      }
    expect(uncertain).toBe(2);
  });

  it("says that the disk is full, and goes on when it is not any more", async () => {
    const path = newPath();
    const connections: Database.Database[] = [];
    const database = relationDatabaseWith((file) => last(connections, new Database(file)), path, model);
    database.write({ touch: [viewer("1")] });
    const before = contentsOf(database);
    connections[0]?.exec("pragma max_page_count = 20");
    const many = { touch: Array.from({ length: 5000 }, (_, index) => viewer(`many ${index}`)) };
    expect(await problemOf(() => database.write(many))).toMatchObject({ code: "full" });
    expect(contentsOf(database)).toEqual(before);
    connections[0]?.exec("pragma max_page_count = 100000");
    expect(database.write(many)).toEqual({ ok: true, revision: 2 });
    database.close();
    const again = await openRelationDatabase(path, model);
    expect([again.size, again.revision]).toEqual([5001, 2]);
    again.close();
  });

  it("is opened once at a time, and leaves one file, for its owner only", async () => {
    const path = newPath();
    const database = await openRelationDatabase(path, model);
    expect(await problemOf(() => openRelationDatabase(path, model))).toEqual({
      code: "locked",
      message: `${path}: another connection has the database open (database is locked)`,
    });
    database.close();
    database.close();
    expect(await problemOf(() => database.size)).toEqual({
      code: "closed",
      message: `${path}: the database was closed`,
    });
    expect(readdirSync(join(path, ".."))).toEqual(["relations.db"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    (await openRelationDatabase(path, model)).close();
  });

  it("does not write to a file that is another one, or that somebody else wrote to", async () => {
    const changes: readonly ((path: string) => void)[] = [
      (path) => renameSync(path, `${path}.old`),
      (path) => {
        copyFileSync(path, `${path}.new`);
        renameSync(`${path}.new`, path);
      },
      (path) => appendFileSync(`${path}-wal`, "?"),
    ];
    for (const [number, change] of [...changes.entries()]) {
      const path = newPath();
      const database = await openRelationDatabase(path, model);
      database.write({ touch: [viewer("1")] });
      change(path);
      expect([number, await problemOf(() => database.write({ touch: [viewer("2")] }))]).toMatchObject([
        number,
        { code: "changed" },
      ]);
      expect(await problemOf(() => database.check(viewerQuestion("1")))).toMatchObject({ code: "changed" });
    }
  });

  it("takes another model if it allows all tuples", async () => {
    const path = await writtenPath();
    const more = { types: [...model.types, { type: "Zone", relations: [] }] };
    const database = await openRelationDatabase(path, more);
    expect(database.size).toBe(3);
    database.close();
    const less = { types: model.types.filter(({ type }) => type !== "Document") };
    expect(await problemOf(() => openRelationDatabase(path, less))).toEqual({
      code: "foreign_model",
      message: `${path}: the model does not allow 3 of the 3 tuples: there is no type \`Document\``,
    });
    const again = await openRelationDatabase(path, model);
    expect([again.size, again.revision]).toEqual([3, 3]);
    again.close();
  });

  it("is no other file, which stays as it is", async () => {
    const path = newPath();
    const other = new Database(path);
    other.exec("create table notes (text)");
    other.close();
    const before = readFileSync(path);
    expect(await problemOf(() => openRelationDatabase(path, model))).toEqual({
      code: "not_a_database",
      message: `${path}: this is a database of something else`,
    });
    expect(readFileSync(path)).toEqual(before);
    writeFileSync(path, "relations, but as a text\n".repeat(200));
    expect(await problemOf(() => openRelationDatabase(path, model))).toMatchObject({
      code: "not_a_database",
    });
    for (const nowhere of [join(path, ".."), join(path, "no folder")])
      expect(await problemOf(() => openRelationDatabase(nowhere, model))).toMatchObject({
        code: "unavailable",
      });
  });

  it("broken-files-are-refused: cut off or with bytes changed anywhere, it is refused or has what was written", async () => {
    const path = await writtenPath();
    const bytes = readFileSync(path);
    const written = ["1", "2", "3"].map((id) => keyOf(viewer(id)));
    const choices = seededChoices(seed);
    const codes = new Set<string>();
    for (let round = 0; round < 25; round++) {
      const broken = newPath();
      const changed = Buffer.from(
        bytes.subarray(0, round % 4 === 0 ? choices.int(1, bytes.length - 1) : bytes.length),
      );
      for (let at = 0; at < 20; at++) changed[choices.int(0, changed.length - 1)] = choices.int(0, 255);
      writeFileSync(broken, changed);
      try {
        const database = await openRelationDatabase(broken, model);
        expect(Array.from(database.read(), keyOf).sort()).toEqual(written);
        database.close();
        codes.add("opened");
      } catch (error) {
        if (!(error instanceof RelationDatabaseError)) throw error;
        codes.add(error.code);
      }
    }
    expect([...codes].sort()).toEqual(expect.arrayContaining(["broken", "not_a_database"]));
  });

  it("finds one letter that is another one, in its tuples and in its changes", async () => {
    const path = await writtenPath();
    const alter = (sql: string) => {
      const other = new Database(path);
      other.exec(sql);
      other.close();
    };
    alter(`update change set touched = replace(touched, 'kim', 'tim') where revision = 2`);
    const database = await openRelationDatabase(path, model);
    expect(database.changesSince(2)).toHaveLength(1);
    expect(await problemOf(() => database.changesSince(1))).toEqual({
      code: "broken",
      message: "change 2 is not the one that was written",
    });
    database.close();
    alter(`update tuple set key = replace(key, 'kim', 'tim') where key like '%"2"]'`);
    expect(await problemOf(() => openRelationDatabase(path, model))).toEqual({
      code: "broken",
      message: `${path}: these are not the tuples that were written`,
    });
  });

  it("comes from a snapshot and gives the same one, all of it or nothing", async () => {
    const store = createRelationStore(model);
    for (let number = 0; number < 20; number++) store.write(randomWrite(seed, number));
    const lines = [...snapshotOf(store, model)];
    const path = newPath();
    const cut = await importSnapshot(path, lines.slice(0, -1), model);
    expect([cut.ok, existsSync(path)]).toEqual([false, false]);
    const imported = await importSnapshot(path, lines, model);
    if (!imported.ok) throw new Error(imported.problem.message);
    expect([...snapshotOf(imported.database, model)]).toEqual(lines);
    expect(imported.database.changesSince(store.revision - 1)).toBeUndefined();
    expect(await problemOf(() => importSnapshot(path, lines, model))).toMatchObject({ code: "locked" });
    imported.database.close();
    expect(await problemOf(() => importSnapshot(path, lines, model))).toMatchObject({ code: "not_empty" });
    const database = await openRelationDatabase(path, model);
    expect([...snapshotOf(database, model)]).toEqual(lines);
    database.close();
  });

  it("loses nothing acknowledged and keeps nothing in part when it is killed", async () => {
    const report = await killWhileWriting(temporaryFolder(), 2, 9);
    expect(report.acknowledged).toBeGreaterThanOrEqual(13 + 7);
  });
});

function viewerQuestion(id: string) {
  return { subject: kim, relation: "viewer", object: { type: "Document", id } };
}

function expectSameAnswers(
  database: RelationDatabase,
  store: RelationStore,
  { model, entities }: RelationWorld,
): void {
  for (const { type, relations } of model.types)
    for (const { name: relation } of relations)
      for (const subject of entities.filter((entity) => entity.type === "User")) {
        const objects = entities.filter((entity) => entity.type === type);
        const questions = objects.map((object) => ({ subject, relation, object }));
        expect(database.checkMany(questions)).toEqual(store.checkMany(questions));
        expect(database.listResources(subject, relation, type)).toEqual(
          store.listResources(subject, relation, type),
        );
      }
}

function last<Value>(list: Value[], value: Value): Value {
  list.push(value);
  return value;
}

/** A driver whose statement with a number fails as a disk does, before or after it is carried out. */
function faultyDriver() {
  let left = 0;
  let fails: "before" | "after" = "before";
  const failing = <Result>(work: () => Result): Result => {
    left -= 1;
    if (left !== 0) return work();
    if (fails === "after") work();
    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_FSYNC" });
  };
  return {
    failAt: (step: number, isDone: boolean) => {
      left = step;
      fails = isDone ? "after" : "before";
    },
    connect: (path: string) => {
      const connection = new Database(path);
      return {
        get inTransaction() {
          return connection.inTransaction;
        },
        exec: (sql: string) => failing(() => connection.exec(sql)),
        prepare: (sql: string) => {
          const statement = connection.prepare(sql);
          return {
            all: (...parameters: readonly unknown[]) => statement.all(...parameters),
            run: (...parameters: readonly unknown[]) => failing(() => statement.run(...parameters)),
          };
        },
        close: () => connection.close(),
      };
    },
  };
}
