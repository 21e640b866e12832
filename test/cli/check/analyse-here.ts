import {
  type AnalysisTask,
  type AnalysisThread,
  createThreadWork,
} from "../../../src/cli/check/analysis-thread.js";

/** What a thread of a test does: its work; nothing, as one that is slow to start; it claims work, and ends before it has done it. */
export type ThreadFate = "works" | "sleeps" | "dies";

/** Takes a share in an analysis, as a thread does, without one. What it is given and gives is cloned, as between threads. */
export function analyseHere(task: AnalysisTask, fate: ThreadFate = "works"): AnalysisThread {
  const work = createThreadWork(structuredClone(task));
  return {
    async work(stage, others) {
      if (fate === "sleeps") return new Promise(() => {});
      const found = work(stage, structuredClone(others));
      return fate === "dies" ? [] : structuredClone(found);
    },
    end: async () => {},
  };
}
