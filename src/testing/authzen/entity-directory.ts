import type { PolicySet } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";
import { type JsonFileResult, objectAt, readJsonFile, textAt } from "./json-file.js";

/** What is known of entities that requests only name. */
export interface EntityDirectory {
  /** What is known of an entity. Principals are found by their id alone where no type is given. */
  find(entity: JsonObject, isPrincipal: boolean): KnownEntity | undefined;
}

interface KnownEntity {
  readonly properties: JsonObject;
  readonly ancestors?: unknown;
}

/**
 * Reads what is known of entities: an object from ids of subjects and actors to their attributes, or a list of entities as requests have
 * them (`type`, `id`, `properties`, `ancestors`).
 */
export function readEntityDirectory(file: SourceFile): JsonFileResult<EntityDirectory> {
  return readJsonFile(file, "POL5041", help, (value) =>
    Array.isArray(value) ? directoryOfEntities(value) : directoryOfPrincipals(objectAt(value, "")),
  );
}

const help =
  'it is an object from ids to attributes (`{ "ann": { "roles": ["editor"] } }`), or a list of entities with `type`, `id` and `properties`';

function directoryOfPrincipals(value: JsonObject): EntityDirectory {
  const known = new Map(
    Object.entries(value).map(([id, attributes]) => [
      id,
      { properties: objectAt(attributes, pointerTo("", id)) },
    ]),
  );
  return {
    find: ({ id }, isPrincipal) => (isPrincipal && typeof id === "string" ? known.get(id) : undefined),
  };
}

function directoryOfEntities(value: readonly unknown[]): EntityDirectory {
  const known = new Map<string, KnownEntity>();
  for (const [index, each] of value.entries()) {
    const pointer = pointerTo("", index);
    const { type, id, properties = {}, ancestors } = objectAt(each, pointer);
    known.set(keyOf(textAt(type, `${pointer}/type`), textAt(id, `${pointer}/id`)), {
      properties: objectAt(properties, `${pointer}/properties`),
      ...(ancestors !== undefined && { ancestors }),
    });
  }
  return { find: ({ type, id }) => known.get(keyOf(type, id)) };
}

function keyOf(type: unknown, id: unknown): string {
  return JSON.stringify([type, id]);
}

/**
 * `request` with what the directory knows of its entities. What the request says itself stands; attributes that the policy set does not
 * declare are left out, since a directory serves others too.
 */
export function completeEntities(
  request: unknown,
  directory: EntityDirectory,
  { entities }: PolicySet,
): unknown {
  if (!isJsonObject(request)) return request;
  const members = Object.entries(request).map(([name, entity]) => {
    const isPrincipal = name === "subject" || name === "actor";
    if ((!isPrincipal && name !== "resource") || !isJsonObject(entity)) return [name, entity];
    const known = directory.find(entity, isPrincipal);
    const declared = entities.get(String(entity.type))?.attributes;
    return [name, known ? complete(entity, known, (attribute) => declared?.has(attribute) ?? false) : entity];
  });
  return Object.fromEntries(members);
}

function complete(
  entity: JsonObject,
  { properties, ancestors }: KnownEntity,
  isDeclared: (attribute: string) => boolean,
): JsonObject {
  const known = Object.entries(properties).filter(([name]) => isDeclared(name));
  const own = entity.properties ?? {};
  return {
    ...entity,
    ...(ancestors !== undefined && entity.ancestors === undefined && { ancestors }),
    ...(known.length > 0 && isJsonObject(own) && { properties: { ...Object.fromEntries(known), ...own } }),
  };
}
