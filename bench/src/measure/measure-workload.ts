import { fileURLToPath } from "node:url";
import type { BuildFigures } from "../build-module.js";
import { createWorkload } from "../create-workload.js";
import type { EngineName } from "../engines/engine.js";
import { type EngineResult, rounded, type WorkloadResult } from "../report/results.js";
import { runBuild, runLoad, type Task } from "../run-task.js";
import type { Shape } from "../workload.js";
import { bytesPerCall } from "./bytes-per-call.js";
import { enterEngines, isContestant, type Questions, questionsOf } from "./enter-engines.js";
import type { LoadFigures } from "./measure-load.js";
import { type Contestant, quantile, type Times, timeEngines } from "./time-engines.js";

/**
 * Builds one shape at one size, holds every engine's answers against the reference, and times them.
 */
export async function measureWorkload(
  shape: Shape,
  rules: number,
  options: Pick<Extract<Task, { kind: "measure" }>, "engines" | "requests" | "seconds" | "smaller">,
): Promise<WorkloadResult> {
  const progress = (what: string): void => console.error(`${shape.name}, ${rules} rules: ${what}`);
  progress("building, and asking the interpreter");
  const workload = createWorkload(shape, rules, options.requests);
  const modulePath = fileURLToPath(new URL(`modules/${shape.name}-${rules}.mjs`, import.meta.url));
  const built = build(shape, rules, workload.requests.length, modulePath);
  progress("comparing answers");
  const questions = await questionsOf(workload, modulePath, built);
  const entries = await enterEngines(options.engines, questions, options.smaller);
  progress("timing");
  const times = timeEngines([...entries.values()].filter(isContestant), options.seconds);
  const loads = Math.ceil(options.seconds * loadsPerSecond);
  const engines = options.engines.map((name) => resultOf(name, entries.get(name), times, questions, loads));
  return { ...describeWorkload(questions, rules), ...describeBuild(built), engines };
}

function build(shape: Shape, rules: number, requests: number, path: string): BuildFigures {
  const built = runBuild({ shape: shape.name, rules, requests, path, referenceSeconds });
  if (typeof built === "string") throw new Error(`${shape.name} with ${rules} rules: ${built}`);
  return built;
}

/** How long the interpreter is asked, before the code by hand is trusted. */
const referenceSeconds = 5;
const loadsPerSecond = 2.5;

function describeWorkload(
  { workload, answers }: Questions,
  rules: number,
): Pick<WorkloadResult, "shape" | "rules" | "requests" | "allowed"> {
  const allowed = rounded(answers.filter((answer) => answer).length / answers.length);
  return { shape: workload.shape.name, rules, requests: answers.length, allowed };
}

function describeBuild(built: BuildFigures): Pick<WorkloadResult, "build" | "module"> {
  const { seconds, processorSeconds, peakBytes, moduleBytes, gzippedBytes } = built;
  return {
    build: {
      seconds: rounded(seconds),
      processorSeconds: rounded(processorSeconds),
      peakBytes: rounded(peakBytes),
    },
    module: { bytes: moduleBytes, gzippedBytes },
  };
}

function resultOf(
  engine: EngineName,
  entry: Contestant | string | undefined,
  times: ReadonlyMap<string, Times>,
  { workload, modulePath }: Questions,
  loads: number,
): EngineResult {
  const time = times.get(engine);
  if (!isContestant(entry) || time === undefined) return { engine, skipped: String(entry) };
  const rules = workload.grants.grants.length;
  const load = medianLoad({ shape: workload.shape.name, rules, engine, path: modulePath }, loads);
  if (typeof load === "string") return { engine, skipped: load };
  const byHand = times.get("hand");
  return {
    engine,
    median: rounded(time.median),
    p99: rounded(time.p99),
    singleP99: rounded(time.singleP99),
    ...(byHand && { ratio: rounded(time.median / byHand.median) }),
    bytesPerCall: Math.round(bytesPerCall(entry, time.median)),
    loadMilliseconds: rounded(load.milliseconds),
    memoryBytes: rounded(load.bytes),
  };
}

/** Of several processes, or of one where that takes long. */
function medianLoad(task: Parameters<typeof runLoad>[0], loads: number): LoadFigures | string {
  const first = runLoad(task);
  if (typeof first === "string" || first.milliseconds > longLoad) return first;
  const others = Array.from({ length: loads - 1 }, () => runLoad(task));
  const all = [first, ...others].filter((load) => typeof load !== "string");
  return {
    milliseconds: quantile(
      all.map(({ milliseconds }) => milliseconds),
      0.5,
    ),
    bytes: quantile(
      all.map(({ bytes }) => bytes),
      0.5,
    ),
  };
}

const longLoad = 500;
