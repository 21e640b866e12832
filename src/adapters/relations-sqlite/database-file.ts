import { makePrivate } from "./file-state.js";
import { databaseError, RelationDatabaseError } from "./relation-database-error.js";
import { asRow, onlyRow } from "./rows.js";
import type { Connect, SqliteConnection, SqliteStatement } from "./sqlite-driver.js";

/** A database that nobody else has open, with all that is ever asked of it. */
export interface DatabaseFile {
  readonly connection: SqliteConnection;
  readonly statements: ReturnType<typeof prepareStatements>;
}

/**
 * Opens a file, or makes one.
 *
 * @throws RelationDatabaseError
 */
export function openDatabaseFile(connect: Connect, path: string): DatabaseFile {
  const connection = connected(connect, path);
  let isOurs = false;
  try {
    const isNew = lockFile(connection, path) === "new";
    isOurs = true;
    connection.exec("pragma journal_mode = wal; pragma synchronous = full");
    if (isNew) connection.exec(`begin immediate; ${tables}; commit`);
    return { connection, statements: prepareStatements(connection) };
  } catch (error) {
    release(connection, isOurs);
    throw databaseError(error, path);
  }
}

/** Lets others open the file. */
export function closeDatabaseFile({ connection }: DatabaseFile): void {
  release(connection, true);
}

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
function release(connection: SqliteConnection, isOurs: boolean): void {
  try {
    if (connection.inTransaction) connection.exec("rollback");
    if (isOurs) connection.exec("pragma journal_mode = delete");
    connection.exec("pragma locking_mode = normal; select count(*) from sqlite_schema");
  } catch {
    // Then they end when the statements are collected, or with the process.
  } finally {
    connection.close();
  }
}
