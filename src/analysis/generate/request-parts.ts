import { childrenOf } from "../../check/typed-children.js";
import type { RootExpression, TypedExpression } from "../../check/typed-expression.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";

/** A part of a request that conditions read: an attribute, or an entity's id and ancestors. */
export interface RequestPart {
  readonly key: string;
  readonly root: Exclude<RootExpression["name"], "principal">;
  /** Undefined for the entity's id and ancestors. */
  readonly attribute: string | undefined;
}

/** The parts of a request that an expression reads, by their keys, if `principal` is the one of that role. */
export function partsRead(
  expression: TypedExpression,
  principal: PrincipalRole,
): ReadonlyMap<string, RequestPart> {
  const parts = new Map<string, RequestPart>();
  const visit = (each: TypedExpression): void => {
    const read = each.kind === "read" && each.object.kind === "root" ? each.object : each;
    if (read.kind !== "root") return childrenOf(each).forEach(visit);
    const root = read.name === "principal" ? principal : read.name;
    const attribute = each.kind === "read" ? each.name : undefined;
    const key = JSON.stringify([root, attribute]);
    parts.set(key, { key, root, attribute });
  };
  visit(expression);
  return parts;
}

/** The request with some of its parts as another one has them. */
export function withParts(request: JsonObject, parts: Iterable<RequestPart>, other: JsonObject): JsonObject {
  let changed = request;
  for (const part of parts) changed = withPart(changed, part, other);
  return changed;
}

function withPart(request: JsonObject, { root, attribute }: RequestPart, other: JsonObject): JsonObject {
  const member = root === "args" ? "action" : root;
  const [own, others] = [objectAt(request, member), objectAt(other, member)];
  if (attribute === undefined) {
    const identity = withMember(own, "id", others.id);
    return { ...request, [member]: withMember(identity, "ancestors", others.ancestors) };
  }
  if (root === "context") return { ...request, context: withMember(own, attribute, others[attribute]) };
  const value = objectAt(others, "properties")[attribute];
  const properties = withMember(objectAt(own, "properties"), attribute, value);
  return { ...request, [member]: { ...own, properties } };
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
