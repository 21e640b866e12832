import { Buffer, isUtf8 } from "node:buffer";
import type { RelationTuple } from "../../relations/model.js";
import { keyOf, type RelationChange } from "../../relations/relation-store.js";
import { tupleOfKey } from "../../relations/snapshot.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import { fileState, makePrivate } from "./file-state.js";
import { databaseError, RelationDatabaseError } from "./relation-database-error.js";
import type { Connect, SqliteConnection, SqliteStatement } from "./sqlite-driver.js";
import { checksumWith } from "./tuple-checksum.js";

/** What stands once in a database. */
export interface DatabaseHead {
  /** The digest of the model that its tuples were last held against. */
  readonly model: string;
  readonly revision: number;
  /** How many there are. */
  readonly tuples: number;
  readonly checksum: number;
}

/**
 * The tuples and changes in a file of SQLite, which is ours alone while it is open. All that is written goes through one method, which writes
 * all of it or nothing; where it cannot know which, it ends the database. A class because each step may end it.
 *
 * A tuple is its key, as snapshots have it: one text, which keeps its parts apart and has no characters that a driver could stumble over.
 */
export class TupleDatabase {
  readonly path: string;
  readonly #connection: SqliteConnection;
  readonly #statements: Statements;
  /** What the file was like when we last wrote to it; undefined where we did not yet. */
  #left: string | undefined;
  #end: RelationDatabaseError | undefined;

  /** @throws RelationDatabaseError */
  constructor(connect: Connect, path: string) {
    this.path = path;
    this.#connection = connected(connect, path);
    let isOurs = false;
    try {
      const isNew = lockFile(this.#connection, path) === "new";
      isOurs = true;
      this.#connection.exec("pragma journal_mode = wal; pragma synchronous = full");
      if (isNew) this.#connection.exec(`begin immediate; ${tables}; commit`);
      this.#statements = prepareStatements(this.#connection);
    } catch (error) {
      release(this.#connection, isOurs);
      throw databaseError(error, path);
    }
  }

  /** @throws RelationDatabaseError where the database was ended */
  assertOpen(): void {
    if (this.#end !== undefined) throw this.#end;
  }

  head(): DatabaseHead {
    return this.#asked(() => headOf(onlyRow(this.#statements.head.all())));
  }

  /** All tuples, many at a time. What was changed by something else than a write is found at the end. */
  *pages(): Generator<readonly RelationTuple[]> {
    const head = this.head();
    let [last, tuples, checksum] = ["", 0, 0];
    for (;;) {
      const { count, end, keys } = this.#asked(() => onlyRow(this.#statements.page.all(last, pageSize)));
      if (count === 0) break;
      const page = this.#asked(() => tuplesOfKeys(keys));
      tuples += page.length;
      checksum = checksumWith(checksum, page);
      last = this.#asked(() => textOf(end));
      yield page;
    }
    if (tuples !== head.tuples || checksum !== head.checksum)
      throw new RelationDatabaseError("broken", `${this.path}: these are not the tuples that were written`);
  }

  /** The changes after a revision, of those that are among the last `remembered`; undefined where some of them are not. */
  changesSince(since: number, remembered: number): readonly RelationChange[] | undefined {
    const { revision } = this.head();
    if (since >= revision) return [];
    return this.#asked(() => {
      const kept = this.#statements.changes.all(Math.max(since, revision - remembered)).map(changeOf);
      const [first] = this.#statements.oldest.all(revision - remembered).map(asRow);
      return since + 1 < Number(first?.oldest ?? Number.POSITIVE_INFINITY) ? undefined : kept;
    });
  }

  /** Notes that the tuples fit a model. The first write to the file: what cannot be written is known when it is opened. */
  adopt(model: string): void {
    this.#transact(() => this.#statements.adopt.run(model));
  }

  /** Writes a change, of which the last `remembered` are kept. It is on the disk when this returns. */
  keep({ revision, touched, deleted }: RelationChange, remembered: number): void {
    const { addChange, forget } = this.#statements;
    this.#transact((head) => {
      const tuples = head.tuples + touched.length - deleted.length;
      const checksum = checksumWith(checksumWith(head.checksum, touched), deleted);
      this.#advance(head, { revision, tuples, checksum });
      this.#insert(touched.map(keyOf));
      for (const keys of parts(deleted.map(keyOf)))
        expectChanged(this.#statements.remove.run(JSON.stringify(keys)), keys.length);
      addChange.run(revision, listOf(touched), listOf(deleted), checksumOf({ revision, touched, deleted }));
      forget.run(revision - remembered);
    });
  }

  /** Fills a new database. */
  fill(tuples: readonly RelationTuple[], revision: number): void {
    const keys = tuples.map(keyOf).sort();
    this.#transact((head) => {
      this.#advance(head, { revision, tuples: keys.length, checksum: checksumWith(0, tuples) });
      this.#insert(keys);
    });
  }

  /** Ends the database: nothing reads or writes it from now on, and others may open it. */
  close(): void {
    if (this.#end !== undefined) return;
    this.#end = new RelationDatabaseError("closed", `${this.path}: the database was closed`);
    release(this.#connection);
  }

  #advance(
    { revision: from }: DatabaseHead,
    { revision, tuples, checksum }: Omit<DatabaseHead, "model">,
  ): void {
    expectChanged(this.#statements.advance.run(revision, tuples, checksum, from), 1);
  }

  #insert(keys: readonly string[]): void {
    for (const part of parts(keys))
      expectChanged(this.#statements.insert.run(JSON.stringify(part)), part.length);
  }

  #asked<Answer>(ask: () => Answer): Answer {
    this.assertOpen();
    try {
      return ask();
    } catch (error) {
      throw databaseError(error, this.path);
    }
  }

  #transact(work: (head: DatabaseHead) => void): void {
    this.assertOpen();
    if (this.#left !== undefined && fileState(this.path) !== this.#left) this.#abandon();
    const head = this.head();
    try {
      this.#connection.exec("begin immediate");
      work(head);
    } catch (error) {
      this.#undo(head);
      throw databaseError(error, this.path);
    }
    this.#commit(head);
    this.#left = fileState(this.path);
  }

  #commit(before: DatabaseHead): void {
    try {
      this.#connection.exec("commit");
    } catch (error) {
      const { code } = databaseError(error, this.path);
      // What does not fit on the disk is not there whole. After any other failure it may be, or be there after the next start alone.
      if (code !== "full") throw this.#endUncertain(error);
      this.#undo(before);
      throw databaseError(error, this.path);
    }
  }

  /** Makes sure that the file is as it was. */
  #undo(before: DatabaseHead): void {
    try {
      if (this.#connection.inTransaction) this.#connection.exec("rollback");
      const { revision } = headOf(onlyRow(this.#statements.head.all()));
      if (revision !== before.revision) throw new Error(`revision ${revision} instead of ${before.revision}`);
      this.#left = fileState(this.path);
    } catch (error) {
      throw this.#endUncertain(error);
    }
  }

  #endUncertain(error: unknown): RelationDatabaseError {
    this.close();
    return new RelationDatabaseError(
      "uncertain",
      `${this.path}: nobody knows whether the database kept this write; it was closed, and opening it again tells`,
      { cause: error },
    );
  }

  /** The connection must not touch the file again, not even to close it: what it knows of it is wrong. */
  #abandon(): never {
    this.#end = new RelationDatabaseError(
      "changed",
      `${this.path}: somebody else changed, moved or deleted the database while it was open here`,
    );
    abandoned.add(this.#connection);
    throw this.#end;
  }
}

const pageSize = 1000;

/** They are closed when they are collected, unless somebody has them. */
const abandoned = new Set<SqliteConnection>();

function connected(connect: Connect, path: string): SqliteConnection {
  try {
    makePrivate(path);
    return connect(path);
  } catch (error) {
    throw databaseError(error, path);
  }
}

/** As SQLite's documentation of `application_id` asks: a number that says whose files these are, here "Polr". */
const applicationId = 0x50_6f_6c_72;
const formatVersion = 1;

/** Takes the file for ourselves, but changes nothing of it before it is known to be ours. */
function lockFile(connection: SqliteConnection, path: string): "new" | "known" {
  connection.exec("pragma locking_mode = exclusive; begin exclusive; commit");
  const number = (name: string) => Number(onlyRow(connection.prepare(`pragma ${name}`).all())[name]);
  const { count } = onlyRow(connection.prepare("select count(*) as count from sqlite_schema").all());
  const id = number("application_id");
  if (id === 0 && count === 0) return "new";
  const refuse = (message: string) => new RelationDatabaseError("not_a_database", `${path}: ${message}`);
  if (id !== applicationId) throw refuse("this is a database of something else");
  if (number("user_version") !== formatVersion) throw refuse("a later version of polc wrote this database");
  const [fault] = connection.prepare("pragma quick_check(1)").all().map(asRow);
  if (fault?.quick_check === "ok") return "known";
  throw new RelationDatabaseError("broken", `${path}: the database is broken (${fault?.quick_check})`);
}

const tables = `
  pragma application_id = ${applicationId};
  pragma user_version = ${formatVersion};
  create table head (only integer primary key check (only = 1), model text not null, revision integer not null, tuples integer not null, checksum integer not null) strict;
  create table tuple (key text primary key) strict, without rowid;
  create table change (revision integer primary key, touched text not null, deleted text not null, checksum integer not null) strict;
  insert into head values (1, '', 0, 0, 0)`;

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(connection: SqliteConnection) {
  const prepare = (sql: string): SqliteStatement => connection.prepare(sql);
  return {
    head: prepare("select cast(model as blob) as model, revision, tuples, checksum from head"),
    adopt: prepare("update head set model = ?"),
    advance: prepare("update head set revision = ?, tuples = ?, checksum = ? where revision = ?"),
    insert: prepare("insert into tuple select value from json_each(?)"),
    remove: prepare("delete from tuple where key in (select value from json_each(?))"),
    page: prepare(
      "select count(*) as count, cast(max(key) as blob) as end, cast('[' || group_concat(key) || ']' as blob) as keys from (select key from tuple where key > ? order by key limit ?)",
    ),
    addChange: prepare("insert into change values (?, ?, ?, ?)"),
    forget: prepare("delete from change where revision <= ?"),
    changes: prepare(
      "select revision, cast(touched as blob) as touched, cast(deleted as blob) as deleted, checksum from change where revision > ? order by revision",
    ),
    oldest: prepare("select min(revision) as oldest from change where revision > ?"),
  };
}

/** Statements keep a connection open until they are collected, so it lets go of its locks before: with the log, which is ours alone to end. */
function release(connection: SqliteConnection, isOurs = true): void {
  try {
    if (connection.inTransaction) connection.exec("rollback");
    if (isOurs) connection.exec("pragma journal_mode = delete");
    connection.exec("pragma locking_mode = normal; select count(*) from sqlite_schema");
  } catch {
    // Then they end when it is collected, or with the process.
  } finally {
    connection.close();
  }
}

function expectChanged({ changes }: { readonly changes: number }, expected: number): void {
  if (changes === expected) return;
  throw new RelationDatabaseError("broken", `the database changed ${changes} rows instead of ${expected}`);
}

/** A statement takes one text, which has an end somewhere. */
function* parts(keys: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < keys.length; at += pageSize) yield keys.slice(at, at + pageSize);
}

function listOf(tuples: readonly RelationTuple[]): string {
  return `[${tuples.map(keyOf).join(",")}]`;
}

function tuplesOfKeys(text: unknown): readonly RelationTuple[] {
  return listIn(textOf(text)).map((key) => {
    const tuple = tupleOfKey(key);
    if (tuple === undefined)
      throw new RelationDatabaseError("broken", `this is no tuple: ${JSON.stringify(key)}`);
    return tuple;
  });
}

function listIn(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [list];
  } catch (error) {
    throw new RelationDatabaseError("broken", `this is no list of tuples: ${messageOf(error)}`);
  }
}

function changeOf(row: unknown): RelationChange {
  const { revision, touched, deleted, checksum } = asRow(row);
  const change = {
    revision: Number(revision),
    touched: tuplesOfKeys(touched),
    deleted: tuplesOfKeys(deleted),
  };
  if (checksumOf(change) === checksum) return change;
  throw new RelationDatabaseError("broken", `change ${change.revision} is not the one that was written`);
}

function checksumOf({ revision, touched, deleted }: RelationChange): number {
  return checksumWith(checksumWith(revision, touched), deleted);
}

function headOf({ model, revision, tuples, checksum }: JsonObject): DatabaseHead {
  return {
    model: textOf(model),
    revision: Number(revision),
    tuples: Number(tuples),
    checksum: Number(checksum),
  };
}

/** Texts are read as bytes: a driver that reads a text of a broken file that is not UTF-8 may take the process with it. */
function textOf(bytes: unknown): string {
  if (bytes instanceof ArrayBuffer && isUtf8(bytes)) return Buffer.from(bytes).toString();
  throw new RelationDatabaseError("broken", "a text is missing in the database, or is not UTF-8");
}

function onlyRow(rows: readonly unknown[]): JsonObject {
  return asRow(rows[0]);
}

function asRow(row: unknown): JsonObject {
  if (isJsonObject(row)) return row;
  throw new RelationDatabaseError("broken", "a row is missing in the database");
}
