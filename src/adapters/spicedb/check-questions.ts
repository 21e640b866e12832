import type { v1 } from "@authzed/authzed-node";
import type { RelationAnswer } from "../../relations/evaluation.js";
import { missingName } from "../../relations/missing-name.js";
import type { RelationQuestion } from "../../relations/relation-store.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { checkItems, keyOf } from "./check-items.js";
import type { SpicedbServer } from "./spicedb-server.js";

/** The answers in the order of the questions, by one call for each 10,000 different ones. */
export async function checkQuestions(
  server: SpicedbServer,
  questions: readonly RelationQuestion[],
  options: ReadOptions = {},
): Promise<readonly RelationAnswer[]> {
  const asked = questions.map((question) => itemOf(server, question));
  const items = new Map(asked.flatMap((item) => (typeof item === "string" ? [] : [[keyOf(item), item]])));
  const chunks = chunksOf([...items.values()], mostItems);
  const answers = await Promise.all(chunks.map((chunk) => checkItems(server, chunk, options)));
  const found = new Map(answers.flatMap((chunk) => [...chunk]));
  return asked.map((item) => (typeof item === "string" ? item : (found.get(keyOf(item)) ?? "unknown")));
}

/** What a server takes in one request. */
const mostItems = 10_000;

/** A question in SpiceDB's words, or `unknown` where it has none. */
function itemOf(
  { names, onUnanswered }: SpicedbServer,
  question: RelationQuestion,
): v1.CheckBulkPermissionsRequestItem | RelationAnswer {
  if (!isQuestion(question)) return "unknown";
  const { plan, permission, object, subject } = names;
  const missing = missingName(plan, question);
  if (missing !== undefined) {
    onUnanswered(new RelationEngineError("refused", `SpiceDB: ${missing}`));
    return "unknown";
  }
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

function chunksOf<Value>(values: readonly Value[], size: number): readonly (readonly Value[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
