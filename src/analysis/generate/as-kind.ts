import type { PolicySet } from "../../check/typed-policy-set.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { KindOfRequest } from "./kinds-beside.js";

/**
 * A request as one of another kind, everything else as it is, as far as it is declared there. `role` is the principal that counts: where the
 * other kind has one principal it is that one, and where it has one more, the other is like it.
 */
export function asKind(
  policySet: PolicySet,
  request: JsonObject,
  kind: KindOfRequest,
  role: PrincipalRole,
): JsonObject {
  const { subject, actor, action, resource, ...others } = request;
  const own = role === "actor" ? actor : subject;
  const ofType = (entity: unknown, type: string): unknown =>
    withProperties(withAncestors(entity), { type }, policySet.entities.get(type)?.attributes);
  const { name, parameters } = policySet.actions.get(kind.action) ?? { name: kind.action };
  return {
    subject: ofType(kind.actor === undefined ? own : subject, kind.subject),
    ...(kind.actor !== undefined && { actor: ofType(actor ?? withId(own, "actor-1"), kind.actor) }),
    action: withProperties(action, { name }, parameters),
    ...(kind.resource !== undefined && { resource: ofType(resource, kind.resource) }),
    ...others,
  };
}

/** With other members, and of the properties those that are declared. */
function withProperties(
  object: unknown,
  members: JsonObject,
  declared: ReadonlyMap<string, unknown> | undefined,
): JsonObject {
  const { properties, ...others } = isJsonObject(object) ? object : {};
  const kept = Object.entries(isJsonObject(properties) ? properties : {}).filter(([name]) =>
    declared?.has(name),
  );
  return { ...others, ...members, ...(kept.length > 0 && { properties: Object.fromEntries(kept) }) };
}

/** In no group, where that was of no interest: in the other kind it may be. */
function withAncestors(entity: unknown): unknown {
  return isJsonObject(entity) ? { ...entity, ancestors: entity.ancestors ?? [] } : entity;
}

function withId(entity: unknown, id: string): unknown {
  return isJsonObject(entity) ? { ...entity, id } : entity;
}
