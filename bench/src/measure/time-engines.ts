import type { Decide } from "../workload.js";
import { createLoop, type Loop } from "./loop.js";

/** An engine with its requests in the form that it takes. */
export interface Contestant {
  readonly name: string;
  readonly decide: Decide;
  readonly requests: readonly unknown[];
}

/** How long one engine took, in nanoseconds per decision. */
export interface Times {
  /** Median of the means of batches. */
  readonly median: number;
  /** Of the means of batches: what disturbs many decisions at once, such as collecting garbage. */
  readonly p99: number;
  /** Of single decisions, less what reading the clock takes. */
  readonly singleP99: number;
}

/**
 * Times all engines in turns, batch by batch, so that whatever the machine does meanwhile happens to all of them. An engine walks through
 * its requests from batch to batch, each from another place. `seconds` is the time for each engine.
 */
export function timeEngines(contestants: readonly Contestant[], seconds: number): ReadonlyMap<string, Times> {
  const lanes = contestants.map((contestant, index) =>
    createLane(contestant, index / contestants.length, seconds),
  );
  for (const lane of lanes) warmUp(lane);
  const open = new Set(lanes);
  while (open.size > 0) {
    for (const lane of open) {
      runBatch(lane);
      if (isDone(lane)) open.delete(lane);
    }
  }
  return new Map(lanes.map((lane) => [lane.contestant.name, timesOf(lane)]));
}

interface Lane {
  readonly contestant: Contestant;
  readonly loop: Loop;
  /** In nanoseconds. */
  readonly budget: number;
  readonly means: number[];
  size: number;
  next: number;
  spent: number;
}

function createLane(contestant: Contestant, part: number, seconds: number): Lane {
  return {
    contestant,
    loop: createLoop(contestant.name),
    budget: seconds * 1e9,
    means: [],
    size: 1,
    next: Math.floor(contestant.requests.length * part),
    spent: 0,
  };
}

/** Short enough that a batch is seldom interrupted. */
const batchTime = 300_000;
const fewestBatches = 5;

/** Runs batches of growing size for as long as will be timed; then it is known how many decisions are a batch. */
function warmUp(lane: Lane): void {
  const most = lane.contestant.requests.length;
  while (lane.spent < lane.budget) {
    if (runBatch(lane) < batchTime / 2) lane.size = Math.min(lane.size * 2, most);
  }
  const mean = quantile(lane.means.slice(lane.means.length >> 1), 0.5);
  lane.size = Math.max(1, Math.min(Math.round(batchTime / mean), most));
  lane.means.length = 0;
  lane.spent = 0;
}

/** One batch: the next requests, and the first ones after the last. */
function runBatch(lane: Lane): number {
  const { contestant, loop, size } = lane;
  const { decide, requests } = contestant;
  if (lane.next + size > requests.length) lane.next = 0;
  const start = performance.now();
  loop(decide, requests, lane.next, lane.next + size);
  const time = (performance.now() - start) * 1e6;
  lane.next += size;
  lane.spent += time;
  lane.means.push(time / size);
  return time;
}

function isDone({ spent, budget, means }: Lane): boolean {
  return spent >= budget && means.length >= fewestBatches;
}

function timesOf({ contestant, means, budget }: Lane): Times {
  return {
    median: quantile(means, 0.5),
    p99: quantile(means, 0.99),
    singleP99: singleP99(contestant, budget / 3),
  };
}

function singleP99({ decide, requests }: Contestant, budget: number): number {
  const clock = quantile(
    timesOfSingle(() => false, requests, budget / 10),
    0.5,
  );
  return Math.max(0, quantile(timesOfSingle(decide, requests, budget), 0.99) - clock);
}

function timesOfSingle(decide: Decide, requests: readonly unknown[], budget: number): readonly number[] {
  const times: number[] = [];
  let spent = 0;
  for (let index = 0; spent < budget || times.length < fewestBatches; index++) {
    const request = requests[index % requests.length];
    const start = performance.now();
    decide(request);
    const time = (performance.now() - start) * 1e6;
    times.push(time);
    spent += time;
  }
  return times;
}

/** The value below which a part of the values is. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
