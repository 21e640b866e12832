import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Field, Type } from "../../types/type.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";

/** A request as a `test` block can have it: every entity in it says what is above it, be it nothing. */
export function statedRequest(policySet: PolicySet, request: JsonObject): JsonObject {
  const { action, context } = request;
  const parameters = isJsonObject(action)
    ? policySet.actions.get(String(action.name))?.parameters
    : undefined;
  const roles = ["subject", "actor", "resource"].flatMap((role) => {
    const value = request[role];
    return isJsonObject(value) ? [[role, statedEntity(policySet, value)]] : [];
  });
  return {
    ...request,
    ...Object.fromEntries(roles),
    ...(isJsonObject(action) && { action: withProperties(policySet, action, parameters) }),
    ...(isJsonObject(context) && { context: statedRecord(policySet, context, policySet.context) }),
  };
}

function statedEntity(policySet: PolicySet, entity: JsonObject): JsonObject {
  const attributes = policySet.entities.get(String(entity.type))?.attributes;
  return { ...withProperties(policySet, entity, attributes), ancestors: entity.ancestors ?? [] };
}

type Fields = ReadonlyMap<string, Field> | undefined;

function withProperties(policySet: PolicySet, owner: JsonObject, fields: Fields): JsonObject {
  const { properties } = owner;
  return isJsonObject(properties)
    ? { ...owner, properties: statedRecord(policySet, properties, fields) }
    : owner;
}

function statedRecord(policySet: PolicySet, record: JsonObject, fields: Fields): JsonObject {
  const entries = Object.entries(record).map(([name, value]) => [
    name,
    statedValue(policySet, value, fields?.get(name)?.type),
  ]);
  return Object.fromEntries(entries);
}

function statedValue(policySet: PolicySet, value: unknown, type: Type | undefined): unknown {
  switch (type?.kind) {
    case "List":
      return Array.isArray(value) ? value.map((each) => statedValue(policySet, each, type.element)) : value;
    case "Entity":
      return isJsonObject(value) ? statedEntity(policySet, value) : value;
    case "Record":
      return isJsonObject(value) ? statedRecord(policySet, value, type.fields) : value;
    case "Map":
      return isJsonObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, each]) => [key, statedValue(policySet, each, type.value)]),
          )
        : value;
    default:
      return value;
  }
}
