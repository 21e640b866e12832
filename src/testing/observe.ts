import type { RuleOutcome } from "../interpret/decide-principal.js";
import { interpretWithOutcomes } from "../interpret/interpret.js";
import type { Decision } from "../runtime/decision.js";
import type { JsonObject } from "../util/json-object.js";
import type { LawSubject } from "./law.js";

/** What both sides make of one request. */
export interface Observation {
  /** Of every rule in scope of every principal what became of it, by the interpreter. */
  readonly outcomes: readonly RuleOutcome[];
  readonly interpreted: Decision;
  readonly generated: Decision;
}

/** Decides a request by the interpreter and by the module: once for all laws that are asked of it, one after the other. */
export function observe(subject: LawSubject, request: JsonObject): Observation {
  const last = latest.get(subject);
  if (last?.request === request) return last.observation;
  const { decision: interpreted, outcomes } = interpretWithOutcomes(subject.policySet, request);
  const observation = { outcomes, interpreted, generated: subject.module.decide(request) };
  latest.set(subject, { request, observation });
  return observation;
}

/** Laws are asked of one request after the other, all of them of one before the next: the last observation is enough. */
const latest = new WeakMap<LawSubject, { readonly request: JsonObject; readonly observation: Observation }>();
