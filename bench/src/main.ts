import { fileURLToPath } from "node:url";
import { type Options, readOptions } from "./options.js";
import { performTask } from "./perform-task.js";
import { findRegressions, printRegression } from "./report/compare-results.js";
import { describeMachine } from "./report/describe-machine.js";
import { keepResults, readKept, writeDocs } from "./report/keep-results.js";
import { printTable } from "./report/print-tables.js";
import type { Results, WorkloadResult } from "./report/results.js";
import { runMeasure, type Task } from "./run-task.js";
import { Disagreement } from "./verify.js";

/*
 * START HERE: measures polc against code by hand and against its peers, and says so as tables.
 *
 *   shapes/      what is granted, as data, and requests to it; hand/ is the code that someone would write instead
 *   engines/     who decides them; each is given the rules in its own language
 *   measure/     answers are compared first, then all are timed in turns
 *   report/      tables, a plot, and the figures that are kept
 */

/** The repository: the bundle is in a folder of `bench/dist`. */
const root = fileURLToPath(new URL("../../..", import.meta.url));

const [first, task = ""] = process.argv.slice(2);
process.exitCode = await (first === "--task" ? perform(JSON.parse(task)) : main());

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const kept = readKept(root);
  if (options.docs && !options.save && kept !== undefined) return report(kept, kept, options);
  const results = measureAll(options);
  return results === undefined ? 1 : report(results, kept, options);
}

/** Measures each workload in a process of its own; undefined where one failed. */
function measureAll({ shapes, sizes, save, engines, seconds, requests }: Options): Results | undefined {
  const machine = describeMachine();
  const workloads: WorkloadResult[] = [];
  for (const { name: shape } of shapes) {
    let smaller: WorkloadResult | undefined;
    for (const rules of sizes) {
      smaller = runMeasure({ shape, rules, engines, seconds, requests, smaller });
      if (smaller === undefined) return undefined;
      workloads.push(smaller);
      console.log(printTable(smaller));
      // At once: a run takes long, and what it measured holds if it is ended.
      if (save) keepResults(root, { machine, workloads });
    }
  }
  return { machine, workloads };
}

/** Does a task and prints what comes of it; gives the exit code. */
async function perform(task: Task): Promise<number> {
  try {
    console.log(JSON.stringify(await performTask(task)));
    return 0;
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** Writes or compares what was measured; gives the exit code. */
function report(results: Results, kept: Results | undefined, { docs, check, tolerance }: Options): number {
  if (docs) writeDocs(root, readKept(root) ?? results);
  if (!check) return 0;
  if (kept === undefined) {
    console.error("there is nothing to compare with: `npm run bench -- --save` keeps what it measures");
    return 2;
  }
  const regressions = findRegressions(kept, results, tolerance);
  for (const regression of regressions) console.log(printRegression(regression));
  console.log(`${regressions.length} ratios became worse by more than ${tolerance} times`);
  return regressions.length > 0 ? 1 : 0;
}
