import { measureWorkload } from "./measure/measure-workload.js";
import { type Options, readOptions } from "./options.js";
import { describeMachine } from "./report/describe-machine.js";
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

const [first, task = ""] = process.argv.slice(2);
if (first === "--task") console.log(JSON.stringify(await performTask(JSON.parse(task))));
else process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  try {
    await measureAll(options);
    return 0;
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function measureAll(options: Options): Promise<Results> {
  const workloads: WorkloadResult[] = [];
  for (const shape of options.shapes) {
    let smaller: WorkloadResult | undefined;
    for (const rules of options.sizes) {
      smaller = await measureWorkload(shape, rules, options, smaller);
      workloads.push(smaller);
      console.log(printTable(smaller));
    }
  }
  return { machine: describeMachine(), workloads };
}
