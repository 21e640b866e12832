import { childrenOf } from "../../check/typed-children.js";
import type { RootExpression, TypedExpression } from "../../check/typed-expression.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { remembered, rememberedOf } from "../../util/remembered.js";
import { tuplesOf, withTuples } from "../relations/given.js";

/** A part of a request that conditions read: an attribute, or an entity's id and ancestors; or what is given with it, its tuples. */
export interface RequestPart {
  readonly key: string;
  readonly root: Exclude<RootExpression["name"], "principal"> | "tuples";
  /** Undefined for the entity's id and ancestors. */
  readonly attribute: string | undefined;
}

/** The parts of a request that an expression reads, by their keys, if `principal` is the one of that role. */
export function partsRead(
  expression: TypedExpression,
  principal: PrincipalRole,
): ReadonlyMap<string, RequestPart> {
  return knownParts(expression)(principal);
}

/** A condition is asked about for each request that may be a pivot of it. */
const knownParts = rememberedOf((expression: TypedExpression) =>
  remembered((principal: PrincipalRole) => partsIn(expression, principal)),
);

function partsIn(expression: TypedExpression, principal: PrincipalRole): ReadonlyMap<string, RequestPart> {
  const parts = new Map<string, RequestPart>();
  const visit = (each: TypedExpression): void => {
    if (each.kind === "related") parts.set(tuplesPart.key, tuplesPart);
    const read = each.kind === "read" && each.object.kind === "root" ? each.object : each;
    if (read.kind !== "root") return childrenOf(each).forEach(visit);
    const part = requestPart(read, each.kind === "read" ? each.name : undefined, principal);
    parts.set(part.key, part);
  };
  visit(expression);
  return parts;
}

const tuplesPart: RequestPart = { key: "tuples", root: "tuples", attribute: undefined };

/** The part that an attribute of a root is; without one, the id and the ancestors of an entity. */
export function requestPart(
  { name }: RootExpression,
  attribute: string | undefined,
  principal: PrincipalRole,
): RequestPart {
  const root = name === "principal" ? principal : name;
  return { key: partKey(root, attribute), root, attribute };
}

/** What tells the attribute of a root apart from other parts; without one, the root itself. */
export function partKey(root: RequestPart["root"], attribute: string | undefined): string {
  return JSON.stringify([root, attribute]);
}

/** What a request has in some of its parts, as text. */
export function partsKey(request: JsonObject, parts: Iterable<RequestPart>): string {
  return JSON.stringify([...parts].map((part) => valueAt(request, part)));
}

function valueAt(request: JsonObject, { root, attribute }: RequestPart): unknown {
  if (root === "tuples") return tuplesOf(request);
  const object = objectAt(request, memberOf(root));
  if (attribute === undefined) return [object.id, object.ancestors ?? []];
  const value = (root === "context" ? object : objectAt(object, "properties"))[attribute];
  return value === undefined ? "absent" : [withoutNoAncestors(value)];
}

/** A value in which no entity says that it has no ancestors: one that does not speak of them has none, either. */
function withoutNoAncestors(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNoAncestors);
  if (!isJsonObject(value)) return value;
  const isEntity = typeof value.type === "string" && typeof value.id === "string";
  const isNone = (member: unknown) => isEntity && Array.isArray(member) && member.length === 0;
  const members = Object.entries(value).filter(([name, member]) => name !== "ancestors" || !isNone(member));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNoAncestors(member)]));
}

/** What a part without an attribute is made of; a change of it has the members that change. */
export interface Identity {
  readonly id?: unknown;
  readonly ancestors?: unknown;
}

/** The request with some of its parts as another one has them. */
export function withParts(request: JsonObject, parts: Iterable<RequestPart>, other: JsonObject): JsonObject {
  let changed = request;
  for (const part of parts) changed = withPart(changed, part, other);
  return changed;
}

function withPart(request: JsonObject, part: RequestPart, other: JsonObject): JsonObject {
  const { root, attribute } = part;
  if (root === "tuples") return withTuples(request, tuplesOf(other));
  const others = objectAt(other, memberOf(root));
  if (attribute === undefined)
    return withValue(request, part, { id: others.id, ancestors: others.ancestors });
  const values = root === "context" ? others : objectAt(others, "properties");
  return withValue(request, part, values[attribute]);
}

/** The request with another value for an attribute, where undefined leaves it out, or with some members of an entity's {@link Identity}. */
export function withValue(request: JsonObject, { root, attribute }: RequestPart, value: unknown): JsonObject {
  const member = memberOf(root);
  const own = objectAt(request, member);
  if (attribute === undefined) return { ...request, [member]: withMembers(own, value) };
  if (root === "context") return { ...request, context: withMember(own, attribute, value) };
  const properties = withMember(objectAt(own, "properties"), attribute, value);
  return { ...request, [member]: { ...own, properties } };
}

function memberOf(root: RequestPart["root"]): string {
  return root === "args" ? "action" : root;
}

function withMembers(object: JsonObject, members: unknown): JsonObject {
  const entries = Object.entries(isJsonObject(members) ? members : {});
  return entries.reduce((changed, [name, value]) => withMember(changed, name, value), object);
}

function objectAt(object: JsonObject, member: string): JsonObject {
  const value = object[member];
  return isJsonObject(value) ? value : {};
}

/** The object with the member, or without it where there is no value. */
function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  if (value !== undefined) return { ...object, [name]: value };
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}
