import { resolve } from "node:path";
import type { RelationModel } from "../../relations/model.js";
import { readSnapshot, type SnapshotProblem } from "../../relations/snapshot.js";
import {
  type RelationDatabase,
  type RelationDatabaseOptions,
  relationDatabaseOver,
} from "./open-relation-database.js";
import { RelationDatabaseError } from "./relation-database-error.js";
import { loadDriver } from "./sqlite-driver.js";
import { TupleDatabase } from "./tuple-database.js";

/** What importing a snapshot comes to. */
export type OpenedSnapshot =
  | { readonly ok: true; readonly database: RelationDatabase }
  | { readonly ok: false; readonly problem: SnapshotProblem };

/**
 * Makes a database with the tuples and the revision of a snapshot, all of it or nothing, and opens it. Nothing of a broken snapshot is used.
 *
 * @throws RelationDatabaseError `not_empty` where the file has tuples, or had some; whatever openRelationDatabase throws
 * @example
 * const imported = await importSnapshot("relations.db", createReadStream("relations.jsonl", "utf8"), model);
 */
export async function importSnapshot(
  path: string,
  text: AsyncIterable<string> | Iterable<string>,
  model: RelationModel,
  options: RelationDatabaseOptions = {},
): Promise<OpenedSnapshot> {
  const connect = await loadDriver();
  const read = await readSnapshot(text, model);
  if (!read.ok) return read;
  const file = new TupleDatabase(connect, resolve(path));
  try {
    const { revision, tuples } = file.head();
    if (revision + tuples > 0)
      throw new RelationDatabaseError("not_empty", `${file.path}: the database is not a new one`);
    file.fill([...read.store.read()], read.store.revision);
  } catch (error) {
    file.close();
    throw error;
  }
  return { ok: true, database: relationDatabaseOver(file, model, options) };
}
