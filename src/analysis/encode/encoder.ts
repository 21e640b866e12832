import type { TestNode, ValueNode } from "../../ir/node.js";
import type { AtomTable } from "./atom.js";
import type { Viewpoint } from "./environment.js";
import type { Formula } from "./formula.js";
import type { Place } from "./place.js";
import type { Case, ConstantTerm, Term } from "./term.js";

/** When a test is true and when it is false. When neither, it is an error. */
export interface Truth {
  readonly holds: Formula;
  readonly fails: Formula;
}

/** A constant of which tests ask whether a list has it (or a map, as a key), and the flag that says so. */
export interface ListConstant {
  readonly list: Place;
  readonly term: ConstantTerm | Extract<Term, { readonly kind: "entity" }>;
  readonly flag: string;
}

/** Turns tests of one kind of request into formulas. */
export interface Encoder {
  readonly viewpoint: Viewpoint;
  readonly atoms: AtomTable;
  /** What quantifiers' variables stand for here, by their numbers. */
  readonly variables: ReadonlyMap<number, Term>;
  /** What values come to that were asked for: most are in many tests. */
  readonly cases: Map<ValueNode, readonly Case[]>;
  truthOf(test: TestNode): Truth;
  /** The same with a variable that stands for a term. */
  withVariable(variable: number, term: Term): Encoder;
  noteConstant(list: Place, term: ListConstant["term"], flag: string): void;
}
