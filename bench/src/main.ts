import { fileURLToPath } from "node:url";
import { measureWorkload } from "./measure/measure-workload.js";
import { type Options, readOptions } from "./options.js";
import { findRegressions, printRegression } from "./report/compare-results.js";
import { describeMachine } from "./report/describe-machine.js";
import { keepResults, readKept, writeDocs } from "./report/keep-results.js";
import { printTable } from "./report/print-tables.js";
import type { Results, WorkloadResult } from "./report/results.js";
import { performTask } from "./tasks.js";
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
if (first === "--task") console.log(JSON.stringify(await performTask(JSON.parse(task))));
else process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const kept = readKept(root);
  if (options.docs && !options.save && kept !== undefined) return report(kept, kept, options);
  try {
    return report(await measureAll(options), kept, options);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function measureAll({ shapes, sizes, save, ...options }: Options): Promise<Results> {
  const machine = describeMachine();
  const workloads: WorkloadResult[] = [];
  for (const shape of shapes) {
    let smaller: WorkloadResult | undefined;
    for (const rules of sizes) {
      smaller = await measureWorkload(shape, rules, options, smaller);
      workloads.push(smaller);
      console.log(printTable(smaller));
      // At once: a run takes long, and what it measured holds if it is ended.
      if (save) keepResults(root, { machine, workloads });
    }
  }
  return { machine, workloads };
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
