import type { RelationQuestion } from "../../relations/relation-store.js";
import { type ReadOptions, RelationEngineError } from "../relations/relation-engine.js";
import { requireWholeLists, withinListing } from "./listing.js";
import { readObject, subjectName } from "./names.js";
import { consistencyOf, type OpenFgaServer } from "./openfga-server.js";
import { readJsonLines } from "./read-json-lines.js";

/**
 * The ids of the objects of a type to which the subject has the relation, sorted. The list is streamed, since the other one ends after a
 * thousand objects without a word.
 *
 * @throws RelationEngineError where they are not all known
 */
export async function listResources(
  server: OpenFgaServer,
  subject: RelationQuestion["subject"],
  relation: string,
  type: string,
  options: ReadOptions = {},
): Promise<readonly string[]> {
  const slot = server.plan.types.get(type)?.get(relation);
  if (slot === undefined || !server.plan.types.has(subject.type)) return [];
  requireWholeLists(server, slot);
  const user = subjectName(subject);
  if (user === undefined)
    throw new RelationEngineError("refused", "OpenFGA cannot have an id like the subject's");
  const body = { user, relation, type, authorization_model_id: server.modelId, ...consistencyOf(options) };
  const ids = await withinListing(server, options, async (settings) => {
    const found = new Set<string>();
    const lines = readJsonLines(await server.api.streamedListObjects(server.storeId, body, settings));
    for await (const line of lines) found.add(readId(line, type));
    return found;
  });
  return [...ids].sort();
}

function readId(line: unknown, type: string): string {
  const entity = readObject(objectOf(line));
  if (entity?.type === type) return entity.id;
  throw new RelationEngineError(
    "protocol",
    `OpenFGA: an object of another form was listed, or of another type`,
  );
}

/** A line is `{"result":{"object":"Document:7"}}`, or says that there was an error after all. */
function objectOf(line: unknown): string {
  const result = typeof line === "object" && line !== null && "result" in line ? line.result : undefined;
  const object =
    typeof result === "object" && result !== null && "object" in result ? result.object : undefined;
  if (typeof object === "string") return object;
  throw new RelationEngineError("protocol", `OpenFGA: the list broke off: ${JSON.stringify(line)}`);
}
