import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { type Choices, chance, pick } from "../choices.js";
import { type JsonRecord, setMember } from "../request/values.js";

/**
 * A request with parts of two others of one kind: each member is one's or the other's, or, where both have a record of one type there, is
 * mixed by itself.
 */
export function crossRequests(choices: Choices, one: JsonObject, other: JsonObject): JsonRecord {
  const mixed: JsonRecord = {};
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const value = crossValues(choices, ownMember(one, name), ownMember(other, name));
    if (value !== undefined) setMember(mixed, name, value);
  }
  return mixed;
}

function ownMember(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function crossValues(choices: Choices, one: unknown, other: unknown): unknown {
  if (isJsonObject(one) && isJsonObject(other) && one.type === other.type)
    return crossRequests(choices, one, other);
  if (Array.isArray(one) && Array.isArray(other) && chance(choices, 30))
    return [...(one as unknown[]), ...(other as unknown[])];
  return pick(choices, [one, other]);
}

/** What kind of request it is: whose, for whom, what and on what. Two of one kind can be crossed. */
export function kindOf({ subject, actor, action, resource }: JsonObject): string {
  const [types, name] = [
    [subject, actor, resource].map((each) => memberOf(each, "type")),
    memberOf(action, "name"),
  ];
  return JSON.stringify([...types, name]);
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}
