import type { RelationTuple } from "../../relations/model.js";
import { keyOf, type RelationChange } from "../../relations/relation-store.js";
import { closeDatabaseFile, type DatabaseFile, openDatabaseFile } from "./database-file.js";
import { fileState } from "./file-state.js";
import { databaseError, RelationDatabaseError } from "./relation-database-error.js";
import {
  asRow,
  changeOf,
  checksumOf,
  type DatabaseHead,
  headOf,
  listOf,
  onlyRow,
  textOf,
  tuplesOfKeys,
} from "./rows.js";
import type { Connect, SqliteStatement } from "./sqlite-driver.js";
import { checksumWith } from "./tuple-checksum.js";

/**
 * The tuples and changes in a file of SQLite, which is ours alone while it is open. All that is written goes through one method, which writes
 * all of it or nothing; where it cannot know which, it ends the database. A class because each step may end it.
 */
export class TupleDatabase {
  readonly path: string;
  /** None where the database was ended. */
  #file: DatabaseFile | undefined;
  /** What the file was like when we last wrote to it; undefined where we did not yet. */
  #left: string | undefined;
  #end: RelationDatabaseError;

  /** @throws RelationDatabaseError */
  constructor(connect: Connect, path: string) {
    this.path = path;
    this.#file = openDatabaseFile(connect, path);
    this.#end = new RelationDatabaseError("closed", `${path}: the database was closed`);
  }

  /** @throws RelationDatabaseError where the database was ended */
  assertOpen(): void {
    this.#open();
  }

  head(): DatabaseHead {
    return this.#asked(({ head }) => headOf(head.all()));
  }

  /** All tuples, many at a time. What was changed by something else than a write is found at the end. */
  *pages(): Generator<readonly RelationTuple[]> {
    const head = this.head();
    let [last, tuples, checksum] = ["", 0, 0];
    for (;;) {
      const { count, end, keys } = this.#asked(({ page }) => onlyRow(page.all(last, pageSize)));
      if (count === 0) break;
      const found = tuplesOfKeys(keys);
      tuples += found.length;
      checksum = checksumWith(checksum, found);
      last = textOf(end);
      yield found;
    }
    if (tuples !== head.tuples || checksum !== head.checksum)
      throw new RelationDatabaseError("broken", `${this.path}: these are not the tuples that were written`);
  }

  /** The changes after a revision, of those that are among the last `remembered`; undefined where some of them are not. */
  changesSince(since: number, remembered: number): readonly RelationChange[] | undefined {
    const { revision } = this.head();
    if (since >= revision) return [];
    return this.#asked(({ changes, oldest }) => {
      const kept = changes.all(Math.max(since, revision - remembered)).map(changeOf);
      const [first] = oldest.all(revision - remembered).map(asRow);
      return since + 1 < Number(first?.oldest ?? Number.POSITIVE_INFINITY) ? undefined : kept;
    });
  }

  /** Notes that the tuples fit a model. The first write to the file: what cannot be written is known when it is opened. */
  adopt(model: string): void {
    this.#transact(({ adopt }) => adopt.run(model));
  }

  /** Writes a change, of which the last `remembered` are kept. It is on the disk when this returns. */
  keep({ revision, touched, deleted }: RelationChange, remembered: number): void {
    this.#transact(({ advance, insert, remove, addChange, forget }, head) => {
      const tuples = head.tuples + touched.length - deleted.length;
      const checksum = checksumWith(checksumWith(head.checksum, touched), deleted);
      expectChanged(advance.run(revision, tuples, checksum, revision - 1), 1);
      changeEach(insert, touched.map(keyOf));
      changeEach(remove, deleted.map(keyOf));
      addChange.run(revision, listOf(touched), listOf(deleted), checksumOf({ revision, touched, deleted }));
      forget.run(revision - remembered);
    });
  }

  /** Fills a new database. */
  fill(tuples: readonly RelationTuple[], revision: number): void {
    const keys = tuples.map(keyOf).sort();
    this.#transact(({ advance, insert }) => {
      expectChanged(advance.run(revision, keys.length, checksumWith(0, tuples), 0), 1);
      changeEach(insert, keys);
    });
  }

  /** Ends the database: nothing reads or writes it from now on, and others may open it. */
  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeDatabaseFile(file);
  }

  #open(): DatabaseFile {
    if (this.#file === undefined) throw this.#end;
    return this.#file;
  }

  #asked<Answer>(ask: (statements: DatabaseFile["statements"]) => Answer): Answer {
    const { statements } = this.#open();
    try {
      return ask(statements);
    } catch (error) {
      throw databaseError(error, this.path);
    }
  }

  #transact(work: (statements: DatabaseFile["statements"], head: DatabaseHead) => void): void {
    const file = this.#open();
    if (this.#left !== undefined && fileState(this.path) !== this.#left) this.#abandon(file);
    const head = this.head();
    try {
      file.connection.exec("begin immediate");
      work(file.statements, head);
    } catch (error) {
      throw this.#undone(file, head, error);
    }
    try {
      file.connection.exec("commit");
    } catch (error) {
      // What does not fit on the disk is not there whole. After any other failure it may be, or be there after the next start alone.
      throw databaseError(error, this.path).code === "full"
        ? this.#undone(file, head, error)
        : this.#uncertain(error);
    }
    this.#left = fileState(this.path);
  }

  /** Makes sure that the file is as it was. Gives what is to be thrown. */
  #undone(
    { connection, statements }: DatabaseFile,
    before: DatabaseHead,
    error: unknown,
  ): RelationDatabaseError {
    try {
      if (connection.inTransaction) connection.exec("rollback");
      const { revision } = headOf(statements.head.all());
      if (revision !== before.revision) throw new Error(`revision ${revision} instead of ${before.revision}`);
    } catch (problem) {
      return this.#uncertain(problem);
    }
    this.#left = fileState(this.path);
    const found = databaseError(error, this.path);
    // Then the store has what the file has not.
    if (found.code === "broken") this.close();
    return found;
  }

  #uncertain(error: unknown): RelationDatabaseError {
    this.close();
    const message =
      "nobody knows whether the database kept this write; it was closed, and opening it again tells";
    return new RelationDatabaseError("uncertain", `${this.path}: ${message}`, { cause: error });
  }

  /** The connection must not touch the file again, not even to close it: what it knows of it is wrong. */
  #abandon(file: DatabaseFile): never {
    abandoned.add(file);
    this.#file = undefined;
    const message = "somebody else changed, moved or deleted the database while it was open here";
    this.#end = new RelationDatabaseError("changed", `${this.path}: ${message}`);
    throw this.#end;
  }
}

const pageSize = 1000;

/** They are closed when they are collected, unless somebody has them. */
const abandoned = new Set<DatabaseFile>();

function expectChanged({ changes }: { readonly changes: number }, expected: number): void {
  if (changes === expected) return;
  throw new RelationDatabaseError("broken", `the database changed ${changes} rows instead of ${expected}`);
}

/** A statement takes many keys as one text, which has an end somewhere. */
function changeEach(statement: SqliteStatement, keys: readonly string[]): void {
  for (let at = 0; at < keys.length; at += pageSize) {
    const part = keys.slice(at, at + pageSize);
    expectChanged(statement.run(JSON.stringify(part)), part.length);
  }
}
