/*
 * `polc/relations/openfga`: the relation questions of a policy, answered by an OpenFGA server.
 */
export type {
  OpenFgaCalls,
  OpenFgaClientLike,
  OpenFgaCredentials,
} from "./openfga/openfga-client.js";
export {
  type OpenFgaClientOption,
  type OpenFgaEngineOptions,
  type OpenFgaServerOptions,
  type OpenFgaStoreOptions,
  openfgaEngine,
} from "./openfga/openfga-engine.js";
export type { OpenFgaLimits } from "./openfga/openfga-server.js";
export {
  type EngineWriteResult,
  type ReadOptions,
  type RelationEngine,
  RelationEngineError,
} from "./relations/relation-engine.js";
