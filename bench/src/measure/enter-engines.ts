import type { BuildFigures } from "../build-module.js";
import type { EngineName } from "../engines/engine.js";
import { engineNamed } from "../engines/engine-named.js";
import type { WorkloadResult } from "../report/results.js";
import { compareAnswers, referenceAnswers } from "../verify.js";
import type { Workload } from "../workload.js";
import type { Contestant } from "./time-engines.js";
import { whyNotAsked } from "./why-not-asked.js";

/** What a workload's engines have to answer. */
export interface Questions {
  readonly workload: Workload;
  readonly modulePath: string;
  readonly answers: readonly boolean[];
  /** Which requests are valid, as places among all. */
  readonly valid: readonly number[];
}

/** The right answers to a workload's requests. */
export async function questionsOf(
  workload: Workload,
  modulePath: string,
  { answers, invalid }: BuildFigures,
): Promise<Questions> {
  const { byHand } = await import("../engines/by-hand.js");
  const { decide } = await byHand.load(workload, modulePath);
  const told = [...answers].map((answer) => answer === "1");
  return {
    workload,
    modulePath,
    answers: referenceAnswers(told, decide, workload.requests),
    valid: [...invalid].flatMap((isInvalid, index) => (isInvalid === "1" ? [] : [index])),
  };
}

/** Loads engines and compares their answers; gives why one cannot be measured, as text, where it cannot. */
export async function enterEngines(
  names: readonly EngineName[],
  questions: Questions,
  smaller: WorkloadResult | undefined,
): Promise<ReadonlyMap<EngineName, Contestant | string>> {
  const rules = questions.workload.grants.grants.length;
  const entries = new Map<EngineName, Contestant | string>();
  for (const name of names) {
    entries.set(name, whyNotAsked(name, rules, smaller) ?? (await enter(name, questions)));
  }
  return entries;
}

async function enter(
  name: EngineName,
  { workload, modulePath, answers, valid }: Questions,
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

/** A peer is asked of so many requests at most, which are in no cache of the processor either: what it builds for a user takes long. */
const mostOfPeers = 10_000;
const comparingSeconds = 5;

/** Whether an engine can be measured. */
export function isContestant(entry: Contestant | string | undefined): entry is Contestant {
  return typeof entry === "object";
}
