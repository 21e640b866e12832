import type { DecisionRequest } from "../../src/runtime/decision.js";
import type { Contestant } from "./measure/time-engines.js";
import type { Decide } from "./workload.js";

/** An engine decides otherwise than the reference: how fast it does is of no interest. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";

  constructor(engine: string, answer: boolean, request: unknown) {
    const verbs = answer ? ["allows", "denies"] : ["denies", "allows"];
    super(`${engine} ${verbs[0]} what the reference ${verbs[1]}: ${JSON.stringify(request)}`);
  }
}

/**
 * What has to be said to each request: `told`, which is what the interpreter said to the first of them, and to the others what the code
 * by hand says, which agrees with the interpreter on those.
 */
export function referenceAnswers(
  told: readonly boolean[],
  byHand: Decide,
  requests: readonly DecisionRequest[],
): readonly boolean[] {
  return requests.map((request, index) => {
    const answer = byHand(request);
    if ((told[index] ?? answer) !== answer) throw new Disagreement("hand", answer, request);
    return answer;
  });
}

/** Asks an engine of all its requests, or of as many as it decides within some seconds; gives how many these are. */
export function compareAnswers(
  { name, decide, requests }: Contestant,
  answers: readonly boolean[],
  seconds: number,
): number {
  const until = performance.now() + seconds * 1000;
  for (const [index, request] of requests.entries()) {
    const answer = decide(request);
    if (answer !== answers[index]) throw new Disagreement(name, answer, request);
    if (performance.now() > until) return index + 1;
  }
  return requests.length;
}
