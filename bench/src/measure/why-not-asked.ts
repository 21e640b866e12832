import type { EngineName } from "../engines/engine.js";
import { isMeasured, type WorkloadResult } from "../report/results.js";

/**
 * Why an engine is not tried with so many rules: it was left out with fewer, or what it took with fewer says that a decision or loading
 * would take too long, if time grows with the number of rules.
 */
export function whyNotAsked(
  engine: EngineName,
  rules: number,
  smaller: WorkloadResult | undefined,
): string | undefined {
  const before = smaller?.engines.find((result) => result.engine === engine);
  if (smaller === undefined || before === undefined) return undefined;
  if (!isMeasured(before)) return before.skipped;
  const growth = rules / smaller.rules;
  if ((before.median * growth) / 1e6 > slowestDecision) {
    return `a decision would take more than ${slowestDecision} ms`;
  }
  if (Math.max(0, before.loadMilliseconds / 1000 - fixedLoad) * growth > slowestLoad) {
    return `loading would take more than ${slowestLoad} s`;
  }
  return undefined;
}

/** In milliseconds. */
const slowestDecision = 50;
/** In seconds, and what loading takes whatever the number of rules. */
const slowestLoad = 30;
const fixedLoad = 1;
