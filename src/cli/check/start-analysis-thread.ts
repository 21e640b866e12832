import { Worker } from "node:worker_threads";
import type { PortableUnit } from "../../analysis/incremental/portable-units.js";
import type { AnalysisTask, AnalysisThread } from "./analysis-thread.js";

/** Starts a thread that takes a share in an analysis: the module at `entry` runs in it. */
export function startAnalysisThread(entry: URL, task: AnalysisTask): AnalysisThread {
  const worker = workerAt(entry, task);
  if (worker === undefined) return { work: async () => [], end: async () => {} };
  const waiting: ((found: readonly PortableUnit[]) => void)[] = [];
  let hasEnded = false;
  const giveUp = () => {
    hasEnded = true;
    for (const resolve of waiting.splice(0)) resolve([]);
  };
  // Whatever it ends with, another thread does what it has not done.
  worker.on("error", giveUp);
  worker.on("messageerror", giveUp);
  worker.on("exit", giveUp);
  worker.on("message", (found: readonly PortableUnit[]) => waiting.shift()?.(found));
  return {
    work: (stage, others) =>
      new Promise((resolve) => {
        if (hasEnded) return resolve([]);
        waiting.push(resolve);
        worker.postMessage({ stage, others });
      }),
    async end() {
      await worker.terminate();
    },
  };
}

/** Undefined where the machine has no thread to give. */
function workerAt(entry: URL, task: AnalysisTask): Worker | undefined {
  try {
    return new Worker(entry, { workerData: task, resourceLimits });
  } catch {
    return undefined;
  }
}

/** Short-lived objects are most: with room for more of them at a time, fewer are copied. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };
