import type { PolicySet } from "../../check/typed-policy-set.js";
import type { RelationTuple } from "../../relations/model.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { answered, hasRelations, tuplesOf, withTuples } from "../relations/given.js";
import type { KeptUnit, KeptUnits } from "./units.js";

/** A unit as it goes from one thread to another that analyses the same policy set: what it looked at is the same there. */
export interface PortableUnit {
  readonly name: string;
  readonly nested: readonly string[];
  readonly questions: number;
  /** What was found, as it can be cloned. */
  readonly found: unknown;
}

/** The units that are kept, but for known ones. */
export function portableUnits(
  kept: KeptUnits,
  policySet: PolicySet,
  known: KeptUnits,
): readonly PortableUnit[] {
  const pack = hasRelations(policySet) ? packRequests : same;
  return [...kept].flatMap(([name, { nested, questions, frozen }]) =>
    known.has(name) ? [] : [{ name, nested, questions, found: pack(frozen) }],
  );
}

/** A unit that came from another thread. */
export function keptUnit({ nested, questions, found }: PortableUnit, policySet: PolicySet): KeptUnit {
  const frozen = hasRelations(policySet) ? unpackRequests(policySet, found) : found;
  return { looks: [], contents: [], nested, questions, frozen };
}

const same = (value: unknown): unknown => value;

/** Tuples ride on requests under a symbol, which no clone has: with them a request is a map, as nothing is that comes of JSON. */
function packRequests(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.getOwnPropertySymbols(value).length === 0)
    return withParts(value, packRequests);
  return new Map<string, unknown>([
    ["request", { ...value }],
    ["tuples", tuplesOf(value)],
  ]);
}

function unpackRequests(policySet: PolicySet, value: unknown): unknown {
  if (!(value instanceof Map)) return withParts(value, (part) => unpackRequests(policySet, part));
  // What is unpacked was packed here.
  const { request, tuples } = Object.fromEntries(value) as PackedRequest;
  return answered(policySet, withTuples(request, tuples));
}

interface PackedRequest {
  readonly request: JsonObject;
  readonly tuples: readonly RelationTuple[];
}

/** A list or record with something in the place of each of its parts; anything else as it is. */
function withParts(value: unknown, change: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (!isJsonObject(value) || value instanceof Set) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}
