import type { Span } from "../source/span.js";
import type {
  DurationLiteral,
  Expression,
  NumberLiteral,
  RegexLiteral,
  StringLiteral,
} from "./ast-expressions.js";
import type { FixtureDeclaration, TestDeclaration, ValueNode } from "./ast-tests.js";

export type * from "./ast-expressions.js";
export type * from "./ast-tests.js";

/*
 * The syntax tree of Pol, as `grammar/pol.ebnf` has it. Every node is readonly, has a `kind` and the `span` of its text.
 * There is no node for parentheses: the printer writes the ones that are needed, or that make `and` inside `or` plain.
 */

/** What every node has. */
export interface Node {
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

export interface Documented extends Node {
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
  readonly items: readonly ActionItem[];
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
