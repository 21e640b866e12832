import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision, DecisionRequest } from "../../../src/runtime/decision.js";
import { type Call, now, requestOf, type Suite } from "./suites.js";

/** What becomes of a call: allowed outright; held, which an approval would let through; denied. */
export type Outcome = "allowed" | "held" | "denied";

/** A call of the corpus and what the policies make of it. */
export interface Replayed {
  readonly call: Call;
  readonly outcome: Outcome;
  readonly decision: Decision;
}

/** Decides each call that the corpus has of a suite. */
export function replaySuite(suite: Suite, corpus: string, decide: Decide): readonly Replayed[] {
  const read = (kind: string) => readFileSync(join(corpus, `${suite.name}.${kind}`), "utf8");
  const user = suite.user(read("environment.json"));
  const calls = read("calls.jsonl").trim().split("\n");
  return calls.map((line) => {
    const call: Call = JSON.parse(line);
    const request = requestOf(suite, user, call);
    const decision = decide(request);
    return { call, decision, outcome: outcomeOf(decision, request, decide) };
  });
}

/** `decide` of the module that polc builds. */
export type Decide = (request: unknown) => Decision;

/** A call counts as held only if it passes with the approval that the decision asks for. */
function outcomeOf(decision: Decision, request: DecisionRequest, decide: Decide): Outcome {
  if (decision.decision) return "allowed";
  return decision.remedies.some(({ arguments: { from } }) => {
    const context = { ...request.context, approval: { from, at: now } };
    return decide({ ...request, context }).decision;
  })
    ? "held"
    : "denied";
}
