import type { EntityRecord } from "../../runtime/decision.js";
import type { SourceFile } from "../../source/source-file.js";
import {
  type JsonFileResult,
  listAt,
  objectAt,
  readJsonFile,
  textAt,
  unexpected,
} from "../../testing/authzen/json-file.js";
import type { JsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";

/** What is known of entities: what requests need not say of them, and which there are to search through. */
export interface EntityDirectory {
  find(entity: EntityRecord, party: Party): KnownEntity | undefined;
  /** False of an entity that is not listed although others of its type are. */
  mayExist(entity: EntityRecord, party: Party): boolean;
  /** The ids of the entities of a type that may be this party, in the order of their code units. */
  idsOf(type: string, party: Party): readonly string[];
}

/** What an entity is to a request. */
export type Party = "subject" | "actor" | "resource";

/** What is known of one entity. */
export type KnownEntity = Pick<EntityRecord, "properties" | "ancestors">;

/**
 * Reads a file of entities: a list of them as requests have them (`type`, `id`, `properties`, `ancestors`), or an object from ids of
 * subjects and actors, whatever their type is, to their attributes.
 *
 * @example
 * readEntityDirectory({ path: "entities.json", text: '[{ "type": "user", "id": "ann", "properties": { "role": "admin" } }]' });
 */
export function readEntityDirectory(file: SourceFile): JsonFileResult<EntityDirectory> {
  return readJsonFile(file, "POL4050", help, (value) =>
    Array.isArray(value) ? directoryOfEntities(value) : directoryOfPrincipals(objectAt(value, "")),
  );
}

const help =
  'it is a list of entities with `type`, `id` and `properties`, or an object from ids to attributes (`{ "ann": { "roles": ["editor"] } }`)';

function directoryOfPrincipals(value: JsonObject): EntityDirectory {
  const known = new Map(
    Object.entries(value).map(([id, attributes]) => [
      id,
      { properties: objectAt(attributes, pointerTo("", id)) },
    ]),
  );
  const ids = [...known.keys()].sort();
  return {
    find: ({ id }, party) => (party !== "resource" && id !== undefined ? known.get(id) : undefined),
    mayExist: ({ id }, party) => party === "resource" || (id !== undefined && known.has(id)),
    idsOf: (_, party) => (party === "resource" ? [] : ids),
  };
}

function directoryOfEntities(value: readonly unknown[]): EntityDirectory {
  const byType = new Map<string, Map<string, KnownEntity>>();
  for (const [index, each] of value.entries()) {
    const { type, id, known } = readEntity(each, pointerTo("", index));
    const ofType = byType.get(type) ?? new Map<string, KnownEntity>();
    if (ofType.has(id)) unexpected(pointerTo("", index), "an entity that is not listed before");
    byType.set(type, ofType.set(id, known));
  }
  const ids = new Map([...byType].map(([type, entities]) => [type, [...entities.keys()].sort()]));
  return {
    find: ({ type, id }) => (id === undefined ? undefined : byType.get(type)?.get(id)),
    mayExist: ({ type, id }) => byType.get(type)?.has(id ?? "") ?? true,
    idsOf: (type) => ids.get(type) ?? [],
  };
}

function readEntity(value: unknown, pointer: string) {
  const { type, id, properties, ancestors } = objectAt(value, pointer);
  const above = ancestors === undefined ? undefined : listAt(ancestors, `${pointer}/ancestors`, "entities");
  const known: KnownEntity = {
    ...(properties !== undefined && { properties: objectAt(properties, `${pointer}/properties`) }),
    ...(above && { ancestors: above.map((each, index) => readKey(each, `${pointer}/ancestors/${index}`)) }),
  };
  return { type: textAt(type, `${pointer}/type`), id: textAt(id, `${pointer}/id`), known };
}

function readKey(value: unknown, pointer: string) {
  const { type, id } = objectAt(value, pointer);
  return { type: textAt(type, `${pointer}/type`), id: textAt(id, `${pointer}/id`) };
}
