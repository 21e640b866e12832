import type { Scalar } from "../../check/typed-expression.js";
import type { ValueNode } from "../../ir/node.js";
import type { TypeKind } from "../../types/type.js";
import type { Slot } from "./atom.js";
import type { Formula } from "./formula.js";
import type { Place } from "./place.js";

/** What a value comes to, in one of the cases that its presence, its branches and its errors make. */
export type Term =
  | { readonly kind: "absent" }
  | { readonly kind: "error" }
  | ConstantTerm
  | { readonly kind: "entity"; readonly type: string; readonly id: string }
  /** An entity, a record, a list, a map or Json of the request. */
  | { readonly kind: "place"; readonly place: Place }
  /** A text or an address of the request. */
  | { readonly kind: "slot"; readonly slot: Slot }
  /** A Bool: that a formula holds. */
  | { readonly kind: "truth"; readonly formula: Formula }
  | NumberTerm
  /** A list written in the policy. */
  | { readonly kind: "list"; readonly elements: readonly ValueNode[] }
  /** Something that no atom can speak of. */
  | { readonly kind: "opaque" };

/** A scalar written in the policy. */
export interface ConstantTerm {
  readonly kind: "constant";
  readonly type: TypeKind;
  readonly value: Scalar;
}

/** A sum of multiples of numbers of the request, and a constant. */
export interface NumberTerm {
  readonly kind: "number";
  readonly terms: readonly { readonly slot: Slot; readonly factor: number }[];
  readonly constant: number;
}

/** A term, and when it is what the value comes to. The guards of all cases of a value exclude each other, and one holds. */
export interface Case {
  readonly guard: Formula;
  readonly term: Term;
}

export const absent: Term = { kind: "absent" };
export const erroneous: Term = { kind: "error" };
export const opaque: Term = { kind: "opaque" };
