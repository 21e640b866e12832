import { resolve } from "node:path";
import type { RelationModel } from "../../relations/model.js";
import { planRelations } from "../../relations/relation-plan.js";
import { type RelationStore, relationStoreOver } from "../../relations/relation-store.js";
import { modelDigest } from "../../relations/snapshot.js";
import { createTupleIndex, type TupleIndex } from "../../relations/tuple-index.js";
import { isSlot, slotOfTuple } from "../../relations/validate-tuple.js";
import { RelationDatabaseError } from "./relation-database-error.js";
import { type Connect, loadDriver } from "./sqlite-driver.js";
import { TupleDatabase } from "./tuple-database.js";

/**
 * A relation store whose tuples a file keeps. What is written is on the disk before `write` returns, before listeners hear of it and before any
 * answer says it. A write that the file did not keep throws a RelationDatabaseError, and the store is as it was.
 */
export interface RelationDatabase extends RelationStore {
  /** Lets others open the file. Nothing of the store can be used after that. */
  close(): void;
}

/** What a database may be told. */
export interface RelationDatabaseOptions {
  /** How many changes are kept for those who ask later; 10,000 unless given. */
  readonly remembered?: number;
}

/**
 * Opens a database of relations, or makes one where there is no file. One process may have it open. Another model than the last time is well
 * where all tuples fit it.
 *
 * @throws RelationDatabaseError
 * @example
 * const database = await openRelationDatabase("relations.db", policySet.relations);
 * database.write({ touch: [{ subject: { type: "User", id: "kim" }, relation: "viewer", object: { type: "Document", id: "7" } }] });
 */
export async function openRelationDatabase(
  path: string,
  model: RelationModel,
  options: RelationDatabaseOptions = {},
): Promise<RelationDatabase> {
  return relationDatabaseWith(await loadDriver(), path, model, options);
}

/** The same with a driver that is at hand. */
export function relationDatabaseWith(
  connect: Connect,
  path: string,
  model: RelationModel,
  options: RelationDatabaseOptions = {},
): RelationDatabase {
  // Not what the driver makes of a path: it would take some for places in the network.
  return relationDatabaseOver(new TupleDatabase(connect, resolve(path)), model, options);
}

/** The store of an open file, which is closed where it does not fit. */
export function relationDatabaseOver(
  file: TupleDatabase,
  model: RelationModel,
  { remembered = 10_000 }: RelationDatabaseOptions = {},
): RelationDatabase {
  try {
    const index = loadTuples(file, model);
    file.adopt(modelDigest(model));
    const { revision } = file.head();
    const store = relationStoreOver(index, {
      revision,
      remembered: 0,
      beforeCommit: (change) => file.keep(change, remembered),
    });
    return keptStore(store, file, remembered);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** All tuples of the file, each of which has to fit the model. */
function loadTuples(file: TupleDatabase, model: RelationModel): TupleIndex {
  const index = createTupleIndex(planRelations(model));
  let unfit = 0;
  let first = "";
  for (const tuples of file.pages())
    for (const tuple of tuples) {
      const slot = slotOfTuple(index.plan, tuple);
      if (isSlot(slot)) index.add(slot, tuple);
      else if (unfit++ === 0) first = slot.message;
    }
  if (unfit === 0) return index;
  throw new RelationDatabaseError(
    "foreign_model",
    `${file.path}: the model does not allow ${unfit} of the ${index.size + unfit} tuples: ${first}`,
  );
}

/** The store, for as long as the file is open; the changes of before are the file's. */
function keptStore(store: RelationStore, file: TupleDatabase, remembered: number): RelationDatabase {
  const open = () => {
    file.assertOpen();
    return store;
  };
  return {
    get revision() {
      return open().revision;
    },
    get size() {
      return open().size;
    },
    write: (write) => open().write(write),
    check: (question) => open().check(question),
    checkMany: (questions) => open().checkMany(questions),
    listResources: (subject, relation, type) => open().listResources(subject, relation, type),
    listSubjects: (object, relation, type) => open().listSubjects(object, relation, type),
    explain: (question) => open().explain(question),
    read: (filter) => open().read(filter),
    onChange: (listener) => open().onChange(listener),
    changesSince: (revision) => file.changesSince(revision, remembered),
    close: () => file.close(),
  };
}
