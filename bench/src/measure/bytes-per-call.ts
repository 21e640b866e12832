import { createLoop } from "./loop.js";
import { type Contestant, quantile } from "./time-engines.js";

/** What a decision allocates on the heap of JavaScript, in bytes. Needs `--expose-gc`. */
export function bytesPerCall({ name, decide, requests }: Contestant, slowest: number): number {
  const loop = createLoop(`${name}, for its memory`);
  const calls = Math.max(1, Math.min(requests.length, Math.floor(slowest)));
  const run = (): number => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    loop(decide, requests, 0, calls);
    return (process.memoryUsage().heapUsed - before) / calls;
  };
  return Math.max(0, quantile(Array.from({ length: 7 }, run), 0.5));
}
