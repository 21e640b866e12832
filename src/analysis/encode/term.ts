import type { Scalar } from "../../check/typed-expression.js";
import type { ValueNode } from "../../ir/node.js";
import type { TypeKind } from "../../types/type.js";
import { rememberedOf } from "../../util/remembered.js";
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

/** A text that tells an element of a list, or a key of a map, apart from others of it; asked for with each formula over the list. */
export const termKey = rememberedOf((term: Term): string => {
  switch (term.kind) {
    case "constant":
      return `constant ${constantName(term)}`;
    case "entity":
      return `entity ${JSON.stringify([term.type, term.id])}`;
    case "place":
      return `place ${term.place.key}`;
    case "slot":
      return `slot ${term.slot.key}`;
    case "number":
      return `sum ${term.constant} ${term.terms.map(({ slot, factor }) => `${factor} ${slot.key}`).join()}`;
    case "truth":
      return `truth ${term.formula.kind === "literal" ? term.formula.atom.id : ""}`;
    default:
      return term.kind;
  }
});

/** A constant by what makes it the same as another: a URL by its text. */
export function plainConstant({ value }: ConstantTerm): unknown {
  return typeof value === "object" && "text" in value ? value.text : value;
}

/** {@link plainConstant} as a text. */
export function constantName(constant: ConstantTerm): string {
  const value = plainConstant(constant);
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}
