import type { DefinitionDeclaration, RemedyDeclaration } from "../syntax/ast.js";
import type { Field } from "../types/type.js";
import { didYouMean } from "../util/did-you-mean.js";
import type { SentenceMemory } from "./check-memory.js";
import type { Declarations } from "./declarations.js";
import type { Report } from "./reporter.js";
import type { TypedExpression } from "./typed-expression.js";
import type {
  ActionSchema,
  EntitySchema,
  ObligationSchema,
  PrincipalEnvironment,
} from "./typed-policy-set.js";

/** The resolved schema: what requests can look like. */
export interface Schema {
  readonly entities: ReadonlyMap<string, EntitySchema>;
  readonly actions: ReadonlyMap<string, ActionSchema>;
  readonly context: ReadonlyMap<string, Field>;
  readonly obligations: ReadonlyMap<string, ObligationSchema>;
  /** Every declared role of every principal, in the order of their types. */
  readonly principals: readonly PrincipalEnvironment[];
  /** Per entity type all that it can be below, transitively, itself included. */
  readonly above: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A definition or remedy that checked: its parameters and where calls inline it. */
export interface Callable {
  readonly declaration: DefinitionDeclaration | RemedyDeclaration;
  readonly parameters: readonly Field[];
}

/** What is shared by the checks of one policy set. */
export interface Checker {
  readonly declarations: Declarations;
  readonly schema: Schema;
  readonly report: Report;
  /** Names (of the largest name space, and of obligations as `obligation NAME`) that something uses. */
  readonly used: Set<string>;
  /** Definitions and remedies whose bodies check; others are known but broken. */
  readonly callables: ReadonlyMap<string, Callable>;
  /** Annotated constants, typed once; undefined where the value does not fit. */
  readonly constants: ReadonlyMap<string, TypedExpression | undefined>;
  /** Constants, definitions and remedies that need themselves: reported once, and then left alone. */
  readonly cyclic: ReadonlySet<string>;
  /** What was found of sentences of an earlier version, where that is wanted. */
  readonly sentences?: SentenceMemory;
}

/** ``help`` naming the nearest candidate, where one is near enough. */
export function suggestion(word: string, candidates: Iterable<string>): { help?: string } {
  const nearest = didYouMean(word, candidates);
  return nearest === undefined ? {} : { help: `did you mean \`${nearest}\`?` };
}
