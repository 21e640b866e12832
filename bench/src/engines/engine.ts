import type { DecisionRequest } from "../../../src/runtime/decision.js";
import type { Workload } from "../workload.js";

/** Something that decides requests: polc's module, its interpreter, code by hand, a peer. */
export interface Engine {
  /** As it is called in options and tables. */
  readonly name: EngineName;
  /** Whether it is asked of valid requests only: it checks no types, or checking them would slow it down. */
  readonly validOnly?: true;
  /** Whether its memory is that of WebAssembly, which only the process as a whole knows of. */
  readonly usesWasm?: true;
  readonly load: (workload: Workload, modulePath: string) => Promise<LoadedEngine>;
}

export const engineNames = ["hand", "allows", "decide", "interpreter", "casl", "casbin", "cedar"] as const;

/** The engines that there are. */
export type EngineName = (typeof engineNames)[number];

/** An engine that was given a workload's rules. */
export interface LoadedEngine {
  /** Brings a request into the form that it takes: no part of what is measured. */
  readonly prepare: (request: DecisionRequest) => unknown;
  /** Whether a request is allowed. */
  readonly decide: (prepared: unknown) => boolean;
}
