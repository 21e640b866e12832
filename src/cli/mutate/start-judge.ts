import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { MutationTask, UnitVerdicts } from "../../testing/mutants/mutation-run.js";
import type { JudgeThread } from "./judge-thread.js";

/** Starts a thread that judges mutants: the module at `entry` runs in it. */
export function startJudge(entry: URL, task: MutationTask): JudgeThread {
  const worker = new Worker(entry, { workerData: task });
  return {
    async judge(units) {
      worker.postMessage(units);
      // Rejects with the thread's error, if it ends so.
      const [verdicts] = await once(worker, "message");
      return verdicts as readonly UnitVerdicts[];
    },
    async end() {
      await worker.terminate();
    },
  };
}
