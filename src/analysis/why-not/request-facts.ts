import type { Scalar } from "../../check/typed-expression.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { readScalar } from "../../interpret/read-scalar.js";
import { formatCidr } from "../../runtime/ip.js";
import type { Field, Type } from "../../types/type.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { AtomTable } from "../encode/atom.js";
import { rootPlace, type Viewpoint } from "../encode/environment.js";
import { yes } from "../encode/formula.js";
import {
  ancestorsKey,
  attributePlaces,
  elementKey,
  entryKey,
  memberKey,
  type Place,
  partKey,
} from "../encode/place.js";

/** What a request has at one place. */
export type Fact =
  | { readonly kind: "absent" }
  /** As expressions compute with it; a block by its text. */
  | { readonly kind: "scalar"; readonly type: Type; readonly value: Scalar }
  | { readonly kind: "list"; readonly element: Type; readonly length: number }
  | { readonly kind: "map"; readonly keys: readonly string[] }
  | { readonly kind: "entity"; readonly type: string; readonly id: string }
  /** Records, and what can only be there or not. */
  | { readonly kind: "whole" };

/** A part of a request that can be changed by itself. */
export interface Unit {
  /** The key of its place, or of the part of an entity that it is. */
  readonly key: string;
  /** Where it stands in a request. */
  readonly path: readonly string[];
  /** As it is written in policies. */
  readonly label: string;
  readonly type: Type | undefined;
  /** The units that it stands in: where one changes, so does it. */
  readonly within: readonly string[];
}

/** A request as formulas see it. */
export interface RequestFacts {
  /** By the keys of places. */
  readonly facts: ReadonlyMap<string, Fact>;
  /** In the order of a request. */
  readonly units: readonly Unit[];
}

/** Reads off what the formulas of one kind of request speak of. What is not of its type is left out: nothing is known of it. */
export function requestFacts(viewpoint: Viewpoint, atoms: AtomTable, request: JsonObject): RequestFacts {
  const walk: Walk = { policySet: viewpoint.policySet, atoms, facts: new Map(), units: [] };
  const { context, action, resource } = request;
  const args = isJsonObject(action) ? action.properties : undefined;
  walkMembers(walk, rootPlace(viewpoint, "context"), context ?? {}, { path: ["context"], within: [] });
  walkMembers(walk, rootPlace(viewpoint, "args"), args ?? {}, { path: ["action", "properties"], within: [] });
  if (viewpoint.environment.resource !== undefined)
    walkEntity(walk, rootPlace(viewpoint, "resource"), resource, { path: ["resource"], within: [] });
  for (const role of ["subject", "actor"] as const)
    if (viewpoint.environment[role])
      walkEntity(walk, rootPlace(viewpoint, role), request[role], { path: [role], within: [] });
  return walk;
}

interface Walk extends RequestFacts {
  readonly policySet: PolicySet;
  readonly atoms: AtomTable;
  readonly facts: Map<string, Fact>;
  readonly units: Unit[];
}

/** Where a value stands: in the request, and in which units. */
interface Spot {
  readonly path: readonly string[];
  readonly within: readonly string[];
}

function walkMembers(walk: Walk, place: Place, value: unknown, spot: Spot): void {
  const fields = place.type.kind === "Record" ? place.type.fields.values() : [];
  for (const field of fields) walkField(walk, memberKey(place.key, field.name), field, value, spot);
}

function walkField(walk: Walk, key: string, field: Field, owner: unknown, { path, within }: Spot): void {
  const place: Place = { key, type: field.type, presence: yes };
  const raw = isJsonObject(owner) ? (owner[field.name] ?? undefined) : undefined;
  const spot = { path: [...path, field.name], within };
  walk.units.push({ ...spot, key, label: key, type: field.type });
  walkValue(walk, place, raw, { ...spot, within: [...within, key] });
}

function walkValue(walk: Walk, place: Place, raw: unknown, spot: Spot): void {
  const { key, type } = place;
  if (raw === undefined) {
    walk.facts.set(key, { kind: "absent" });
    return;
  }
  switch (type.kind) {
    case "Record":
      walk.facts.set(key, { kind: "whole" });
      return walkMembers(walk, place, raw, spot);
    case "Entity":
      return walkEntity(walk, place, raw, spot);
    case "List":
      return walkList(walk, place, type.element, raw);
    case "Map":
      return walkMap(walk, place, type.value, raw);
    case "Json":
      walk.facts.set(key, { kind: "whole" });
      return;
    default: {
      const read = readScalar(type, raw);
      if (read !== undefined) walk.facts.set(key, { kind: "scalar", type, value: plain(read.value) });
    }
  }
}

function plain(value: Scalar): Scalar {
  return typeof value === "object" && "bits" in value ? formatCidr(value) : value;
}

/** Elements are no units: a list changes as a whole. */
function walkList(walk: Walk, { key }: Place, element: Type, raw: unknown): void {
  if (!Array.isArray(raw)) return;
  walk.facts.set(key, { kind: "list", element, length: raw.length });
  raw.forEach((each: unknown, index) => {
    const place: Place = { key: elementKey(key, index), type: element, presence: yes };
    walkValue({ ...walk, units: [] }, place, each, { path: [], within: [] });
  });
}

function walkMap(walk: Walk, { key }: Place, type: Type, raw: unknown): void {
  if (!isJsonObject(raw)) return;
  walk.facts.set(key, { kind: "map", keys: Object.keys(raw) });
  for (const [name, each] of Object.entries(raw)) {
    const place: Place = { key: entryKey(key, name), type, presence: yes };
    walkValue({ ...walk, units: [] }, place, each, { path: [], within: [] });
  }
}

function walkEntity(walk: Walk, place: Place, raw: unknown, { path, within }: Spot): void {
  const entity = isJsonObject(raw) ? raw : {};
  const { key } = place;
  const type = String(entity.type);
  if (typeof entity.id === "string") walk.facts.set(key, { kind: "entity", type, id: entity.id });
  const text = (part: string, value: unknown) => {
    const known: Fact = { kind: "scalar", type: { kind: "String" }, value: String(value) };
    if (typeof value === "string") walk.facts.set(partKey(key, part), known);
  };
  text("id", entity.id);
  text("type", entity.type);
  const groups: Place = { key: ancestorsKey(key), type: groupList, presence: yes };
  const identity = { path: [...path, "id"], label: `${key}.id`, type: undefined, within };
  const ancestors = { path: [...path, "ancestors"], label: groupsLabel(key), type: groupList, within };
  walk.units.push({ ...identity, key: partKey(key, "id") }, { ...ancestors, key: groups.key });
  walkList(walk, groups, groupList.element, entity.ancestors);
  const properties = { path: [...path, "properties"], within };
  for (const field of walk.policySet.entities.get(type)?.attributes.values() ?? []) {
    const typed = attributePlaces(walk.atoms, walk.policySet, place, field.name).find(
      ({ ownerTypes }) => ownerTypes === undefined || ownerTypes.includes(type),
    );
    if (typed) walkField(walk, typed.place.key, field, entity.properties, properties);
  }
}

const groupList = { kind: "List", element: { kind: "Entity", names: [] } } satisfies Type;

function groupsLabel(key: string): string {
  return `the groups of ${key}`;
}
