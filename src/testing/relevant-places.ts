import type { PolicySet } from "../check/typed-policy-set.js";
import type { RequestTypes } from "../interpret/environment.js";
import { type Needs, needsOf, noNeeds } from "../interpret/needs.js";
import type { Field, Type, TypeOf } from "../types/type.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";

/** The types of the things that requests are made of beside the declared attributes. */
export type PlaceType =
  | Type
  | { readonly kind: "Object" }
  | { readonly kind: "Ancestors" }
  /** Of a member that nothing declares, where nothing undeclared may be. */
  | { readonly kind: "Nothing" };

/** A place of a request that has to be in order, for otherwise nothing is decided. */
export interface RelevantPlace {
  readonly path: readonly (string | number)[];
  readonly type: PlaceType;
  readonly mayBeAbsent: boolean;
  readonly mayBeNull: boolean;
}

/**
 * Every place of a request that the policy set looks at before it asks a rule: identities, arguments, and of all else what rules in
 * scope read. Of lists and maps the first three. None where the request names no environment.
 */
export function relevantPlaces(policySet: PolicySet, request: JsonObject): readonly RelevantPlace[] {
  return guardedPlaces(policySet, request).filter(({ type }) => type !== nothing);
}

/** {@link relevantPlaces}, and one in each part of the request where nothing may stand but what is declared: of another member. */
export function guardedPlaces(policySet: PolicySet, request: JsonObject): readonly RelevantPlace[] {
  const types = typesOf(policySet, request);
  if (types === undefined) return [];
  const needs = needsOf(policySet, types);
  const action = policySet.actions.get(types.target.action);
  const args = memberOf(memberOf(request, "action"), "properties");
  const context = [...policySet.context.values()].filter(({ name }) => needs.context.members.has(name));
  return [
    undeclared([]),
    place(["subject"], theObject),
    ...placesOfParty(policySet, request, "subject", needs.subject),
    ...placesOfParty(policySet, request, "actor", needs.actor),
    place(["action"], theObject),
    place(["action", "name"], aString),
    ...optionalRecord(["action", "properties"], args),
    ...(action?.open ? [] : [undeclared(["action", "properties"])]),
    ...[...(action?.parameters.values() ?? [])].flatMap((field) =>
      placesOfField(policySet, field, args, needs.args, ["action", "properties"]),
    ),
    ...placesOfResource(policySet, request, types, needs.resource),
    ...optionalRecord(["context"], request.context),
    ...context.flatMap((field) =>
      placesOfField(policySet, field, request.context, needs.context, ["context"]),
    ),
  ];
}

type Path = RelevantPlace["path"];

// Always the same objects: what is worked out about a type is kept by its identity.
const theObject: PlaceType = { kind: "Object" };
const nothing: PlaceType = { kind: "Nothing" };
const theAncestors: PlaceType = { kind: "Ancestors" };
const aString: PlaceType = { kind: "String" };
const anId: PlaceType = { kind: "String", length: { minimum: 1 } };

const required = { mayBeAbsent: false, mayBeNull: false };

function place(path: Path, type: PlaceType, may = required): RelevantPlace {
  return { path, type, ...may };
}

/** The types that a request names, if it does. */
function typesOf(policySet: PolicySet, request: JsonObject): RequestTypes | undefined {
  const name = memberOf(request.action, "name");
  const subject = memberOf(request.subject, "type");
  const actor = memberOf(request.actor, "type");
  const resource = memberOf(request.resource, "type");
  if (typeof name !== "string" || typeof subject !== "string") return undefined;
  if (request.actor !== undefined && typeof actor !== "string") return undefined;
  const types = { subject, actor: typeof actor === "string" ? actor : undefined };
  if (policySet.actions.get(name)?.resources === undefined) return { ...types, target: { action: name } };
  return typeof resource === "string" ? { ...types, target: { action: name, resource } } : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A member beside those that are declared. */
function undeclared(path: Path): RelevantPlace {
  return place([...path, "undeclared member"], nothing, { mayBeAbsent: true, mayBeNull: false });
}

/** `properties`, `context`: may be left out, but must be records where they are there. */
function optionalRecord(path: Path, raw: unknown): readonly RelevantPlace[] {
  return raw === undefined ? [] : [place(path, theObject, { mayBeAbsent: true, mayBeNull: false })];
}

/** A principal, if the request has it: an actor may be left out, though not in part. */
function placesOfParty(
  policySet: PolicySet,
  request: JsonObject,
  role: "subject" | "actor",
  needs: Needs,
): readonly RelevantPlace[] {
  const raw = request[role];
  if (raw === undefined) return [];
  return [...optionalRecord([role], raw), ...placesOfEntity(policySet, raw, needs, [role])];
}

function placesOfResource(
  policySet: PolicySet,
  request: JsonObject,
  { target }: RequestTypes,
  needs: Needs,
): readonly RelevantPlace[] {
  if (target.resource === undefined) return [];
  const places = placesOfEntity(policySet, request.resource, needs, ["resource"]);
  const id = place(["resource", "id"], aString);
  return [
    place(["resource"], theObject),
    ...places.filter(({ path }) => path.length !== 2 || path[1] !== "id"),
    ...(needs.id ? [id] : []),
  ];
}

function placesOfEntity(
  policySet: PolicySet,
  raw: unknown,
  needs: Needs,
  path: Path,
): readonly RelevantPlace[] {
  const name = memberOf(raw, "type");
  const attributes = typeof name === "string" ? policySet.entities.get(name)?.attributes : undefined;
  const properties = memberOf(raw, "properties");
  const read = [...(attributes?.values() ?? [])].filter((field) => needs.members.has(field.name));
  return [
    place([...path, "type"], aString),
    place([...path, "id"], anId),
    ...(needs.ancestors ? [place([...path, "ancestors"], theAncestors)] : []),
    ...(read.length > 0 ? optionalRecord([...path, "properties"], properties) : []),
    ...read.flatMap((field) => placesOfField(policySet, field, properties, needs, [...path, "properties"])),
  ];
}

function placesOfField(
  policySet: PolicySet,
  { name, type, optional, nullable }: Field,
  owner: unknown,
  needs: Needs,
  ownerPath: Path,
): readonly RelevantPlace[] {
  const raw = memberOf(owner, name);
  const path = [...ownerPath, name];
  const itself = place(path, type, { mayBeAbsent: optional, mayBeNull: optional || nullable });
  if (raw === undefined || raw === null) return [itself];
  return [itself, ...placesInside(policySet, type, raw, needs.members.get(name) ?? noNeeds(), path)];
}

function placesInside(
  policySet: PolicySet,
  type: Type,
  raw: unknown,
  needs: Needs,
  path: Path,
): readonly RelevantPlace[] {
  switch (type.kind) {
    case "Record":
      return [
        // What is judged is what is forwarded: below the arguments, records are closed.
        ...(path[0] === "action" && !type.open ? [undeclared(path)] : []),
        ...[...type.fields.values()].flatMap((field) => placesOfField(policySet, field, raw, needs, path)),
      ];
    case "List":
    case "Map":
      return placesOfElements(policySet, type, raw, needs, path);
    case "Entity":
      return placesOfEntity(policySet, raw, needs, path);
    default:
      return [];
  }
}

function placesOfElements(
  policySet: PolicySet,
  type: TypeOf<"List"> | TypeOf<"Map">,
  raw: unknown,
  needs: Needs,
  path: Path,
): readonly RelevantPlace[] {
  if (typeof raw !== "object" || raw === null) return [];
  const element = type.kind === "List" ? type.element : type.value;
  const keys = Object.keys(raw).slice(0, 3);
  return keys.flatMap((key) => {
    const inner = [...path, Array.isArray(raw) ? Number(key) : key];
    const value = (raw as JsonObject)[key];
    // A list may do without an element, and a map without a key: leaving one out is no mistake.
    const itself = place(inner, element, { mayBeAbsent: true, mayBeNull: false });
    return [itself, ...placesInside(policySet, element, value, needs.elements ?? noNeeds(), inner)];
  });
}
