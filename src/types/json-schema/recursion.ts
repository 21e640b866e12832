import { isObject, type SchemaObject, type Subschema, subschemas, typingKeywords } from "./json-schema.js";
import type { References } from "./references.js";

/** Which definition is being read, and from which one the cycles that it is part of were entered. */
export interface Reading {
  readonly entry: Subschema;
  readonly current: Subschema;
}

/** Where a reference leads: out of every cycle, on along one, or to where the cycle was already. */
export type Direction = "out" | "on" | "back";

/** Finds out which references close a cycle of definitions. */
export interface Recursion {
  direction(reading: Reading, target: Subschema): Direction;
}

/**
 * A type has no cycles, so one reference of each is cut. Which one must not depend on the order of keywords: each definition of a
 * cycle is read where it is nearest to the entry, in references, and every reference that does not lead away from there is cut.
 */
export function createRecursion(references: References): Recursion {
  const known = new Map<string, Distances>();
  const distances = (from: Subschema): Distances => {
    const found = known.get(from.place) ?? measureDistances(from, references);
    known.set(from.place, found);
    return found;
  };
  return {
    direction({ entry, current }, target) {
      if (!distances(target).has(entry.place)) return "out";
      const fromEntry = distances(entry);
      const [here = 0, there = 0] = [fromEntry.get(current.place), fromEntry.get(target.place)];
      return there > here ? "on" : "back";
    },
  };
}

/** How many references away from a definition the others are. */
type Distances = ReadonlyMap<string, number>;

function measureDistances(from: Subschema, references: References): Distances {
  const distances = new Map([[from.place, 0]]);
  const pending = [from];
  for (let index = 0; index < pending.length; index++) {
    const next = pending[index] ?? from;
    for (const target of targetsOf(next, references)) {
      if (distances.has(target.place)) continue;
      distances.set(target.place, (distances.get(next.place) ?? 0) + 1);
      pending.push(target);
    }
  }
  return distances;
}

/** What the references in a definition lead to, as far as they take part in its type. */
function targetsOf(definition: Subschema, references: References): readonly Subschema[] {
  const targets: Subschema[] = [];
  const pending = [definition];
  const seen = new Set<SchemaObject>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schema, place } = next;
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    const target = references.target(schema);
    if (target) targets.push(target);
    for (const name of typingKeywords) pending.push(...subschemas(schema, place, name));
  }
  return targets;
}
