import { isObject, keyword, type Subschema, subschemas, typingKeywords } from "./json-schema.js";
import type { References } from "./references.js";

/** Which schemas had a part in the type. */
export interface LivePlaces {
  /** Whether what is said at a place says something about the type. */
  has(place: string): boolean;
}

/** What is known of the schemas that were read. */
export interface ReadPlaces {
  wasRead(place: string): boolean;
  /** Whether the schema at a place became `Json`, and not only what it refers to. */
  isOpaque(place: string): boolean;
}

/**
 * A schema that became `Json` as a whole accepts anything: that is said, and what could not be kept within it is not. Within a schema that
 * takes part in another one, by `allOf` and the like, everything may still count.
 */
export function findLivePlaces(start: Subschema, references: References, read: ReadPlaces): LivePlaces {
  const visits = new Map<string, Visit>();
  const pending: Visit[] = [{ ...start, isAlone: true }];
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    const known = visits.get(visit.place);
    if (known && (!known.isAlone || visit.isAlone)) continue;
    visits.set(visit.place, visit);
    if (!(visit.isAlone && read.isOpaque(visit.place))) pending.push(...visitsBelow(visit, references));
  }
  return {
    has(place) {
      const owner = ownerOf(place, read);
      const visit = visits.get(owner);
      return visit !== undefined && (owner === place || !visit.isAlone || !read.isOpaque(owner));
    },
  };
}

interface Visit extends Subschema {
  /** Whether the schema is the whole of a type, not a part of what others say, too. */
  readonly isAlone: boolean;
}

function visitsBelow({ schema, place, isAlone }: Visit, references: References): readonly Visit[] {
  if (!isObject(schema)) return [];
  const target = references.target(schema);
  const beside = ["allOf", "anyOf", "oneOf"].flatMap((name) => subschemas(schema, place, name));
  const others = [...typingKeywords, "propertyNames"].filter((name) => !combining.has(name));
  const below = others.flatMap((name) => subschemas(schema, place, name));
  const isBare = target !== undefined && beside.length + below.length === 0 && isAlone;
  const isApart =
    isAlone && !target && beside.length === 0 && keyword(schema, "patternProperties") === undefined;
  return [
    ...(target ? [{ ...target, isAlone: isBare && !Object.hasOwn(schema, "type") }] : []),
    ...beside.map((inner) => ({ ...inner, isAlone: false })),
    ...below.map((inner) => ({ ...inner, isAlone: isApart })),
  ];
}

const combining: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf"]);

/** The nearest schema that a place is in. */
function ownerOf(place: string, read: ReadPlaces): string {
  let owner = place;
  while (owner !== "" && !read.wasRead(owner)) owner = owner.slice(0, owner.lastIndexOf("/"));
  return owner;
}
