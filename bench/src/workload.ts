import type { DecisionRequest } from "../../src/runtime/decision.js";
import type { SourceFile } from "../../src/source/source-file.js";

/** What all engines are asked: a policy set, requests to it, and the code that someone would write instead. */
export interface Workload {
  readonly shape: string;
  readonly rules: number;
  readonly files: readonly SourceFile[];
  /** As they come from `JSON.parse`; some of them are invalid. */
  readonly requests: readonly DecisionRequest[];
  /** The same decisions by hand: straight code for 20 rules, a Map index for more. */
  readonly byHand: () => Decide;
}

/** Whether a request is allowed. */
export type Decide = (request: unknown) => boolean;
