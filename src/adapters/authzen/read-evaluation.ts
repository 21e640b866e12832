import type { DecisionRequest, EntityRecord } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { malformed } from "./refusal.js";

/**
 * The request that `members` is: of the members that AuthZEN names, and of `actor` and `ancestors`, with which Pol extends it, each has
 * the type that it is given there. Others are left out, as AuthZEN asks; attributes are no such members.
 */
export function readEvaluation(members: JsonObject): DecisionRequest {
  const context = readContext(members);
  return {
    subject: readEntity(members.subject, "subject"),
    ...readActor(members),
    action: readAction(members.action),
    resource: readEntity(members.resource, "resource"),
    ...(context && { context }),
  };
}

/** The `actor` of a request that has one. */
export function readActor({ actor }: JsonObject): { readonly actor?: EntityRecord } {
  return actor === undefined ? {} : { actor: readEntity(actor, "actor") };
}

/** The `context` of a request, or of what is asked beside requests. */
export function readContext({ context }: JsonObject): JsonObject | undefined {
  return optionalObject(context, "context");
}

/** An entity with its id. */
export function readEntity(value: unknown, name: string): EntityRecord {
  const { id } = objectAt(value, name);
  return { ...readKind(value, name), id: textAt(id, `${name}.id`) };
}

/** An entity whose id is asked for: what the request says of it is its type, and perhaps attributes. */
export function readKind(value: unknown, name: string): EntityRecord {
  const { type, properties, ancestors } = objectAt(value, name);
  const attributes = optionalObject(properties, `${name}.properties`);
  const above = readAncestors(ancestors, `${name}.ancestors`);
  return {
    type: textAt(type, `${name}.type`),
    ...(attributes && { properties: attributes }),
    ...(above && { ancestors: above }),
  };
}

/** An action with its arguments. */
export function readAction(value: unknown): DecisionRequest["action"] {
  const { name, properties } = objectAt(value, "action");
  const args = optionalObject(properties, "action.properties");
  return { name: textAt(name, "action.name"), ...(args && { properties: args }) };
}

function readAncestors(value: unknown, place: string): EntityRecord["ancestors"] {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return unexpected(value, place, "a list of entities");
  return value.map((each, index) => {
    const { type, id } = objectAt(each, `${place}[${index}]`);
    return { type: textAt(type, `${place}[${index}].type`), id: textAt(id, `${place}[${index}].id`) };
  });
}

/** `value` as an object; null is none, since AuthZEN has members without a value left out. */
export function objectAt(value: unknown, place: string): JsonObject {
  return isJsonObject(value) ? value : unexpected(value, place, "an object");
}

/** {@link objectAt} for what may be left out. */
export function optionalObject(value: unknown, place: string): JsonObject | undefined {
  return value === undefined ? undefined : objectAt(value, place);
}

/** `value` as a text. */
export function textAt(value: unknown, place: string): string {
  return typeof value === "string" ? value : unexpected(value, place, "a string");
}

function unexpected(value: unknown, place: string, expected: string): never {
  return malformed(value === undefined ? `${place} is missing` : `${place} is not ${expected}`);
}
