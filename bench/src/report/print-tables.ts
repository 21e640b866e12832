import { type EngineResult, isMeasured, type WorkloadResult } from "./results.js";
import { printBytes, printRatio, printTime } from "./units.js";

/** One workload as a table of Markdown: a line for each engine. */
export function printTable(workload: WorkloadResult): string {
  const { shape, rules, requests, allowed, build, module } = workload;
  const asked = `${requests.toLocaleString("en")} requests, ${Math.round(allowed * 100)} % of them allowed`;
  const made = `built in ${printTime(build.seconds * 1e9)} with ${printBytes(build.peakBytes)}, module of ${printBytes(module.bytes)} (${printBytes(module.gzippedBytes)} minified and gzipped)`;
  return `**${shape}, ${rules.toLocaleString("en")} rules** (${asked}; ${made})

| engine | median | to by hand | p99 of batches | p99 of single calls | allocated per call | loaded in | memory |
|---|---|---|---|---|---|---|---|
${workload.engines.map(printLine).join("\n")}
`;
}

function printLine(result: EngineResult): string {
  if (!isMeasured(result)) return `| ${result.engine} | ${result.skipped} | | | | | | |`;
  const cells = [
    result.engine,
    printTime(result.median),
    result.ratio === undefined ? "" : printRatio(result.ratio),
    printTime(result.p99),
    printTime(result.singleP99),
    printBytes(result.bytesPerCall),
    printTime(result.loadMilliseconds * 1e6),
    printBytes(result.memoryBytes),
  ];
  return `| ${cells.join(" | ")} |`;
}
