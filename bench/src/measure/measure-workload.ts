import { fileURLToPath } from "node:url";
import type { BuildFigures } from "../build-module.js";
import { createWorkload } from "../create-workload.js";
import type { EngineName } from "../engines/engine.js";
import { engineNamed } from "../engines/engine-named.js";
import type { Options } from "../options.js";
import { type EngineResult, rounded, type WorkloadResult } from "../report/results.js";
import { runBuild, runLoad } from "../tasks.js";
import { compareAnswers, referenceAnswers } from "../verify.js";
import type { Decide, Shape, Workload } from "../workload.js";
import { bytesPerCall } from "./bytes-per-call.js";
import type { LoadFigures } from "./measure-load.js";
import { type Contestant, quantile, type Times, timeEngines } from "./time-engines.js";
import { whyNotAsked } from "./why-not-asked.js";

/**
 * Builds one shape at one size, holds every engine's answers against the reference, and times them. `smaller` is the same shape with
 * fewer rules, from which it is known what would take too long.
 */
export async function measureWorkload(
  shape: Shape,
  rules: number,
  options: Pick<Options, "engines" | "requests" | "seconds">,
  smaller: WorkloadResult | undefined,
): Promise<WorkloadResult> {
  const workload = createWorkload(shape, rules, options.requests);
  const modulePath = fileURLToPath(new URL(`modules/${shape.name}-${rules}.mjs`, import.meta.url));
  const requests = workload.requests.length;
  const built = runBuild({ shape: shape.name, rules, requests, path: modulePath, referenceSeconds });
  if (typeof built === "string") throw new Error(`${shape.name} with ${rules} rules: ${built}`);
  const questions = await questionsOf(workload, built);
  const entries = new Map<EngineName, Contestant | string>();
  for (const engine of options.engines) {
    entries.set(
      engine,
      whyNotAsked(engine, rules, smaller) ?? (await enter(engine, workload, modulePath, questions)),
    );
  }
  const times = timeEngines([...entries.values()].filter(isContestant), options.seconds);
  const load = (engine: EngineName): LoadFigures | string =>
    medianLoad(
      { shape: shape.name, rules, engine, path: modulePath },
      Math.ceil(options.seconds * loadsPerSecond),
    );
  const measure = (engine: EngineName): EngineResult => {
    const entry = entries.get(engine);
    const time = times.get(engine);
    if (!isContestant(entry) || time === undefined) return { engine, skipped: String(entry) };
    return resultOf(engine, entry, time, times.get("hand"), load(engine));
  };
  return {
    shape: shape.name,
    rules,
    requests,
    allowed: rounded(questions.answers.filter((answer) => answer).length / requests),
    build: { seconds: rounded(built.seconds), peakBytes: rounded(built.peakBytes) },
    module: { bytes: built.moduleBytes, gzippedBytes: built.gzippedBytes },
    engines: options.engines.map(measure),
  };
}

/** How long the interpreter is asked, before the code by hand is trusted. */
const referenceSeconds = 10;

interface Questions {
  readonly answers: readonly boolean[];
  /** Which requests are valid, as places among all. */
  readonly valid: readonly number[];
}

async function questionsOf(workload: Workload, { answers, invalid }: BuildFigures): Promise<Questions> {
  const byHand = await loadByHand(workload);
  const told = [...answers].map((answer) => answer === "1");
  return {
    answers: referenceAnswers(told, byHand, workload.requests),
    valid: [...invalid].flatMap((isInvalid, index) => (isInvalid === "1" ? [] : [index])),
  };
}

async function loadByHand(workload: Workload): Promise<Decide> {
  const { byHand } = await import("../engines/by-hand.js");
  return (await byHand.load(workload, "")).decide;
}

/** Loads an engine and compares its answers; gives why it cannot be measured, as text, where it cannot. */
async function enter(
  name: EngineName,
  workload: Workload,
  modulePath: string,
  { answers, valid }: Questions,
): Promise<Contestant | string> {
  const engine = await engineNamed(name);
  if (engine === undefined) return "it is not installed: `npm ci --prefix bench`";
  const { prepare, decide } = await engine.load(workload, modulePath);
  const places = engine.validOnly ? valid.slice(0, mostOfPeers) : [...workload.requests.keys()];
  const requests = places.flatMap((place) => workload.requests[place] ?? []).map(prepare);
  const expected = places.map((place) => answers[place] ?? false);
  const compared = compareAnswers({ name, decide, requests }, expected, comparingSeconds);
  return { name, decide, requests: requests.slice(0, compared) };
}

/** A peer is asked of so many requests at most: it takes long, and what it builds for a user does as well. */
const mostOfPeers = 1000;
const comparingSeconds = 10;

function isContestant(entry: Contestant | string | undefined): entry is Contestant {
  return typeof entry === "object";
}

function resultOf(
  engine: EngineName,
  contestant: Contestant,
  times: Times,
  byHand: Times | undefined,
  load: LoadFigures | string,
): EngineResult {
  if (typeof load === "string") return { engine, skipped: load };
  return {
    engine,
    median: rounded(times.median),
    p99: rounded(times.p99),
    singleP99: rounded(times.singleP99),
    ...(byHand && { ratio: rounded(times.median / byHand.median) }),
    bytesPerCall: Math.round(bytesPerCall(contestant, times.median)),
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

const loadsPerSecond = 2.5;
const longLoad = 500;
