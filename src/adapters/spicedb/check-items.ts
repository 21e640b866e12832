import { v1 } from "@authzed/authzed-node";
import type { RelationAnswer } from "../../relations/evaluation.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { consistencyOf } from "./consistency.js";
import { callUnary, engineError, type SpicedbServer } from "./spicedb-server.js";

type Item = v1.CheckBulkPermissionsRequestItem;

/**
 * The answers that there are, by the items' keys, by one call. SpiceDB looks at the objects of one type, permission and subject together: where one is
 * too deep, all of them have its error. So these are asked again, each by itself, in what is left of the time.
 */
export async function checkItems(
  server: SpicedbServer,
  items: readonly Item[],
  options: ReadOptions,
): Promise<ReadonlyMap<string, RelationAnswer>> {
  const end = performance.now() + (options.timeout ?? server.timeout);
  const together = await callBulk(server, items, options);
  const again = spoiltItems(items, together).slice(0, mostAgain);
  const timeout = end - performance.now();
  const alone = await Promise.all(again.map((item) => callBulk(server, [item], { ...options, timeout })));
  const all = [together, ...alone];
  const errors = new Map(all.flatMap((bulk) => [...bulk.errors]));
  const answers = new Map(all.flatMap((bulk) => [...bulk.answers]));
  for (const [key, error] of errors) if (!answers.has(key)) server.onUnanswered(error);
  return answers;
}

/** Whoever asks for more than these again asks for too much. */
const mostAgain = 50;

/** A text that no other item has: JSON keeps its parts apart. */
export function keyOf({ resource, permission, subject }: v1.CheckBulkPermissionsRequestItem): string {
  const { object, optionalRelation } = subject ?? {};
  const [on, by] = [resource, object].map((reference) => [reference?.objectType, reference?.objectId]);
  return JSON.stringify([on, permission, by, optionalRelation]);
}

/** What came of one call. */
interface Bulk {
  readonly answers: ReadonlyMap<string, RelationAnswer>;
  /** Why there is no answer, of single items. */
  readonly errors: ReadonlyMap<string, RelationEngineError>;
}

async function callBulk(server: SpicedbServer, items: readonly Item[], options: ReadOptions): Promise<Bulk> {
  const consistency = consistencyOf(options, server.ownWrites);
  const request = { consistency, items: [...items], withTracing: false };
  try {
    const response = await callUnary<v1.CheckBulkPermissionsResponse>(server, options, (settings, done) =>
      server.client.checkBulkPermissions(request, settings, done),
    );
    return readBulk(response);
  } catch (error) {
    server.onUnanswered(engineError(error));
    return { answers: new Map(), errors: new Map() };
  }
}

/** By what was asked, not by place. Two different answers to one question are none. */
function readBulk({ pairs }: v1.CheckBulkPermissionsResponse): Bulk {
  const answers = new Map<string, RelationAnswer>();
  const errors = new Map<string, RelationEngineError>();
  for (const { request, response } of pairs) {
    if (request === undefined) continue;
    const key = keyOf(request);
    if (response.oneofKind === "error")
      errors.set(key, new RelationEngineError("refused", `SpiceDB: ${response.error.message}: ${key}`));
    if (response.oneofKind !== "item") continue;
    const answer = answerOf(response.item);
    answers.set(key, (answers.get(key) ?? answer) === answer ? answer : "unknown");
  }
  for (const key of errors.keys()) answers.delete(key);
  return { answers, errors };
}

/** An answer on a condition is none: nobody knows whether it holds. */
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

/** The items whose error may be another's. */
function spoiltItems(items: readonly Item[], { errors }: Bulk): readonly Item[] {
  if (errors.size === 0) return [];
  const sizes = new Map<string, number>();
  for (const item of items) sizes.set(groupOf(item), (sizes.get(groupOf(item)) ?? 0) + 1);
  return items.filter((item) => errors.has(keyOf(item)) && (sizes.get(groupOf(item)) ?? 0) > 1);
}

/** What SpiceDB looks at together. */
function groupOf({ resource, permission, subject }: Item): string {
  return keyOf({
    resource: { objectType: resource?.objectType ?? "", objectId: "" },
    permission,
    ...(subject && { subject }),
  });
}
