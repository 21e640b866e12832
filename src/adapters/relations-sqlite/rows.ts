import { Buffer, isUtf8 } from "node:buffer";
import type { RelationTuple } from "../../relations/model.js";
import { keyOf, type RelationChange } from "../../relations/relation-store.js";
import { tupleOfKey } from "../../relations/snapshot.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import { RelationDatabaseError } from "./relation-database-error.js";
import { checksumWith } from "./tuple-checksum.js";

/*
 * What stands in the rows of a database. A tuple is its key, as snapshots have it: one text, which keeps its parts apart and has no characters that
 * a driver could stumble over.
 */

/** What stands once in a database. */
export interface DatabaseHead {
  /** The digest of the model that its tuples were last held against. */
  readonly model: string;
  readonly revision: number;
  /** How many there are. */
  readonly tuples: number;
  readonly checksum: number;
}

/** The only row of the table `head`. */
export function headOf(rows: readonly unknown[]): DatabaseHead {
  const { model, revision, tuples, checksum } = onlyRow(rows);
  return {
    model: textOf(model),
    revision: Number(revision),
    tuples: Number(tuples),
    checksum: Number(checksum),
  };
}

/** A row of the table `change`. */
export function changeOf(row: unknown): RelationChange {
  const { revision, touched, deleted, checksum } = asRow(row);
  const change = {
    revision: Number(revision),
    touched: tuplesOfKeys(touched),
    deleted: tuplesOfKeys(deleted),
  };
  if (checksumOf(change) === checksum) return change;
  throw new RelationDatabaseError("broken", `change ${change.revision} is not the one that was written`);
}

/** The checksum that stands beside a change. */
export function checksumOf({ revision, touched, deleted }: RelationChange): number {
  return checksumWith(checksumWith(revision, touched), deleted);
}

/** The keys of tuples, as one text. */
export function listOf(tuples: readonly RelationTuple[]): string {
  return `[${tuples.map(keyOf).join(",")}]`;
}

/** The tuples that `listOf` made a text of. */
export function tuplesOfKeys(bytes: unknown): readonly RelationTuple[] {
  return listIn(textOf(bytes)).map((key) => {
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

/** Texts are read as bytes: a driver that reads a text of a broken file that is not UTF-8 may take the process with it. */
export function textOf(bytes: unknown): string {
  if (bytes instanceof ArrayBuffer && isUtf8(bytes)) return Buffer.from(bytes).toString();
  throw new RelationDatabaseError("broken", "a text is missing in the database, or is not UTF-8");
}

/** The row of a question that has one. */
export function onlyRow(rows: readonly unknown[]): JsonObject {
  return asRow(rows[0]);
}

/** A row, by the names of its columns. */
export function asRow(row: unknown): JsonObject {
  if (isJsonObject(row)) return row;
  throw new RelationDatabaseError("broken", "a row is missing in the database");
}
