import { createLoop } from "./loop.js";
import { type Contestant, quantile } from "./time-engines.js";

/**
 * What a decision allocates on the heap of JavaScript, in bytes. Needs `--expose-gc`, and so few calls that nothing is collected
 * meanwhile: a few show how many that are.
 */
export function bytesPerCall(contestant: Contestant, median: number): number {
  const run = createRun(contestant);
  const estimate = Math.max(run(fewCalls), 1);
  const calls = Math.min(contestant.requests.length, mostBytes / estimate, longestRun / median);
  const runs = Array.from({ length: 7 }, () => run(Math.max(fewCalls, Math.floor(calls))));
  return Math.max(0, quantile(runs, 0.5));
}

const fewCalls = 20;
/** Less than the space for what is new. */
const mostBytes = 8e6;
/** In nanoseconds. */
const longestRun = 2e8;

function createRun({ name, decide, requests }: Contestant): (calls: number) => number {
  const loop = createLoop(`${name}, for its memory`);
  return (calls) => {
    const count = Math.min(calls, requests.length);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    loop(decide, requests, 0, count);
    return (process.memoryUsage().heapUsed - before) / count;
  };
}
