import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Type, TypeOf } from "../../types/type.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Choices, pick, pickAny, weighted } from "../choices.js";
import { type RelevantPlace, relevantPlaces } from "../relevant-places.js";
import type { Harvest } from "../request/harvest.js";
import { generateValue, type JsonRecord, setMember, type ValueSource } from "../request/values.js";
import { noWish } from "../request/wish.js";
import { nearValues } from "./near-values.js";
import { copyOf, valueAt, withValue } from "./request-place.js";

/**
 * A request that differs in one place that matters: by a value nearby, by one that stands elsewhere in it, by another one of its type, or,
 * where it may, by being absent.
 */
export function varyRequest(
  policySet: PolicySet,
  harvest: Harvest,
  choices: Choices,
  request: JsonObject,
): JsonObject {
  const places = relevantPlaces(policySet, request);
  const place = pickAny(choices, places.filter(isVaried));
  if (place === undefined) return request;
  const source = { choices, harvest, entities: policySet.entities, obedience: 92 };
  const elsewhere = places.filter(({ type }) => type.kind === place.type.kind);
  const value = variedValue(source, place, {
    own: valueAt(request, place.path),
    others: elsewhere.map(({ path }) => valueAt(request, path)).filter((other) => other !== undefined),
    texts: places.map(({ path }) => valueAt(request, path)).filter((other) => typeof other === "string"),
  });
  return withValue(request, place.path, value);
}

/** What is known of the values of a request when one of them is varied. */
interface Known {
  readonly own: unknown;
  /** Values of the same kind of type. */
  readonly others: readonly unknown[];
  readonly texts: readonly string[];
}

interface VariedPlace extends RelevantPlace {
  readonly type: Type | { readonly kind: "Ancestors" };
}

/** Types of the request's parties and the action's name stay. */
function isVaried(place: RelevantPlace): place is VariedPlace {
  const last = place.path.at(-1);
  const isName = place.path.length === 2 && (last === "type" || last === "name");
  return !isName && place.type.kind !== "Object";
}

/** Undefined is absent. */
function variedValue(source: ValueSource, { type, mayBeAbsent }: VariedPlace, known: Known): unknown {
  const { choices } = source;
  if (type.kind === "Ancestors") return variedGroups(source, known.own);
  const near = type.kind === "Map" ? [variedMap(source, type, known)] : nearValues(known.own, type);
  const make = weighted<() => unknown>(choices, [
    [20, () => generateValue(source, type, noWish(), 2)],
    [near.length > 0 ? 40 : 0, () => pick(choices, near)],
    [known.others.length > 0 ? 20 : 0, () => pick(choices, known.others)],
    [mayBeAbsent ? 20 : 0, () => undefined],
  ]);
  return make();
}

/** With an entry more, under a text that stands somewhere in the request or in a rule. */
function variedMap(source: ValueSource, { value }: TypeOf<"Map">, { own, texts }: Known): JsonRecord {
  const map = copyOf(own);
  const key = pickAny(source.choices, [...texts, ...source.harvest.keys]) ?? "key";
  setMember(map, key, generateValue(source, value, noWish(), 2));
  return map;
}

/** In a group more that a rule names, or in one less. */
function variedGroups({ choices, harvest }: ValueSource, own: unknown): unknown {
  const groups: readonly unknown[] = Array.isArray(own) ? own : [];
  const named = [...harvest.ids].flatMap(([type, ids]) => ids.map((id) => ({ type, id })));
  return pick<unknown>(choices, [
    [...groups, ...(named.length > 0 ? [pick(choices, named)] : [])],
    groups.slice(1),
  ]);
}
