import type { RelationAnswer } from "../../relations/evaluation.js";
import type { EntityReference, RelationTuple } from "../../relations/model.js";
import type {
  RelationQuestion,
  RelationWrite,
  SubjectList,
  WriteProblem,
} from "../../relations/relation-store.js";

/**
 * Who answers relation questions, wherever it runs: the store in memory, a database beside it, SpiceDB, OpenFGA. What an engine does
 * differently from the model of docs/relations.md its adapter makes good, or answers `unknown`.
 */
export interface RelationEngine {
  /**
   * The answers in the order of the questions, by one batched check. Never rejects and never hangs: what is not answered within the
   * time limit is `unknown`.
   */
  checkMany(
    questions: readonly RelationQuestion[],
    options?: ReadOptions,
  ): Promise<readonly RelationAnswer[]>;
  /**
   * The ids of the objects of a type to which the subject has the relation, sorted.
   *
   * @throws RelationEngineError where they are not all known: a list cut short would be a wrong answer
   */
  listResources(
    subject: RelationQuestion["subject"],
    relation: string,
    type: string,
    options?: ReadOptions,
  ): Promise<readonly string[]>;
  /**
   * Who of a type has the relation to an object.
   *
   * @throws RelationEngineError where they are not all known
   */
  listSubjects(
    object: EntityReference,
    relation: string,
    type: string,
    options?: ReadOptions,
  ): Promise<SubjectList>;
  /**
   * Makes all of the changes or none.
   *
   * @throws RelationEngineError where it is not known what became of them
   */
  write(write: RelationWrite): Promise<EngineWriteResult>;
  /** The tuples in which all that is given stands. */
  read(filter?: Partial<RelationTuple>, options?: ReadOptions): AsyncIterable<RelationTuple>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** How fresh an answer has to be, and how long it may take. */
export interface ReadOptions {
  /** At least as fresh as the write that gave this token. */
  readonly token?: string;
  /** `full`: all writes that were acknowledged before are seen, whoever made them. */
  readonly consistency?: "default" | "full";
  /** In milliseconds; the engine's own unless given. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** What became of a write. */
export type EngineWriteResult =
  /** The token makes later reads see the write. */
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly problems: readonly WriteProblem[] };

/** An engine did not do what it was asked for, or nobody knows whether it did. */
export class RelationEngineError extends Error {
  override readonly name = "RelationEngineError";

  constructor(
    readonly code: "unavailable" | "timeout" | "refused" | "protocol",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
