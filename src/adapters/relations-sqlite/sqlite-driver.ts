import { messageOf } from "../../util/message-of.js";
import { RelationDatabaseError } from "./relation-database-error.js";

/** Opens a file, or makes it. */
export type Connect = (path: string) => SqliteConnection;

/** What is used of a connection to SQLite. */
export interface SqliteConnection {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): unknown;
}

/** What is used of a statement. `get` is not: it leaves the statement open, and with it a transaction. */
export interface SqliteStatement {
  all(...parameters: readonly unknown[]): unknown[];
  run(...parameters: readonly unknown[]): { readonly changes: number };
}

/** The driver of the project that this is used in: only who keeps tuples in a database needs it. */
export async function loadDriver(): Promise<Connect> {
  try {
    const { default: Database } = await import("libsql");
    return (path) => new Database(path);
  } catch (error) {
    throw new RelationDatabaseError(
      "driver_missing",
      `polc/relations/sqlite needs the package libsql: npm install libsql (${messageOf(error)})`,
      { cause: error },
    );
  }
}
