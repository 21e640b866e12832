/* What runs in a thread of `polc check`: answers each message, a stage and what others have found, with what it finds at that stage. */
import { parentPort, workerData } from "node:worker_threads";
import type { PortableUnit } from "../analysis/incremental/portable-units.js";
import { type AnalysisTask, createThreadWork } from "./check/analysis-thread.js";

interface StageMessage {
  readonly stage: number;
  readonly others: readonly PortableUnit[];
}

const work = createThreadWork(workerData as AnalysisTask);
parentPort?.on("message", ({ stage, others }: StageMessage) => parentPort?.postMessage(work(stage, others)));
