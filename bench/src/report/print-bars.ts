import type { EngineName } from "../engines/engine.js";
import { isMeasured, type MeasuredEngine, type Results, type WorkloadResult } from "./results.js";
import { table } from "./table.js";
import { printBytes, printRatio, printTime } from "./units.js";

/** What polc is to reach, each with the worst that was measured of it over all shapes. */
export function printBars({ workloads }: Results): string {
  const lines = bars.flatMap((bar) => printBar(bar, workloads));
  return table(["what", "bar", "worst", "shape"], lines);
}

/** Something to reach. A workload that has nothing to say of it gives undefined. */
interface Bar {
  readonly what: string;
  readonly most?: number;
  readonly least?: number;
  readonly print: (value: number) => string;
  readonly measure: (workload: WorkloadResult, all: readonly WorkloadResult[]) => number | undefined;
}

const bars: readonly Bar[] = [
  { what: "`allows` by hand, 20 rules", most: 1.5, print: printRatio, measure: at(20, ratioOf("allows")) },
  { what: "`decide` by hand, 20 rules", most: 4, print: printRatio, measure: at(20, ratioOf("decide")) },
  {
    what: "`allows` by hand, more rules",
    most: 1.5,
    print: printRatio,
    measure: above(20, ratioOf("allows")),
  },
  { what: "`decide` by hand, more rules", most: 4, print: printRatio, measure: above(20, ratioOf("decide")) },
  {
    what: "`allows`, 2,000 rules by 20",
    most: 1.5,
    print: printRatio,
    measure: at(2000, growthOf("allows")),
  },
  {
    what: "`decide`, 2,000 rules by 20",
    most: 1.5,
    print: printRatio,
    measure: at(2000, growthOf("decide")),
  },
  { what: "code by hand, 2,000 rules by 20", print: printRatio, measure: at(2000, growthOf("hand")) },
  { what: "Cedar by `allows`, 20 rules", least: 20, print: printRatio, measure: at(20, slowerBy("cedar")) },
  { what: "casbin by `allows`, 20 rules", least: 20, print: printRatio, measure: at(20, slowerBy("casbin")) },
  { what: "CASL by `allows`, 20 rules", least: 1, print: printRatio, measure: at(20, slowerBy("casl")) },
  {
    what: "Cedar by `allows`, 2,000 rules",
    least: 500,
    print: printRatio,
    measure: at(2000, slowerBy("cedar")),
  },
  {
    what: "casbin by `allows`, 2,000 rules",
    least: 500,
    print: printRatio,
    measure: at(2000, slowerBy("casbin")),
  },
  {
    what: "module of 20 rules, minified and gzipped",
    most: 12e3,
    print: printBytes,
    measure: at(20, ({ module }) => module.gzippedBytes),
  },
  { what: "module of 20 rules, loading", most: 5e6, print: printTime, measure: at(20, loadTime) },
  {
    what: "100,000 rules, building",
    most: 60e9,
    print: printTime,
    measure: at(100_000, ({ build }) => build.seconds * 1e9),
  },
  {
    what: "100,000 rules, peak memory",
    most: 4e9,
    print: printBytes,
    measure: at(100_000, ({ build }) => build.peakBytes),
  },
  {
    what: "100,000 rules, module",
    most: 40e6,
    print: printBytes,
    measure: at(100_000, ({ module }) => module.bytes),
  },
];

function at(size: number, measure: Bar["measure"]): Bar["measure"] {
  return (workload, all) => (workload.rules === size ? measure(workload, all) : undefined);
}

function above(size: number, measure: Bar["measure"]): Bar["measure"] {
  return (workload, all) => (workload.rules > size ? measure(workload, all) : undefined);
}

function ratioOf(name: EngineName): Bar["measure"] {
  return (workload) => resultOf(workload, name)?.ratio;
}

function growthOf(name: EngineName): Bar["measure"] {
  return (workload, all) => {
    const small = all.find(({ shape, rules }) => shape === workload.shape && rules === 20);
    return quotient(resultOf(workload, name), small && resultOf(small, name));
  };
}

function slowerBy(peer: EngineName): Bar["measure"] {
  return (workload) => quotient(resultOf(workload, peer), resultOf(workload, "allows"));
}

function quotient(one: MeasuredEngine | undefined, other: MeasuredEngine | undefined): number | undefined {
  return one && other && one.median / other.median;
}

function loadTime(workload: WorkloadResult): number | undefined {
  const result = resultOf(workload, "allows");
  return result && result.loadMilliseconds * 1e6;
}

function resultOf({ engines }: WorkloadResult, name: EngineName): MeasuredEngine | undefined {
  return engines.filter(isMeasured).find(({ engine }) => engine === name);
}

/** Nothing where nothing was measured. */
function printBar(bar: Bar, workloads: readonly WorkloadResult[]): readonly (readonly string[])[] {
  const found = workloads.flatMap((workload) => {
    const value = bar.measure(workload, workloads);
    return value === undefined ? [] : [{ value, workload }];
  });
  const sorted = found.sort((a, b) => (bar.least === undefined ? b.value - a.value : a.value - b.value));
  const [worst] = sorted;
  if (worst === undefined) return [];
  const { shape, rules } = worst.workload;
  return [
    [bar.what, printGoal(bar), bar.print(worst.value), `${shape}, ${rules.toLocaleString("en")} rules`],
  ];
}

function printGoal({ most, least, print }: Bar): string {
  if (most !== undefined) return `at most ${print(most)}`;
  return least === undefined ? "" : `at least ${print(least)}`;
}
