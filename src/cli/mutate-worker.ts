/* What runs in a thread of `polc mutate`: answers each message, names of units, with what became of their mutants. */
import { parentPort, workerData } from "node:worker_threads";
import { createMutationRun, type MutationTask } from "../testing/mutants/mutation-run.js";

const judge = createMutationRun(workerData as MutationTask);
parentPort?.on("message", (units: readonly string[]) => parentPort?.postMessage(judge(units)));
