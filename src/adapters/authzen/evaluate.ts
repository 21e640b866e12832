import type { DecisionRequest } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { DecisionOutcome } from "../enforcement/decision-point.js";
import { type Answer, answerOf, denialOf } from "./answer.js";
import { type Completion, completeRequest, namesUnknown } from "./complete-request.js";
import { readEvaluation } from "./read-evaluation.js";
import { completionOf, type Service } from "./service.js";

/** The answer to one evaluation. */
export async function evaluate(service: Service, body: JsonObject, about: AboutRequest): Promise<Answer> {
  return answerTo(service, readEvaluation(body), completionOf(service), about);
}

/** What is known of an HTTP request, for the log. */
export interface AboutRequest {
  readonly requestId?: string;
  /** The name of who asks, where callers have names. */
  readonly client?: string;
}

/**
 * Decides on a request, completed with what is known besides, and answers once the decision is in the log. What cannot be logged is not
 * allowed, and neither is what names an entity that there is not.
 */
export async function answerTo(
  { point }: Service,
  request: DecisionRequest,
  completion: Completion,
  about: AboutRequest,
): Promise<Answer> {
  const decided = await point.decideWith(completeRequest(request, completion), {
    adapter: "authzen",
    ...about,
  });
  const isUnknown = decided.allowed && namesUnknown(request, completion);
  try {
    await point.record(decided, isUnknown ? unknownEntity : {});
  } catch {
    return denialOf(decided, "audit_unavailable");
  }
  return isUnknown ? denialOf(decided, "unknown_entity") : answerOf(decided);
}

const unknownEntity: DecisionOutcome = { enforced: false, note: "an entity is not known" };
