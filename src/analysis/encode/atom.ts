import type { Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import { type LanguageBounds, numberOf } from "../texts/language.js";
import type { IntervalSet } from "./interval-set.js";

/** A scalar of the request that atoms speak of; what it is when it is not there, no atom asks. */
export interface Slot {
  readonly key: string;
  readonly type: Type;
  /** `number`: Int, Number, Duration, Date, Time, and lengths of lists. */
  readonly kind: "text" | "number" | "address";
  /** The slot that this one is a part of, and which: `host` of a Url, `hour` of a Time, `length` of a text. */
  readonly of?: { readonly slot: Slot; readonly part: SlotPart };
}

/** What of a text or a time can be asked for by itself. */
export type SlotPart =
  | "length"
  | "lower"
  | "host"
  | "scheme"
  | "path"
  | "domain"
  | "local"
  | "ip"
  | "port"
  | "hour"
  | "weekday";

/** A question about a request that has one of two answers. Atoms of one table are the same iff they are the same object. */
export type Atom =
  | FlagAtom
  | TextAtom
  | NumberAtom
  | AddressAtom
  | LinearAtom
  | SameAtom
  | RelatedAtom
  | RelationAtom;

/** Something that is so or not so by itself: a value is there, a Bool is true, a list holds a constant. */
export interface FlagAtom {
  readonly kind: "flag";
  readonly id: number;
  readonly key: string;
  /** Of the flag that says whether a text has an optional part (a URL its port): the text. */
  readonly of?: Slot;
}

/** A text is in a regular set. */
export interface TextAtom {
  readonly kind: "text";
  readonly id: number;
  readonly slot: Slot;
  readonly bounds: LanguageBounds;
}

/** A number is in a set of intervals; of a Time also in some hours of the week. */
export interface NumberAtom {
  readonly kind: "number";
  readonly id: number;
  readonly slot: Slot;
  readonly set: IntervalSet<number>;
}

/** An address is in a set of intervals. */
export interface AddressAtom {
  readonly kind: "address";
  readonly id: number;
  readonly slot: Slot;
  readonly set: IntervalSet<bigint>;
}

/** A sum of multiples of numbers is at most `bound` (below it, where `strict`). */
export interface LinearAtom {
  readonly kind: "linear";
  readonly id: number;
  readonly terms: readonly { readonly slot: Slot; readonly factor: number }[];
  readonly bound: number;
  readonly strict: boolean;
}

/** Two texts, or two addresses, are equal. */
export interface SameAtom {
  readonly kind: "same";
  readonly id: number;
  readonly left: Slot;
  readonly right: Slot;
}

/**
 * Two values of the request stand in a relation that is settled once one of them is chosen: a path or host lies within a base, an address
 * in a block.
 */
export interface RelatedAtom {
  readonly kind: "related";
  readonly id: number;
  readonly relation: "within path" | "within host" | "in network";
  readonly left: Slot;
  /** The base, the block. */
  readonly right: Slot;
}

/** That one entity has a relation to another, or a fact that relations follow from by their definitions. */
export interface RelationAtom {
  readonly kind: "relation";
  readonly id: number;
  readonly fact: RelationFact;
}

/** What stands behind a relation of one entity to another. */
export interface RelationFact {
  readonly way: FactWay;
  readonly subject: Party;
  readonly object: Party;
}

/**
 * How a fact comes about.
 *
 *   defined    as the relation is defined, by the others
 *   direct     a tuple of the relation, of the subject
 *   everyone   a tuple of the relation, of everyone of the subject's type
 *   userset    a tuple of the relation, of whoever has the relation `of` to something of a type; the subject has that one
 *   inherited  a tuple of `over` of something to which the subject has the relation
 */
export type FactWay =
  | { readonly kind: "defined" | "direct" | "everyone"; readonly relation: string }
  | { readonly kind: "userset"; readonly relation: string; readonly type: string; readonly of: string }
  | { readonly kind: "inherited"; readonly relation: string; readonly over: string };

/** An entity by its type and where its id stands: in the request, or in the policy. Everyone of a type has no id. */
export interface Party {
  readonly type: string;
  readonly id: Slot | string | undefined;
}

/** An atom before it has a place in a table. */
export type AtomShape<A extends Atom> = A extends Atom ? Omit<A, "id"> : never;

/** Gives each atom once. */
export interface AtomTable {
  atom<A extends Atom>(shape: AtomShape<A>): A;
  /** A flag that is no other: for what no formula says. */
  unknown(): FlagAtom;
}

/** An empty table. */
export function createAtomTable(): AtomTable {
  const atoms = new Map<string, Atom>();
  const atom = <A extends Atom>(shape: AtomShape<A>): A => {
    const key = keyOf(shape);
    const known = atoms.get(key);
    // The key holds the kind and all that tells atoms of it apart, so what is found has the type asked for.
    if (known !== undefined) return known as A;
    const added = { ...shape, id: atoms.size } as unknown as A;
    atoms.set(key, added);
    return added;
  };
  return { atom, unknown: () => atom<FlagAtom>({ kind: "flag", key: `${unknownMark}${atoms.size}` }) };
}

const unknownMark = "unknown ";

/** Whether a flag stands for what no formula says. */
export function isUnknown(flag: string): boolean {
  return flag.startsWith(unknownMark);
}

/** What tells atoms apart: of slots their keys, of languages their numbers. */
function keyOf(shape: AtomShape<Atom>): string {
  switch (shape.kind) {
    case "flag":
      return `flag ${shape.key}`;
    case "text": {
      const { upper, lower } = shape.bounds;
      return `text ${numberOf(upper)} ${numberOf(lower)} ${shape.slot.key}`;
    }
    case "number":
    case "address":
      return `${shape.kind} ${shape.set.join()} ${shape.slot.key}`;
    case "linear": {
      const sum = shape.terms.map(({ slot, factor }) => `${factor} ${JSON.stringify(slot.key)}`);
      return `linear ${sum.join()} ${shape.bound} ${shape.strict}`;
    }
    case "same":
      return `same ${JSON.stringify([shape.left.key, shape.right.key])}`;
    case "related":
      return `${shape.relation} ${JSON.stringify([shape.left.key, shape.right.key])}`;
    case "relation":
      return atomKey(shape);
    default:
      return assertNever(shape);
  }
}

/** The key of a relation. */
export function atomKey({ fact }: Pick<RelationAtom, "fact">): string {
  return factKey(fact, idKey);
}

/** A text that tells a fact apart from others, by what tells ids apart. */
export function factKey({ way, subject, object }: RelationFact, idOf: (id: Party["id"]) => unknown): string {
  const parties = [subject, object].flatMap(({ type, id }) => [type, idOf(id)]);
  return `relation ${JSON.stringify([...wayKey(way), ...parties])}`;
}

function wayKey(way: FactWay): readonly string[] {
  if (way.kind === "inherited") return [way.kind, way.relation, way.over];
  return way.kind === "userset" ? [way.kind, way.relation, way.type, way.of] : [way.kind, way.relation];
}

/** Where in the request the ids stand that a fact is about. */
export function idSlotsOf({ fact: { subject, object } }: Pick<RelationAtom, "fact">): readonly Slot[] {
  return [subject.id, object.id].filter((id) => typeof id === "object");
}

function idKey(id: Party["id"]): unknown {
  return typeof id === "object" ? { at: id.key } : id;
}
