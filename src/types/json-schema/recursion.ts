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
  const targets = remembered((from) => targetsOf(from, references));
  const distances = remembered((from) => measureDistances(from, targets));
  return {
    direction({ entry, current }, target) {
      if (!distances(target).has(entry.place)) return "out";
      const fromEntry = distances(entry);
      const [here = 0, there = 0] = [fromEntry.get(current.place), fromEntry.get(target.place)];
      return there > here ? "on" : "back";
    },
  };
}

/** What a function says of a definition, asked once. */
function remembered<T>(answer: (definition: Subschema) => T): (definition: Subschema) => T {
  const known = new Map<string, T>();
  return (definition) => {
    const found = known.get(definition.place) ?? answer(definition);
    known.set(definition.place, found);
    return found;
  };
}

/** How many references away from a definition the others are. */
type Distances = ReadonlyMap<string, number>;

function measureDistances(
  from: Subschema,
  targets: (definition: Subschema) => readonly Subschema[],
): Distances {
  const distances = new Map([[from.place, 0]]);
  const pending = [from];
  for (let index = 0; index < pending.length; index++) {
    const next = pending[index] ?? from;
    for (const target of targets(next)) {
      if (distances.has(target.place)) continue;
      distances.set(target.place, (distances.get(next.place) ?? 0) + 1);
      pending.push(target);
    }
  }
  return distances;
}

/** What the references in a definition lead to, as far as they take part in its type. */
function targetsOf(definition: Subschema, references: References): readonly Subschema[] {
  const targets = new Map<string, Subschema>();
  const pending = [definition];
  const seen = new Set<SchemaObject>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schema, place } = next;
    if (!isObject(schema) || seen.has(schema)) continue;
    seen.add(schema);
    const target = references.target(schema);
    if (target) targets.set(target.place, target);
    for (const name of typingKeywords) pending.push(...subschemas(schema, place, name));
  }
  return [...targets.values()];
}
