import { isMeasured, type MeasuredEngine, type Results, type WorkloadResult } from "./results.js";
import { printRatio } from "./units.js";

/** A ratio to the code by hand that became larger. */
export interface Regression {
  readonly shape: string;
  readonly rules: number;
  readonly engine: string;
  readonly before: number;
  readonly now: number;
}

/** Which of polc's ratios are more than `tolerance` times the kept ones. Ratios, since the machine may be another one. */
export function findRegressions(kept: Results, now: Results, tolerance: number): readonly Regression[] {
  return now.workloads.flatMap((workload) => {
    const before = kept.workloads.find(
      ({ shape, rules }) => shape === workload.shape && rules === workload.rules,
    );
    return before === undefined ? [] : regressionsOf(before, workload, tolerance);
  });
}

function regressionsOf(
  before: WorkloadResult,
  { shape, rules, engines }: WorkloadResult,
  tolerance: number,
): readonly Regression[] {
  return engines.filter(isMeasured).flatMap(({ engine, ratio: now }) => {
    const ratio = polcsRatio(before.engines.filter(isMeasured), engine);
    if (ratio === undefined || now === undefined || now <= ratio * tolerance) return [];
    return [{ shape, rules, engine, before: ratio, now }];
  });
}

/** What became of a peer is no business of polc's. */
function polcsRatio(engines: readonly MeasuredEngine[], name: string): number | undefined {
  const isPolc = name === "allows" || name === "decide";
  return isPolc ? engines.find(({ engine }) => engine === name)?.ratio : undefined;
}

/** A line for people. */
export function printRegression({ shape, rules, engine, before, now }: Regression): string {
  return `${shape}, ${rules} rules: ${engine} took ${printRatio(before)} the time of code by hand, now ${printRatio(now)}`;
}
