import type { Documented, DottedName, EntityLiteral, Name, Node, SignedLiteral } from "./ast.js";
import type { BooleanLiteral, StringLiteral } from "./ast-expressions.js";

/* The `test` blocks and fixtures of the syntax tree, and the values in them. */

export interface FixtureDeclaration extends Documented {
  readonly kind: "FixtureDeclaration";
  readonly name: Name;
  readonly value: EntityValue | RecordValue;
}

export interface TestDeclaration extends Documented {
  readonly kind: "TestDeclaration";
  readonly name: StringLiteral;
  readonly items: readonly TestItem[];
}

export type TestItem = TestEntity | TestAction | TestContext | TestTuple | TestExpectation;

export interface TestEntity extends Node {
  readonly kind: "TestEntity";
  readonly role: "subject" | "actor" | "resource";
  readonly value: EntityValue;
}

export interface TestAction extends Node {
  readonly kind: "TestAction";
  readonly name: DottedName;
  readonly properties?: RecordValue;
}

/** `context { … }`, `context office`, `context office { … }` (the record overrides the fixture's). */
export interface TestContext extends Node {
  readonly kind: "TestContext";
  readonly fixture?: Name;
  readonly properties?: RecordValue;
}

/** `given User("a") is viewer of Document("7")`; `User.*` has neither id nor relation; `Team("t").member` both. */
export interface TestTuple extends Node {
  readonly kind: "TestTuple";
  readonly subjectType: Name;
  readonly subjectId?: StringLiteral;
  readonly subjectRelation?: Name;
  readonly relation: Name;
  readonly object: EntityLiteral;
}

export interface TestExpectation extends Node {
  readonly kind: "TestExpectation";
  readonly decision: "allow" | "deny";
  /** What follows `by`; empty where it is left out. */
  readonly by: readonly RuleReference[];
  readonly because?: StringLiteral;
  readonly obliging: readonly Name[];
}

/** `analytics.no_payroll`, or (`policy` left out) `invalid_request`, `no_matching_rule`. */
export interface RuleReference extends Node {
  readonly kind: "RuleReference";
  readonly policy?: Name;
  readonly rule: Name;
}

export type ValueNode =
  | BooleanLiteral
  | SignedLiteral
  | StringLiteral
  | ListValue
  | RecordValue
  | EntityValue;

export interface ListValue extends Node {
  readonly kind: "ListValue";
  readonly elements: readonly ValueNode[];
}

export interface RecordValue extends Node {
  readonly kind: "RecordValue";
  readonly entries: readonly { readonly name: Name; readonly value: ValueNode }[];
}

/**
 * `User("alice") in Team("sales") { … }`. `Todo()` has parentheses and no id; a name alone is a fixture (or, in a constant,
 * another constant); the record is the first entity's.
 */
export interface EntityValue extends Node {
  readonly kind: "EntityValue";
  readonly name: Name;
  readonly parentheses: boolean;
  readonly id?: StringLiteral;
  readonly ancestors: readonly EntityLiteral[];
  readonly properties?: RecordValue;
}
