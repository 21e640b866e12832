import type { EngineName } from "../engines/engine.js";

/** What one run measured. */
export interface Results {
  readonly machine: Machine;
  readonly workloads: readonly WorkloadResult[];
}

/** Where it was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  readonly commit: string;
  /** The day, as in RFC 3339. */
  readonly date: string;
}

/** A shape at a size. */
export interface WorkloadResult {
  readonly shape: string;
  readonly rules: number;
  readonly requests: number;
  /** Parts of the requests that are allowed, denied by a rule or by none, and invalid. */
  readonly allowed: number;
  readonly build: { readonly seconds: number; readonly processorSeconds: number; readonly peakBytes: number };
  readonly module: { readonly bytes: number; readonly gzippedBytes: number };
  readonly engines: readonly EngineResult[];
}

/** An engine at one size of one shape. */
export type EngineResult = MeasuredEngine | SkippedEngine;

/** Times are in nanoseconds for one decision. */
export interface MeasuredEngine {
  readonly engine: EngineName;
  readonly median: number;
  readonly p99: number;
  readonly singleP99: number;
  /** Its median by that of the code by hand, on the same requests. */
  readonly ratio?: number;
  readonly bytesPerCall: number;
  readonly loadMilliseconds: number;
  readonly memoryBytes: number;
}

/** Why there is nothing to tell. */
export interface SkippedEngine {
  readonly engine: EngineName;
  readonly skipped: string;
}

/** Whether an engine was measured. */
export function isMeasured(result: EngineResult): result is MeasuredEngine {
  return !("skipped" in result);
}

/** Rounded to three digits: more of them would only be noise in the kept results. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
