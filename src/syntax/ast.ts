import type { Span } from "../source/span.js";

/*
 * The syntax tree of Pol, as `grammar/pol.ebnf` has it. Every node is readonly, has a `kind` and the `span` of its text.
 * There is no node for parentheses: the printer writes the ones that are needed, or that make `and` inside `or` plain.
 */

interface Node {
  readonly span: Span;
}

/** A name as written: a word, or (where a quoted name is allowed) a string. `text` is the name itself, unquoted. */
export interface Name extends Node {
  readonly kind: "Name";
  readonly text: string;
}

/** `postgres.query`, `notion."API-post-page"`. */
export interface DottedName extends Node {
  readonly kind: "DottedName";
  readonly segments: readonly Name[];
}

/** A comment that documents nothing. `text` is the whole line comment from its slashes on, without the line end. */
export interface Comment extends Node {
  readonly kind: "Comment";
  readonly text: string;
}

/** The lines of the `///` comments before a declaration, rule or member, without slashes and one leading space. */
export type Documentation = readonly string[];

export interface File extends Node {
  readonly kind: "File";
  readonly declarations: readonly Declaration[];
  /** Line comments (and doc comments that document nothing) in source order. */
  readonly comments: readonly Comment[];
  /** By the start of a declaration or rule what goes when it is removed: with it its doc comments and what it leaves of its lines. */
  readonly extents: ReadonlyMap<number, Span>;
  /**
   * Every name that stands in text which did not parse. Declarations there are missing from `declarations`, so a later phase
   * says nothing about an unknown name that is in this set.
   */
  readonly brokenNames: ReadonlySet<string>;
}

export type Declaration =
  | UseDeclaration
  | EntityDeclaration
  | ActionDeclaration
  | RefineDeclaration
  | TagDeclaration
  | ContextDeclaration
  | TypeDeclaration
  | ConstantDeclaration
  | DefinitionDeclaration
  | ObligationDeclaration
  | RemedyDeclaration
  | PolicyDeclaration
  | AssertDeclaration
  | FixtureDeclaration
  | TestDeclaration;

interface Documented extends Node {
  readonly documentation: Documentation;
}

export interface UseDeclaration extends Documented {
  readonly kind: "UseDeclaration";
  readonly module: DottedName;
}

export interface EntityDeclaration extends Documented {
  readonly kind: "EntityDeclaration";
  /** Declared with `principal` rather than `entity`. */
  readonly principal: boolean;
  readonly name: Name;
  readonly parents: readonly Name[];
  readonly actingFor: readonly Name[];
  readonly members: readonly EntityMember[];
}

export type EntityMember = FieldDeclaration | RelationDeclaration;

export interface FieldDeclaration extends Documented {
  readonly kind: "FieldDeclaration";
  readonly name: Name;
  readonly optional: boolean;
  readonly type: TypeNode;
}

/** The `...` of a parameter list. */
export interface RestParameter extends Node {
  readonly kind: "RestParameter";
}

export type Parameter = FieldDeclaration | RestParameter;

export interface ActionDeclaration extends Documented {
  readonly kind: "ActionDeclaration";
  readonly items: readonly ActionItem[];
  readonly resources: readonly Name[];
  readonly tags: readonly Name[];
}

export interface ActionItem extends Node {
  readonly kind: "ActionItem";
  readonly name: DottedName;
  readonly parameters: readonly Parameter[];
}

export interface RefineDeclaration extends Documented {
  readonly kind: "RefineDeclaration";
  readonly name: DottedName;
  readonly parameters: readonly Parameter[];
  readonly resources: readonly Name[];
  readonly tags: readonly Name[];
}

export interface TagDeclaration extends Documented {
  readonly kind: "TagDeclaration";
  readonly names: readonly Name[];
}

export interface ContextDeclaration extends Documented {
  readonly kind: "ContextDeclaration";
  readonly fields: readonly FieldDeclaration[];
}

export interface TypeDeclaration extends Documented {
  readonly kind: "TypeDeclaration";
  readonly name: Name;
  readonly type: TypeNode | JsonSchemaReference;
}

/** `json("./order.schema.json#/$defs/Order")` */
export interface JsonSchemaReference extends Node {
  readonly kind: "JsonSchemaReference";
  readonly path: StringLiteral;
}

export interface ConstantDeclaration extends Documented {
  readonly kind: "ConstantDeclaration";
  readonly name: Name;
  readonly type?: TypeNode;
  readonly value: ValueNode;
}

export interface DefinitionDeclaration extends Documented {
  readonly kind: "DefinitionDeclaration";
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface ObligationDeclaration extends Documented {
  readonly kind: "ObligationDeclaration";
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly once: boolean;
}

export interface RemedyDeclaration extends Documented {
  readonly kind: "RemedyDeclaration";
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

// ── types ──

export type TypeNode = NamedType | LiteralType | RecordType | UnionType;

/** `String`, `List<T>`, an entity or a declared type, `null`; with refinements. */
export interface NamedType extends Node {
  readonly kind: "NamedType";
  readonly name: Name;
  readonly argument?: TypeNode;
  readonly refinements: readonly Refinement[];
}

/** One string of a union of strings. */
export interface LiteralType extends Node {
  readonly kind: "LiteralType";
  readonly value: string;
}

export interface RecordType extends Node {
  readonly kind: "RecordType";
  readonly fields: readonly FieldDeclaration[];
  /** The `...` at its end: undeclared properties are let through. */
  readonly open: boolean;
}

/** Two or more alternatives. */
export interface UnionType extends Node {
  readonly kind: "UnionType";
  readonly alternatives: readonly Exclude<TypeNode, UnionType>[];
}

export type Refinement = RangeRefinement | LengthRefinement | PatternRefinement | SecretRefinement;

/** `in 1..100`; a bound left out is open. */
export interface RangeRefinement extends Node {
  readonly kind: "RangeRefinement";
  readonly minimum?: SignedLiteral;
  readonly maximum?: SignedLiteral;
}

/** `length 1..39`; `length 5` has both bounds (the same node twice) and `exact`. */
export interface LengthRefinement extends Node {
  readonly kind: "LengthRefinement";
  readonly minimum?: SignedLiteral;
  readonly maximum?: SignedLiteral;
  readonly exact: boolean;
}

export interface PatternRefinement extends Node {
  readonly kind: "PatternRefinement";
  readonly pattern: RegexLiteral;
}

export interface SecretRefinement extends Node {
  readonly kind: "SecretRefinement";
}

/** A number or duration with its sign: `literal.value` or `.milliseconds` is already negated. `text` as written, with the sign. */
export type SignedLiteral = NumberLiteral | DurationLiteral;

// ── relations ──

export interface RelationDeclaration extends Documented {
  readonly kind: "RelationDeclaration";
  readonly name: Name;
  readonly targets: readonly RelationTarget[];
  readonly definition?: RelationExpression;
}

/** `User`, `Team.member`, `User.*`. */
export interface RelationTarget extends Node {
  readonly kind: "RelationTarget";
  readonly type: Name;
  readonly relation?: Name;
  readonly everyone: boolean;
}

export type RelationExpression = RelationOperation | RelationExclusion | RelationReference;

export interface RelationOperation extends Node {
  readonly kind: "RelationOperation";
  readonly operator: "or" | "and";
  /** Two or more; an operand with the same operator stands in parentheses in the source. */
  readonly operands: readonly RelationExpression[];
}

export interface RelationExclusion extends Node {
  readonly kind: "RelationExclusion";
  readonly base: RelationExpression;
  readonly excluded: RelationExpression;
}

/** `direct`, `owner`, `viewer of parent`. */
export interface RelationReference extends Node {
  readonly kind: "RelationReference";
  readonly name: Name;
  readonly of?: Name;
}

// ── rules ──

export interface PolicyDeclaration extends Documented {
  readonly kind: "PolicyDeclaration";
  readonly name: Name;
  readonly rules: readonly RuleDeclaration[];
}

export type Effect = "allow" | "deny" | "oblige";

export interface RuleDeclaration extends Documented {
  readonly kind: "RuleDeclaration";
  readonly name: Name;
  readonly sentence: Sentence;
  readonly because?: StringLiteral;
  readonly obligations: readonly ObligationCall[];
}

export interface AssertDeclaration extends Documented {
  readonly kind: "AssertDeclaration";
  readonly name: Name;
  readonly sentence: Sentence;
}

/** What a rule and an assertion share: effect, scope and clauses. */
export interface Sentence extends Node {
  readonly kind: "Sentence";
  readonly effect: Effect;
  readonly principals: readonly PrincipalReference[];
  readonly actions: readonly ActionReference[];
  readonly resources: readonly EntityReference[];
  readonly clauses: readonly Clause[];
}

export interface Clause extends Node {
  readonly kind: "Clause";
  readonly keyword: "when" | "unless";
  readonly condition: Expression;
}

export type PrincipalReference = AnyoneReference | EntityReference;

export interface AnyoneReference extends Node {
  readonly kind: "AnyoneReference";
}

/** `User`, `User("alice")`, `User in Team("sales")`; as a principal also `Agent acting for User`, `Agent acting alone`. */
export interface EntityReference extends Node {
  readonly kind: "EntityReference";
  readonly type: Name;
  readonly id?: StringLiteral;
  readonly group?: EntityLiteral;
  readonly acting?: ActingAlone | ActingFor;
}

export interface ActingAlone extends Node {
  readonly kind: "ActingAlone";
}

export interface ActingFor extends Node {
  readonly kind: "ActingFor";
  readonly subject: Name;
}

/** `Team("sales")` in a scope or a test. */
export interface EntityLiteral extends Node {
  readonly kind: "EntityLiteral";
  readonly type: Name;
  readonly id: StringLiteral;
}

export type ActionReference = AnythingReference | NamedActionReference;

export interface AnythingReference extends Node {
  readonly kind: "AnythingReference";
}

/** An action, a tag, or with `wildcard` (`server.*`) every action of a prefix. */
export interface NamedActionReference extends Node {
  readonly kind: "NamedActionReference";
  readonly segments: readonly Name[];
  readonly wildcard: boolean;
}

/** `mask(column: "birthday")` in a `with`. */
export interface ObligationCall extends Node {
  readonly kind: "ObligationCall";
  readonly name: Name;
  readonly arguments: readonly Argument[];
}

/** An argument of a call; `name` where it is given. */
export interface Argument extends Node {
  readonly kind: "Argument";
  readonly name?: Name;
  readonly value: Expression;
}

// ── expressions ──

export type Expression =
  | BooleanLiteral
  | NumberLiteral
  | DurationLiteral
  | StringLiteral
  | ListExpression
  | NameExpression
  | CallExpression
  | AttributeExpression
  | IndexExpression
  | UnaryExpression
  | BinaryExpression
  | InExpression
  | LikeExpression
  | MatchesExpression
  | HasExpression
  | IsExpression
  | QuantifiedExpression
  | ConditionalExpression;

export interface BooleanLiteral extends Node {
  readonly kind: "BooleanLiteral";
  readonly value: boolean;
}

/** `text` as written (`1_000`); `value` its number, `integer` false where it has a fraction. Only a SignedLiteral is negative. */
export interface NumberLiteral extends Node {
  readonly kind: "NumberLiteral";
  readonly value: number;
  readonly integer: boolean;
  readonly text: string;
}

export interface DurationLiteral extends Node {
  readonly kind: "DurationLiteral";
  readonly milliseconds: number;
  readonly text: string;
}

/** `value` with escapes resolved. */
export interface StringLiteral extends Node {
  readonly kind: "StringLiteral";
  readonly value: string;
}

/** A regular expression; `source` is the text between the slashes, escapes as written. */
export interface RegexLiteral extends Node {
  readonly kind: "RegexLiteral";
  readonly source: string;
}

export interface ListExpression extends Node {
  readonly kind: "ListExpression";
  readonly elements: readonly Expression[];
}

export interface NameExpression extends Node {
  readonly kind: "NameExpression";
  readonly name: string;
}

/** A definition, a remedy, `lower(…)` or an entity: told apart by the checker. */
export interface CallExpression extends Node {
  readonly kind: "CallExpression";
  readonly callee: Name;
  readonly arguments: readonly Argument[];
}

export interface AttributeExpression extends Node {
  readonly kind: "AttributeExpression";
  readonly object: Expression;
  readonly name: Name;
  /** Written as a string: `x."id"` is the property called id. */
  readonly quoted: boolean;
}

export interface IndexExpression extends Node {
  readonly kind: "IndexExpression";
  readonly object: Expression;
  readonly key: Expression;
}

export interface UnaryExpression extends Node {
  readonly kind: "UnaryExpression";
  readonly operator: "not" | "-";
  readonly operand: Expression;
}

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "containsAll"
  | "containsAny"
  | "within"
  | "??"
  | "+"
  | "-"
  | "*";

/** `or`, `and`, `+`, `-`, `*` associate to the left, `??` to the right, tests do not chain. */
export interface BinaryExpression extends Node {
  readonly kind: "BinaryExpression";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `x in list`, `n in 1..9` (then `upper` is the second bound), `ip in cidrs`, `principal in Team("sales")`. */
export interface InExpression extends Node {
  readonly kind: "InExpression";
  readonly left: Expression;
  readonly right: Expression;
  readonly upper?: Expression;
}

export interface LikeExpression extends Node {
  readonly kind: "LikeExpression";
  readonly left: Expression;
  readonly pattern: StringLiteral;
}

export interface MatchesExpression extends Node {
  readonly kind: "MatchesExpression";
  readonly left: Expression;
  readonly pattern: RegexLiteral;
}

/** `context has task.expires` */
export interface HasExpression extends Node {
  readonly kind: "HasExpression";
  readonly object: Expression;
  readonly path: readonly Name[];
}

/** `x is T`; with `of` the relation test `x is viewer of y`. */
export interface IsExpression extends Node {
  readonly kind: "IsExpression";
  readonly object: Expression;
  readonly name: Name;
  readonly of?: Expression;
}

export interface QuantifiedExpression extends Node {
  readonly kind: "QuantifiedExpression";
  readonly quantifier: "any" | "all";
  readonly variable: Name;
  readonly collection: Expression;
  readonly body: Expression;
}

export interface ConditionalExpression extends Node {
  readonly kind: "ConditionalExpression";
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
}

// ── tests ──

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
