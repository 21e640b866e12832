import type { Span } from "../source/span.js";
import type { Effect, RelationDeclaration } from "../syntax/ast.js";
import type { Field } from "../types/type.js";
import type { TypedClause, TypedExpression } from "./typed-expression.js";

/*
 * What the checker hands on: every name resolved, constants, definitions and remedies inlined, each rule typed once per group
 * of environments that give it the same types. The interpreter evaluates it directly; lowering turns it into the decision graph.
 */

/** A whole policy set that checks without errors. Maps iterate in the order of their sorted keys. */
export interface PolicySet {
  readonly entities: ReadonlyMap<string, EntitySchema>;
  /** By joined name (`postgres.query`). */
  readonly actions: ReadonlyMap<string, ActionSchema>;
  /** Attributes of the context. */
  readonly context: ReadonlyMap<string, Field>;
  readonly obligations: ReadonlyMap<string, ObligationSchema>;
  /** Sorted by id (code units). */
  readonly rules: readonly TypedRule[];
  readonly assertions: readonly TypedAssertion[];
  /** In source order. */
  readonly tests: readonly PolicyTest[];
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

export interface EntitySchema {
  readonly name: string;
  /** Can be a request's subject, or its actor where `actingFor` says so. */
  readonly principal: boolean;
  readonly parents: readonly string[];
  /** Types of the subjects on whose behalf it may act; sorted. */
  readonly actingFor: readonly string[];
  readonly attributes: ReadonlyMap<string, Field>;
  readonly relations: readonly RelationDeclaration[];
  readonly documentation: readonly string[];
}

export interface ActionSchema {
  /** Segments joined by `.`: the name in requests. */
  readonly name: string;
  readonly parameters: ReadonlyMap<string, Field>;
  /** Declared with `...`: undeclared arguments are let through. */
  readonly open: boolean;
  /** The resource types of `on`, sorted; undefined where the action has no `on` (a resource is then ignored). */
  readonly resources: readonly string[] | undefined;
  readonly tags: readonly string[];
  readonly documentation: readonly string[];
  readonly span: Span;
}

export interface ObligationSchema {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, Field>;
  readonly once: boolean;
}

/** The side of a principal's environment: its type, and who acts for whom. */
export interface PrincipalEnvironment {
  readonly type: string;
  /** `alone`: the subject of a request without an actor. `actor`: acting for a subject of type `other`. `subject`: an actor of type `other` acts for it. */
  readonly role: "alone" | "actor" | "subject";
  readonly other?: string;
}

/** The call's side of an environment: an action, and the resource's type where the action has `on`. */
export interface Target {
  readonly action: string;
  readonly resource?: string;
}

/**
 * A rule as typed in one group of environments: every pair of a principal environment and a target below is in it. The
 * variants of a rule are disjoint, and a rule is *in scope* of an environment iff one of its variants has it.
 */
export interface RuleVariant {
  readonly principals: readonly PrincipalEnvironment[];
  readonly targets: readonly Target[];
  /** The ids and groups that the sentence names, as a Boolean expression that cannot err; `true` where it names none. */
  readonly scope: TypedExpression;
  readonly clauses: readonly TypedClause[];
  /** For `oblige`. */
  readonly obligations: readonly TypedObligation[];
}

export interface TypedObligation {
  readonly name: string;
  /** In the order of the obligation's parameters; arguments left out (optional parameters) are absent. */
  readonly arguments: readonly { readonly name: string; readonly value: TypedExpression }[];
}

export interface TypedRule {
  /** `policy.rule` */
  readonly id: string;
  readonly policy: string;
  readonly name: string;
  readonly effect: Effect;
  readonly because: string | undefined;
  readonly documentation: readonly string[];
  readonly variants: readonly RuleVariant[];
  /** The rule as the formatter prints it, from `rule` on. */
  readonly text: string;
  readonly span: Span;
  /** Of the words `rule NAME`: what is said of the rule as a whole is said there. */
  readonly heading: Span;
}

/** An `assert`: the same sentence; never takes part in deciding. */
export interface TypedAssertion {
  readonly name: string;
  readonly effect: "allow" | "deny";
  readonly variants: readonly RuleVariant[];
  readonly text: string;
  readonly documentation: readonly string[];
  readonly span: Span;
  /** Of the words `assert NAME`: what is said of the assertion as a whole is said there. */
  readonly heading: Span;
}

/** A `test` block with its fixtures resolved. */
export interface PolicyTest {
  readonly name: string;
  /** In the shape of `DecisionRequest`: plain JSON. */
  readonly request: { readonly [member: string]: unknown };
  readonly expected: TestExpected | undefined;
  /** What `given` states: all relations that there are when the request is decided follow from it. */
  readonly tuples: readonly GivenTuple[];
  readonly span: Span;
}

/** A tuple of a test, in the form in which stores take tuples: it fits the declared relations. */
export interface GivenTuple {
  /** An entity, whoever has a relation to one, or everyone of a type. */
  readonly subject:
    | { readonly type: string; readonly id: string; readonly relation?: string }
    | { readonly type: string; readonly everyone: true };
  readonly relation: string;
  readonly object: { readonly type: string; readonly id: string };
}

export interface TestExpected {
  readonly decision: "allow" | "deny";
  /** Ids of the determining rules over both principals, an exact set; undefined where `by` is left out. */
  readonly rules: readonly string[] | undefined;
  /** `by invalid_request`, `by no_matching_rule`. */
  readonly reason: "invalid_request" | "no_matching_rule" | undefined;
  readonly because: string | undefined;
  /** Names of the obligations, an exact set; undefined where `obliging` is left out. */
  readonly obligations: readonly string[] | undefined;
  readonly span: Span;
}
