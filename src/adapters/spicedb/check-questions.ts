import { v1 } from "@authzed/authzed-node";
import type { RelationAnswer } from "../../relations/evaluation.js";
import type { RelationPlan } from "../../relations/relation-plan.js";
import type { RelationQuestion } from "../../relations/relation-store.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { consistencyOf } from "./consistency.js";
import type { SpicedbNames } from "./spicedb-names.js";
import { callUnary, engineError, type SpicedbServer } from "./spicedb-server.js";

/** The answers in the order of the questions, by one call for each 10,000 different ones. */
export async function checkQuestions(
  server: SpicedbServer,
  questions: readonly RelationQuestion[],
  options: ReadOptions = {},
): Promise<readonly RelationAnswer[]> {
  const asked = questions.map((question) => itemOf(server.names, question));
  const items = new Map(asked.flatMap((item) => (typeof item === "string" ? [] : [[keyOf(item), item]])));
  const chunks = chunksOf([...items.values()], mostItems);
  const answers = await Promise.all(chunks.map((chunk) => checkItems(server, chunk, options)));
  const found = new Map(answers.flatMap((chunk) => [...chunk]));
  return asked.map((item) => (typeof item === "string" ? item : (found.get(keyOf(item)) ?? "unknown")));
}

/** What a server takes in one request. */
const mostItems = 10_000;

/** A question in SpiceDB's words, or its answer where it need not be asked: what the model does not have nobody has. */
function itemOf(
  { plan, permission, object, subject }: SpicedbNames,
  question: RelationQuestion,
): v1.CheckBulkPermissionsRequestItem | RelationAnswer {
  if (!isQuestion(question)) return "unknown";
  if (!isOfModel(plan, question)) return "no";
  const [resource, who] = [object(question.object), subject(question.subject)];
  if (resource === undefined || who === undefined) return "unknown";
  return { resource, permission: permission(question.relation), subject: who };
}

/** Questions come from outside: nothing of their form is taken for granted. */
function isQuestion(value: RelationQuestion): boolean {
  const { subject, relation, object }: Partial<RelationQuestion> = Object(value);
  return (
    isReference(subject) &&
    isReference(object) &&
    typeof relation === "string" &&
    ["string", "undefined"].includes(typeof subject?.relation)
  );
}

function isReference(value: unknown): boolean {
  const { type, id }: { readonly type?: unknown; readonly id?: unknown } = Object(value);
  return typeof type === "string" && typeof id === "string";
}

function isOfModel({ types }: RelationPlan, { subject, relation, object }: RelationQuestion): boolean {
  const subjects = types.get(subject.type);
  const isSubject = subject.relation === undefined ? subjects !== undefined : subjects?.has(subject.relation);
  return isSubject === true && types.get(object.type)?.has(relation) === true;
}

/** A text that no other item has: JSON keeps its parts apart. */
function keyOf({ resource, permission, subject }: v1.CheckBulkPermissionsRequestItem): string {
  const { object, optionalRelation } = subject ?? {};
  const [on, by] = [resource, object].map((reference) => [reference?.objectType, reference?.objectId]);
  return JSON.stringify([on, permission, by, optionalRelation]);
}

function chunksOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** The answers by what was asked; none where the call fails. */
async function checkItems(
  server: SpicedbServer,
  items: readonly v1.CheckBulkPermissionsRequestItem[],
  options: ReadOptions,
): Promise<ReadonlyMap<string, RelationAnswer>> {
  const consistency = consistencyOf(options, server.ownWrites);
  const request = { consistency, items: [...items], withTracing: false };
  try {
    const response = await callUnary<v1.CheckBulkPermissionsResponse>(server, options, (settings, done) =>
      server.client.checkBulkPermissions(request, settings, done),
    );
    return readAnswers(server, response);
  } catch (error) {
    server.onUnanswered(engineError(error));
    return new Map();
  }
}

/** By what was asked, not by place. Two different answers to one question are none. */
function readAnswers(
  { onUnanswered }: SpicedbServer,
  { pairs }: v1.CheckBulkPermissionsResponse,
): ReadonlyMap<string, RelationAnswer> {
  const answers = new Map<string, RelationAnswer>();
  for (const { request, response } of pairs) {
    if (request === undefined) continue;
    const key = keyOf(request);
    if (response.oneofKind === "error")
      onUnanswered(new RelationEngineError("refused", `SpiceDB: ${response.error.message}: ${key}`));
    const answer = response.oneofKind === "item" ? answerOf(response.item) : "unknown";
    answers.set(key, (answers.get(key) ?? answer) === answer ? answer : "unknown");
  }
  return answers;
}

/** An answer on a condition is none: nobody knows whether it holds. Neither is an error, of which a cycle is one: it is too deep. */
function answerOf({ permissionship }: v1.CheckBulkPermissionsResponseItem): RelationAnswer {
  switch (permissionship) {
    case v1.CheckPermissionResponse_Permissionship.HAS_PERMISSION:
      return "yes";
    case v1.CheckPermissionResponse_Permissionship.NO_PERMISSION:
      return "no";
    default:
      return "unknown";
  }
}
