import type { JsonObject } from "../../util/json-object.js";
import type { Answer } from "./answer.js";
import { breathe } from "./breathe.js";
import type { Completion } from "./complete-request.js";
import { type AboutRequest, answerTo, evaluate } from "./evaluate.js";
import {
  objectAt,
  optionalObject,
  readAction,
  readActor,
  readContext,
  readEntity,
  readEvaluation,
} from "./read-evaluation.js";
import { errorOf, malformed, Refusal } from "./refusal.js";
import { completionOf, type Service } from "./service.js";

/** The answers to a batch of evaluations, in their order. */
export interface Answers {
  readonly evaluations: readonly Answer[];
}

/**
 * Answers to a batch. What stands beside `evaluations` is the default of each of them, whole members at a time. A batch without
 * evaluations is a single one. An evaluation that is malformed is denied by itself, with an error in its context; a batch that is
 * malformed itself is refused.
 */
export async function evaluateAll(
  service: Service,
  body: JsonObject,
  about: AboutRequest,
): Promise<Answer | Answers> {
  const last = lastDecision(body);
  const evaluations = readEvaluations(body, service.mostEvaluations);
  if (evaluations.length === 0) return evaluate(service, body, about);
  const defaults = readDefaults(body);
  const completion = completionOf(service);
  const answers: Promise<Answer>[] = [];
  for (const [index, each] of evaluations.entries()) {
    if (index % slice === slice - 1) await breathe();
    const answer = answerOrError(service, { ...defaults, ...each }, completion, about);
    answers.push(answer);
    if (last !== undefined && (await answer).decision === last) break;
  }
  return { evaluations: await Promise.all(answers) };
}

/** How many evaluations are made before others have their turn: what these have to know of relations is asked together. */
const slice = 100;

/** The decision that ends the batch, if one does. */
function lastDecision({ options }: JsonObject): boolean | undefined {
  const { evaluations_semantic: semantic = "execute_all" } = optionalObject(options, "options") ?? {};
  switch (semantic) {
    case "execute_all":
      return undefined;
    case "deny_on_first_deny":
      return false;
    case "permit_on_first_permit":
      return true;
    default:
      return malformed(
        "options.evaluations_semantic is not execute_all, deny_on_first_deny or permit_on_first_permit",
      );
  }
}

function readEvaluations({ evaluations = [] }: JsonObject, most: number): readonly JsonObject[] {
  if (!Array.isArray(evaluations)) return malformed("evaluations is not a list");
  if (evaluations.length > most) return malformed(`evaluations has more than ${most} elements`);
  return evaluations.map((each, index) => objectAt(each, `evaluations[${index}]`));
}

/** The members that evaluations may leave out. A default is whole: nothing is put into it. */
function readDefaults(body: JsonObject): JsonObject {
  const { subject, actor, action, resource, context } = body;
  if (subject !== undefined) readEntity(subject, "subject");
  if (action !== undefined) readAction(action);
  if (resource !== undefined) readEntity(resource, "resource");
  readActor(body);
  readContext(body);
  const defaults = { subject, actor, action, resource, context };
  return Object.fromEntries(Object.entries(defaults).filter(([, value]) => value !== undefined));
}

async function answerOrError(
  service: Service,
  members: JsonObject,
  completion: Completion,
  about: AboutRequest,
): Promise<Answer> {
  const request = wellFormed(members);
  if (request instanceof Refusal) return { decision: false, context: errorOf(request) };
  return answerTo(service, request, completion, about);
}

function wellFormed(members: JsonObject) {
  try {
    return readEvaluation(members);
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal;
    throw refusal;
  }
}
