/*
 * `polc/relations/spicedb`: a server of SpiceDB as the engine that answers a policy's relation questions. Needs `@authzed/authzed-node`.
 */
export {
  type EngineWriteResult,
  type ReadOptions,
  type RelationEngine,
  RelationEngineError,
} from "./relations/relation-engine.js";
export {
  type SpicedbClientOption,
  type SpicedbEngine,
  type SpicedbEngineOptions,
  type SpicedbOptions,
  type SpicedbServerOptions,
  spicedbEngine,
} from "./spicedb/spicedb-engine.js";
