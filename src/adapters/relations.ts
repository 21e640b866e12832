/*
 * `polc/relations`: relations between entities as data. The model is that of a policy set, the tuples are yours; what follows from both is
 * checked, listed and explained.
 */
import { check } from "../compiler.js";
import { relationModel } from "../relations/from-schema.js";
import type { RelationModel } from "../relations/model.js";
import type { SourceFile } from "../source/source-file.js";

export type { RelationAnswer } from "../relations/evaluation.js";
export type { ExportedSchema, ExportNames, ExportProblem } from "../relations/export/exported-schema.js";
export { toOpenFga } from "../relations/export/to-openfga.js";
export { toSpicedb } from "../relations/export/to-spicedb.js";
export type {
  EntityReference,
  EntityRelations,
  Relation,
  RelationModel,
  RelationRule,
  RelationTuple,
  SubjectKind,
  TupleSubject,
} from "../relations/model.js";
export type { ProofStep, ProvenRelation } from "../relations/proof.js";
export {
  createRelationStore,
  type RelationChange,
  type RelationQuestion,
  type RelationStore,
  type RelationStoreOptions,
  type RelationWrite,
  type SubjectList,
  type WriteProblem,
  type WriteResult,
} from "../relations/relation-store.js";
export {
  modelDigest,
  type ReadSnapshot,
  readSnapshot,
  type SnapshotProblem,
  snapshotOf,
} from "../relations/snapshot.js";

/**
 * The relation model of a policy set's files. Throws where they have errors: `polc check` says which.
 *
 * @example
 * const model = readRelationModel([{ path: "schema.pol", text: readFileSync("schema.pol", "utf8") }]);
 */
export function readRelationModel(files: readonly SourceFile[]): RelationModel {
  const { policySet, diagnostics } = check(files);
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  if (policySet === undefined)
    throw new Error(`the policy set has errors: ${first?.span.file}: ${first?.message}`);
  return relationModel(policySet.entities);
}
export { engineOf } from "./relations/engine-of.js";
export {
  type EngineWriteResult,
  type ReadOptions,
  type RelationEngine,
  RelationEngineError,
} from "./relations/relation-engine.js";
