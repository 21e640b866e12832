import { groupBy } from "../../../src/util/group-by.js";
import { engineNames } from "../engines/engine.js";
import { printBars } from "./print-bars.js";
import { type EngineResult, isMeasured, type Machine, type Results, type WorkloadResult } from "./results.js";
import { table } from "./table.js";
import { printBytes, printRatio, printTime } from "./units.js";

/** All results as Markdown: what is to be reached; for each shape what a decision takes at each size; then what modules take. */
export function printTables(results: Results): string {
  const { machine, workloads } = results;
  const shapes = [...groupBy(workloads, ({ shape }) => shape).values()];
  const sections = [
    printMachine(machine),
    printBars(results),
    ...shapes.map(printShape),
    printModules(workloads),
    printSpread(workloads),
  ];
  return sections.join("\n");
}

function printMachine({ processor, cores, memoryBytes, system, node, commit, date }: Machine): string {
  return `Measured on ${date}, at commit ${commit}, on ${processor} (${cores} cores, ${printBytes(memoryBytes)}), ${system}, Node ${node}.\n`;
}

/** Times and ratios side by side, a column for each size. */
function printShape(workloads: readonly WorkloadResult[]): string {
  const [{ shape } = { shape: "" }] = workloads;
  const cellOf = ({ engines }: WorkloadResult, name: string): string =>
    printMedian(engines.find(({ engine }) => engine === name));
  const lines = engineNames
    .filter((name) => workloads.some(({ engines }) => engines.some(({ engine }) => engine === name)))
    .map((name) => [name, ...workloads.map((workload) => cellOf(workload, name))]);
  const head = [shape, ...workloads.map(({ rules }) => `${rules.toLocaleString("en")} rules`)];
  return `### ${shape}\n\n${table(head, lines)}${printSkipped(workloads)}`;
}

function printMedian(result: EngineResult | undefined): string {
  if (result === undefined) return "";
  if (!isMeasured(result)) return "–";
  const { engine, median, ratio } = result;
  return ratio === undefined || engine === "hand"
    ? printTime(median)
    : `${printTime(median)} (${printRatio(ratio)})`;
}

/** Why there are gaps, each reason once. */
function printSkipped(workloads: readonly WorkloadResult[]): string {
  const reasons = workloads.flatMap(({ engines }) =>
    engines.flatMap((result) => (isMeasured(result) ? [] : [`${result.engine}: ${result.skipped}`])),
  );
  return reasons.length === 0 ? "" : `\nLeft out: ${[...new Set(reasons)].join("; ")}.\n`;
}

function printModules(workloads: readonly WorkloadResult[]): string {
  const lines = workloads.map((workload) => [
    workload.shape,
    workload.rules.toLocaleString("en"),
    printTime(workload.build.seconds * 1e9),
    printTime(workload.build.processorSeconds * 1e9),
    printBytes(workload.build.peakBytes),
    printBytes(workload.module.bytes),
    printBytes(workload.module.gzippedBytes),
    ...loadCells(workload, "allows"),
  ]);
  const head = [
    "shape",
    "rules",
    "built in",
    "processor time",
    "peak memory",
    "module",
    "minified, gzipped",
    "loaded in",
    "memory",
  ];
  return `### Modules\n\n${table(head, lines)}`;
}

function loadCells({ engines }: WorkloadResult, name: string): readonly string[] {
  const result = engines.find(({ engine }) => engine === name);
  if (result === undefined || !isMeasured(result)) return ["", ""];
  return [printTime(result.loadMilliseconds * 1e6), printBytes(result.memoryBytes)];
}

/** What does not fit beside the medians: how far times spread, and what is allocated. */
function printSpread(workloads: readonly WorkloadResult[]): string {
  const lines = workloads
    .filter(({ rules }) => spreadSizes.includes(rules))
    .flatMap(({ shape, rules, engines }) =>
      engines.filter(isMeasured).map((result) => ({ shape, rules, result })),
    )
    .map(({ shape, rules, result }) => [
      shape,
      rules.toLocaleString("en"),
      result.engine,
      printTime(result.median),
      printTime(result.p99),
      printTime(result.singleP99),
      printBytes(result.bytesPerCall),
      printTime(result.loadMilliseconds * 1e6),
      printBytes(result.memoryBytes),
    ]);
  const head = [
    "shape",
    "rules",
    "engine",
    "median",
    "p99 of batches",
    "p99 of calls",
    "allocated per call",
    "loaded in",
    "memory",
  ];
  return `### Spread, allocation, loading\n\n${table(head, lines)}`;
}

const spreadSizes = [20, 2000];

/** One workload as it is measured: a line for each engine. */
export function printTable(workload: WorkloadResult): string {
  const { shape, rules, requests, allowed, build, module } = workload;
  const asked = `${requests.toLocaleString("en")} requests, ${Math.round(allowed * 100)} % of them allowed`;
  const made = `built in ${printTime(build.seconds * 1e9)} with ${printBytes(build.peakBytes)}, module of ${printBytes(module.bytes)}, ${printBytes(module.gzippedBytes)} minified and gzipped`;
  const head = [
    "engine",
    "median",
    "to by hand",
    "p99 of batches",
    "p99 of calls",
    "allocated per call",
    "loaded in",
    "memory",
  ];
  return `${shape}, ${rules.toLocaleString("en")} rules (${asked}; ${made})\n\n${table(head, workload.engines.map(cellsOf))}`;
}

function cellsOf(result: EngineResult): readonly string[] {
  if (!isMeasured(result)) return [result.engine, result.skipped, "", "", "", "", "", ""];
  return [
    result.engine,
    printTime(result.median),
    result.ratio === undefined ? "" : printRatio(result.ratio),
    printTime(result.p99),
    printTime(result.singleP99),
    printBytes(result.bytesPerCall),
    printTime(result.loadMilliseconds * 1e6),
    printBytes(result.memoryBytes),
  ];
}
