import type { RelationPlan } from "../../relations/relation-plan.js";
import type { ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import type { OpenFgaCalls } from "./openfga-client.js";

/** Where an engine asks, and what it knows of it. */
export interface OpenFgaServer {
  readonly api: OpenFgaCalls;
  readonly storeId: string;
  readonly modelId: string;
  readonly plan: RelationPlan;
  /** Of these relations a `no` can be believed. */
  readonly certain: ReadonlySet<number>;
  /** These relations lead to an exclusion. */
  readonly excluding: ReadonlySet<number>;
  /** In milliseconds. */
  readonly timeout: number;
  readonly limits: OpenFgaLimits;
  /** Is aborted when the engine is closed. */
  readonly closing: AbortSignal;
  readonly onUnanswered: (error: RelationEngineError) => void;
}

/** What a server does at once, and how long it looks for all of a list. It may have been started with other limits. */
export interface OpenFgaLimits {
  /** `maxChecksPerBatchCheck` */
  readonly checks: number;
  /** `maxTuplesPerWrite` */
  readonly tuples: number;
  /** `listUsersMaxResults`; infinite where that is 0 */
  readonly subjects: number;
  /** The smaller of `listObjectsDeadline` and `listUsersDeadline`, in milliseconds. */
  readonly listing: number;
}

/** The limits of a server that was told nothing of them. */
export const usualLimits: OpenFgaLimits = { checks: 50, tuples: 100, subjects: 1000, listing: 3000 };

/** How consistent a read has to be. OpenFGA has no tokens: whoever brings one gets an answer that has seen all writes. */
export function consistencyOf({ consistency, token }: ReadOptions = {}): {
  readonly consistency?: "HIGHER_CONSISTENCY";
} {
  return consistency === "full" || token !== undefined ? { consistency: "HIGHER_CONSISTENCY" } : {};
}
