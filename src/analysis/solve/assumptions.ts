import type { RelationAtom, Slot } from "../encode/atom.js";
import type { BinaryAtom, Domain, UnaryAtom } from "./domain.js";

/** What is assumed when every formula holds. */
export interface Assumptions {
  /** Whether each flag is set that matters. */
  readonly flags: ReadonlyMap<string, boolean>;
  /** By the slot's key: every slot of which an atom speaks. */
  readonly domains: ReadonlyMap<string, SlotDomain>;
  readonly ties: readonly { readonly atom: BinaryAtom; readonly wanted: boolean }[];
  /** Texts of which it is assumed that they have a part, or that they have none. */
  readonly owners: readonly Slot[];
  /** Facts about relations. */
  readonly facts: readonly { readonly atom: RelationAtom; readonly wanted: boolean }[];
}

/** A slot and the values that it can still have. */
export interface SlotDomain {
  readonly slot: UnaryAtom["slot"];
  readonly domain: Domain;
}

/** What became of a try to find values for all that is assumed. */
export type Trial<R> =
  | { readonly kind: "found"; readonly result: R }
  /** There are none. */
  | { readonly kind: "none" }
  /** None was found, which says nothing. */
  | { readonly kind: "unknown" };
