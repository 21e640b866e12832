import type { PolicySet } from "../../check/typed-policy-set.js";
import type { RequestNeeds } from "../../ir/decision-graph.js";
import type { Need } from "../../ir/needs.js";
import type { Field, Type } from "../../types/type.js";
import { memberKey } from "../encode/place.js";

/** What an environment's rules read of a request besides its arguments: by place, whether it has to be there. */
export type NeededPlaces = ReadonlyMap<string, "required" | "optional">;

/** The sides of an environment whose attributes are relevant where rules read them. */
export interface ReadTypes {
  readonly subject: string;
  readonly actor: string | undefined;
  readonly resource: string | undefined;
}

/** The attributes that are relevant in an environment; of an entity also `#id` and `#ancestors`. */
export function neededPlaces(policySet: PolicySet, types: ReadTypes, needs: RequestNeeds): NeededPlaces {
  const places = new Map<string, "required" | "optional">();
  const walk: Walk = { policySet, places };
  for (const root of ["subject", "actor", "resource"] as const) {
    const name = types[root];
    if (name !== undefined) walkType(walk, { kind: "Entity", names: [name] }, needs[root], root);
  }
  if (needs.resource.id) places.set("resource#id", "required");
  for (const [name, need] of needs.context.members) {
    const field = policySet.context.get(name);
    walkFields(walk, field === undefined ? [] : [field], need, memberKey("context", name));
  }
  return new Map([...places].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Walk {
  readonly policySet: PolicySet;
  readonly places: Map<string, "required" | "optional">;
}

/** Notes a place, declared by one or several types of entities, and what is read below it. */
function walkFields(walk: Walk, fields: readonly Field[], need: Need, key: string): void {
  if (fields.length === 0) return;
  walk.places.set(key, fields.some(({ optional }) => !optional) ? "required" : "optional");
  for (const { type } of fields) walkType(walk, type, need, key);
}

function walkType(walk: Walk, type: Type, need: Need, key: string): void {
  if (type.kind === "List" && need.elements) walkType(walk, type.element, need.elements, `${key}[]`);
  if (type.kind === "Map" && need.elements) walkType(walk, type.value, need.elements, `${key}[]`);
  if (type.kind === "Record") {
    // A record is checked whole; what is read of entities in it comes on top.
    for (const [name, below] of need.members) {
      const field = type.fields.get(name);
      if (field !== undefined) walkType(walk, field.type, below, memberKey(key, name));
    }
  }
  if (type.kind !== "Entity") return;
  if (need.ancestors) walk.places.set(`${key}#ancestors`, "required");
  for (const [name, below] of need.members) {
    const fields = type.names.flatMap(
      (each) => walk.policySet.entities.get(each)?.attributes.get(name) ?? [],
    );
    walkFields(walk, fields, below, memberKey(key, name));
  }
}
