import { messageOf } from "../../util/message-of.js";

/** Why a database was not opened, or did not keep what was written. Of a write that ended so nothing is in the store. */
export class RelationDatabaseError extends Error {
  override readonly name = "RelationDatabaseError";

  constructor(
    readonly code: RelationDatabaseErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What is wrong with a database. */
export type RelationDatabaseErrorCode =
  /** The package `libsql` is not installed, or has nothing for this machine. */
  | "driver_missing"
  /** Somebody else has it open. */
  | "locked"
  /** The file is none that relations are kept in. */
  | "not_a_database"
  /** Its contents contradict each other. */
  | "broken"
  /** It has tuples that the model does not allow. */
  | "foreign_model"
  /** There was to be a new one, and it has tuples or had some. */
  | "not_empty"
  /** The disk is full. */
  | "full"
  /** The disk did not read or write. */
  | "unavailable"
  /** The disk did not say whether it wrote: opening the database again tells. */
  | "uncertain"
  /** Somebody else changed the file although it was locked. */
  | "changed"
  /** It was closed. */
  | "closed";

/** What SQLite threw, as an error of ours. */
export function databaseError(error: unknown, path: string): RelationDatabaseError {
  if (error instanceof RelationDatabaseError) return error;
  const said = codeOf(error);
  const meaning = meanings.find(({ prefix }) => said.startsWith(prefix));
  const { code, message } = meaning ?? {
    code: "unavailable",
    message: "the database cannot be read or written",
  };
  return new RelationDatabaseError(code, `${path}: ${message} (${messageOf(error)})`, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

interface Meaning {
  readonly prefix: string;
  readonly code: RelationDatabaseErrorCode;
  readonly message: string;
}

/** SQLite's codes, by how they begin. */
const meanings: readonly Meaning[] = [
  { prefix: "SQLITE_BUSY", code: "locked", message: "another connection has the database open" },
  { prefix: "SQLITE_LOCKED", code: "locked", message: "another connection has the database open" },
  { prefix: "SQLITE_FULL", code: "full", message: "the disk is full" },
  { prefix: "SQLITE_NOTADB", code: "not_a_database", message: "this is no database" },
  { prefix: "SQLITE_CORRUPT", code: "broken", message: "the database is broken" },
];
