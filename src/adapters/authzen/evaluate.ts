import type { DecisionRequest } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Decided } from "../enforcement/decision-point.js";
import { type Answer, answerOf, unrecorded } from "./answer.js";
import { type Completion, completeRequest } from "./complete-request.js";
import { readEvaluation } from "./read-evaluation.js";
import { completionOf, type Service } from "./service.js";

/** The answer to one evaluation, which is in the log by then. */
export async function evaluate(service: Service, body: JsonObject, about: AboutRequest): Promise<Answer> {
  return recorded(service, decide(service, readEvaluation(body), completionOf(service), about));
}

/** What is known of an HTTP request, for the log. */
export interface AboutRequest {
  readonly requestId?: string;
  /** The name of who asks, where callers have names. */
  readonly client?: string;
}

/** Decides on a request, completed with what is known besides. */
export function decide(
  { point }: Service,
  request: DecisionRequest,
  completion: Completion,
  about: AboutRequest,
): Decided {
  return point.decide(completeRequest(request, completion), { adapter: "authzen", ...about });
}

/** Writes a decision to the log, and answers with it. What cannot be logged is not allowed. */
export async function recorded({ point }: Service, decided: Decided): Promise<Answer> {
  try {
    await point.record(decided);
  } catch {
    return unrecorded(decided);
  }
  return answerOf(decided);
}
