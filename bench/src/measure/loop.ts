import vm from "node:vm";
import type { Decide } from "../workload.js";

/** Asks `decide` of the requests from `start` up to `end`; gives how many are allowed. */
export type Loop = (decide: Decide, requests: readonly unknown[], start: number, end: number) => number;

/**
 * A loop of its own for each engine: V8 learns what a loop calls, and would call through a slower way in one that several engines
 * share.
 */
export function createLoop(engine: string): Loop {
  const source = `// ${engine}
    let allowed = 0;
    for (let index = start; index < end; index++) if (decide(requests[index]) === true) allowed++;
    return allowed;`;
  return vm.compileFunction(source, ["decide", "requests", "start", "end"]) as Loop;
}
