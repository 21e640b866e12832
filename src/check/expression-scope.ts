import type { Fix } from "../diagnostics/diagnostic.js";
import type { Expression, Name } from "../syntax/ast.js";
import type { Type, TypeOf } from "../types/type.js";
import type { Checker } from "./checker.js";
import type { Facts } from "./facts.js";
import type { Report } from "./reporter.js";
import type { RootExpression, TypedExpression } from "./typed-expression.js";

/** What checking an expression gives. */
export interface Checked {
  readonly expression: TypedExpression;
  /** What is known where it is true, and where it is false; both include what was known before. */
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
  /** The value that the types alone settle. */
  readonly truth?: boolean;
  /** Set on a path whose value may be absent: why, in words. */
  readonly absent?: string;
  /** The value may be an entity that the policy names: nothing is known of it but its type and id. */
  readonly bare?: true;
  /** The key of a path in {@link Facts}. */
  readonly key?: string;
}

/** Why a root cannot be read here; completes "…: ". */
export type RootType = { readonly type: Type } | { readonly missing: "actor" | "resource" | "undeclared" };

export type RootName = RootExpression["name"];

/** A parameter or a quantifier's variable. */
export interface Binding {
  readonly expression: TypedExpression;
  readonly key?: string;
  /** For the variable of a quantifier over a map: the key of that map's path. */
  readonly keyOf?: string;
  /** See {@link Checked}. */
  readonly bare?: true;
}

/** Tests that the types may settle: a test that never holds in any environment of its rule is an error. */
export interface SettledTests {
  /** Notes that a test can hold in the environments at hand. */
  possible(node: Expression): void;
  /** Notes that a test never holds in them. */
  never(node: Expression, complaint: TestComplaint): void;
  /** Notes an unknown attribute behind a guard that is broken: the guard cannot have meant any environment where all lack it. */
  unknown(name: Name, complaint: TestComplaint): void;
}

/** Notes what the types say of a test; the complaint is worded only where there is one. */
export function noteTest(
  scope: Pick<ExpressionScope, "tests">,
  node: Expression,
  never: boolean,
  complain: () => TestComplaint,
): void {
  if (never) scope.tests.never(node, complain());
  else scope.tests.possible(node);
}

/** Where tests are of no concern: text that was checked before. */
export const unnotedTests: SettledTests = { possible: () => {}, never: () => {}, unknown: () => {} };

/** What to say of a test that never holds. */
export interface TestComplaint {
  readonly code: "POL2003" | "POL2013" | "POL2026";
  readonly message: string;
  readonly help?: string;
  readonly fix?: Fix;
  /** True of the environments without a party alone: what another one has to say is nearer the mistake. */
  readonly noParty?: true;
  /** The author discriminates with this test (`is`, `has`): failing in some environments is its purpose. */
  readonly guard: boolean;
}

/** Everything an expression's meaning depends on. */
export interface ExpressionScope {
  readonly checker: Checker;
  readonly roots: Readonly<Record<RootName, RootType>>;
  /** The entity that `principal` is: it shares its facts. */
  readonly principalIs: "subject" | "actor";
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly report: Report;
  readonly tests: SettledTests;
  /** What was made so far: guards against growth beyond reason where expressions are inlined, and numbers the variables. */
  readonly size: { nodes: number; depth: number; variables: number };
  /** Checks a nested expression; its value may be absent. `expected` types literals. Undefined after a report. */
  readonly check: (
    scope: ExpressionScope,
    node: Expression,
    facts: Facts,
    expected?: Type,
  ) => Checked | undefined;
}

/** A Boolean result that changes nothing that is known. */
export function checkedTest(expression: TypedExpression, facts: Facts, truth?: boolean): Checked {
  return { expression, whenTrue: facts, whenFalse: facts, ...(truth !== undefined && { truth }) };
}

/** A value that is always there. */
export function checkedValue(expression: TypedExpression, facts: Facts, key?: string): Checked {
  return { expression, whenTrue: facts, whenFalse: facts, ...(key !== undefined && { key }) };
}

/** That a value may be a bare entity, where one of the values that it may come from is. */
export function bareOf(...sources: readonly (Checked | Binding)[]): { readonly bare?: true } {
  return sources.some(({ bare }) => bare) ? { bare: true } : {};
}

/** The type Bool. */
export const boolType: TypeOf<"Bool"> = { kind: "Bool" };
