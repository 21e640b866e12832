import type { Span } from "../../source/span.js";
import type {
  ConstantDeclaration,
  DefinitionDeclaration,
  RemedyDeclaration,
  RuleDeclaration,
} from "../../syntax/ast.js";

/** The kinds of mistakes that mutants have. */
export const mutationOperators = [
  "effect flipped",
  "rule dropped",
  "clause negated",
  "clause dropped",
  "test negated",
  "off by one",
  "relation swapped",
  "party swapped",
  "and for or",
  "pattern changed",
  "text changed",
  "mask changed",
  "always true",
  "element dropped",
  "scope widened",
  "scope narrowed",
  "acting dropped",
] as const;

export type MutationOperator = (typeof mutationOperators)[number];

/** Mistakes in whom and what a rule is about, rather than in its conditions. */
export const scopeOperators: ReadonlySet<MutationOperator> = new Set([
  "scope widened",
  "scope narrowed",
  "acting dropped",
]);

/** What can be mutated: everything with a condition or a value in it. */
export type MutableDeclaration =
  | RuleDeclaration
  | DefinitionDeclaration
  | RemedyDeclaration
  | ConstantDeclaration;

/** A policy set with one mistake: one declaration of it is another one, or is not there. */
export interface Mutant {
  readonly operator: MutationOperator;
  /** What it is in: the id of a rule, or the name of a constant, definition or remedy. */
  readonly owner: string;
  /** Where the mistake is. */
  readonly span: Span;
  /** What is written there instead; nothing where something is left out. */
  readonly replacement: string | undefined;
  readonly before: MutableDeclaration;
  readonly after: MutableDeclaration | undefined;
}
