import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shapes } from "../shapes/shapes.js";
import { plotResults } from "./plot.js";
import { printTables } from "./print-tables.js";
import type { Results, WorkloadResult } from "./results.js";

/** What was kept, if anything was. `root` is the folder of the repository. */
export function readKept(root: string): Results | undefined {
  const path = join(root, keptPath);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Where figures are kept, for `bench:check` and for the documentation. */
const keptPath = "bench/results/latest.json";
const plotPath = "docs/performance.svg";
const docsPath = "docs/performance.md";

/** Keeps results in the place of those of the same workloads. */
export function keepResults(root: string, results: Results): void {
  const kept = readKept(root)?.workloads ?? [];
  const isOld = (old: WorkloadResult): boolean =>
    !results.workloads.some(({ shape, rules }) => old.shape === shape && old.rules === rules);
  const workloads = [...kept.filter(isOld), ...results.workloads].sort(byShapeAndSize);
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(join(root, keptPath), `${JSON.stringify({ ...results, workloads }, undefined, 2)}\n`);
}

function byShapeAndSize(a: WorkloadResult, b: WorkloadResult): number {
  return placeOf(a) - placeOf(b) || a.rules - b.rules;
}

function placeOf(workload: WorkloadResult): number {
  return shapes.findIndex(({ name }) => name === workload.shape);
}

/** Writes the tables between the markers of docs/performance.md, and the plot beside it. */
export function writeDocs(root: string, results: Results): void {
  const path = join(root, docsPath);
  const text = readFileSync(path, "utf8");
  const start = text.indexOf(startMarker) + startMarker.length;
  const end = text.indexOf(endMarker);
  writeFileSync(path, `${text.slice(0, start)}\n\n${printTables(results)}\n${text.slice(end)}`);
  writeFileSync(join(root, plotPath), plotResults(results));
}

const startMarker = "<!-- figures: written by `npm run bench -- --docs` -->";
const endMarker = "<!-- end of figures -->";
