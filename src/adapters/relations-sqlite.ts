/*
 * `polc/relations/sqlite`: the store of `polc/relations`, whose tuples a database of SQLite keeps. It takes the package `libsql` of the project
 * that it is used in.
 */
export { importSnapshot, type OpenedSnapshot } from "./relations-sqlite/import-snapshot.js";
export {
  openRelationDatabase,
  type RelationDatabase,
  type RelationDatabaseOptions,
} from "./relations-sqlite/open-relation-database.js";
export { RelationDatabaseError } from "./relations-sqlite/relation-database-error.js";
