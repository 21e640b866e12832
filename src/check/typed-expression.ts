import type { Cidr, Ip } from "../runtime/ip.js";
import type { Url } from "../runtime/url.js";
import type { Span } from "../source/span.js";
import type { LikeToken } from "../syntax/like-pattern.js";
import type { Pattern, Type } from "../types/type.js";

/**
 * A scalar as expressions compute with it: Bool is boolean, Int and Number are number, Duration is milliseconds, Time is
 * milliseconds since the epoch, Date is days since the epoch, Ip is a number (v4) or bigint (v6), Cidr and Url their parsed forms;
 * String, Literals, Host, Email and Path are strings in normalised form. Which one it is, the expression's type says.
 */
export type Scalar = boolean | number | string | Ip | Cidr | Url;

/** One clause of a rule. `unless e` has `negated`; its condition is `e`. All clauses of a rule are joined by `and`. */
export interface TypedClause {
  readonly negated: boolean;
  readonly condition: TypedExpression;
  /** An `unless` that is exactly one remedy call; `condition` is the remedy's body, inlined. */
  readonly remedy?: TypedRemedy;
  readonly span: Span;
  /** As the formatter prints it, with its keyword. */
  readonly text: string;
}

export interface TypedRemedy {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly value: TypedExpression }[];
}

interface Typed {
  readonly type: Type;
  readonly span: Span;
}

/**
 * Expressions with every overload told apart. Evaluation is in strong Kleene logic: an operand that is an error makes the whole an error
 * but for `and`, `or`, `if` (its condition's error; else the branch taken) and quantifiers.
 *
 * Reading an attribute that is absent gives *absent*. The checker guarantees that absence meets only `has`, the left of
 * `coalesce`, a step of such a path, or an operand whose value a guard to its left has made irrelevant.
 */
export type TypedExpression =
  | LiteralExpression
  | TypedListExpression
  | EntityLiteralExpression
  | RootExpression
  | VariableExpression
  | ReadExpression
  | IdentityExpression
  | MapIndexExpression
  | PartExpression
  | LowerExpression
  | NotExpression
  | LogicalExpression
  | TypedConditionalExpression
  | CoalesceExpression
  | ArithmeticExpression
  | NegateExpression
  | EqualityExpression
  | OrderExpression
  | RangeExpression
  | ElementExpression
  | NetworkExpression
  | HierarchyExpression
  | ContainmentExpression
  | TypedLikeExpression
  | TypedMatchesExpression
  | WithinExpression
  | PresenceExpression
  | RelatedExpression
  | TypeTestExpression
  | TypedQuantifierExpression;

/** A constant of a scalar type (`type` says which). */
export interface LiteralExpression extends Typed {
  readonly kind: "literal";
  readonly value: Scalar;
}

export interface TypedListExpression extends Typed {
  readonly kind: "list";
  readonly elements: readonly TypedExpression[];
}

/** `User("alice")` */
export interface EntityLiteralExpression extends Typed {
  readonly kind: "entity";
  readonly entity: string;
  readonly id: string;
}

/**
 * `principal` is the principal in question; it is the same entity as `subject` (role alone or subject) or `actor` (role actor), and both
 * ways of writing it read the same attributes. `actor` occurs only in environments that have one. The type of `context` and `args` is a Record.
 */
export interface RootExpression extends Typed {
  readonly kind: "root";
  readonly name: "principal" | "subject" | "actor" | "resource" | "context" | "args";
}

/** The element (or key) a quantifier is at. `id` tells nested variables of one name apart. */
export interface VariableExpression extends Typed {
  readonly kind: "variable";
  readonly name: string;
  readonly id: number;
}

/** An attribute of an entity, of `context` or `args`, or a property of a record. */
export interface ReadExpression extends Typed {
  readonly kind: "read";
  readonly object: TypedExpression;
  readonly name: string;
}

/** `x.id`, `x.type` of an entity; String (`type`: Literals). */
export interface IdentityExpression extends Typed {
  readonly kind: "identity";
  readonly object: TypedExpression;
  readonly name: "id" | "type";
}

/** `map["k"]`: absent where the map has no such own key or its value is null. */
export interface MapIndexExpression extends Typed {
  readonly kind: "index";
  readonly object: TypedExpression;
  readonly key: TypedExpression;
}

/**
 * `length` of String (code points) and List; `host` `ip` `scheme` `port` `path` of Url (`ip` absent where the host is none, `port` where none is
 * given and the scheme has no default); `ip` of Host; `domain` (Host) and `local` of Email; `hour` and `weekday` of Time, in UTC.
 */
export interface PartExpression extends Typed {
  readonly kind: "part";
  readonly object: TypedExpression;
  readonly part:
    | "length"
    | "host"
    | "ip"
    | "scheme"
    | "port"
    | "path"
    | "domain"
    | "local"
    | "hour"
    | "weekday";
}

export interface LowerExpression extends Typed {
  readonly kind: "lower";
  readonly operand: TypedExpression;
}

export interface NotExpression extends Typed {
  readonly kind: "not";
  readonly operand: TypedExpression;
}

/** Two or more operands, evaluated from left to right. */
export interface LogicalExpression extends Typed {
  readonly kind: "and" | "or";
  readonly operands: readonly TypedExpression[];
}

export interface TypedConditionalExpression extends Typed {
  readonly kind: "if";
  readonly condition: TypedExpression;
  readonly consequent: TypedExpression;
  readonly alternate: TypedExpression;
}

/** `left ?? right`: right where left is absent. `left` is a path of reads, indexes and parts (or itself a coalesce). */
export interface CoalesceExpression extends Typed {
  readonly kind: "coalesce";
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

/** On Int, Duration (milliseconds) and Time; a result that is no safe integer is an error. */
export interface ArithmeticExpression extends Typed {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*";
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

export interface NegateExpression extends Typed {
  readonly kind: "negate";
  readonly operand: TypedExpression;
}

/** `==`, `!=` on scalars (Urls by text, Cidrs by base and bits) and entities (by type and id). */
export interface EqualityExpression extends Typed {
  readonly kind: "equality";
  readonly negated: boolean;
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

/** On Int, Number, Duration, Time, Date: all are numbers. */
export interface OrderExpression extends Typed {
  readonly kind: "order";
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

/** `n in 1..9`, inclusive. */
export interface RangeExpression extends Typed {
  readonly kind: "range";
  readonly operand: TypedExpression;
  readonly minimum: TypedExpression;
  readonly maximum: TypedExpression;
}

/** `x in list`: some element equals x. */
export interface ElementExpression extends Typed {
  readonly kind: "element";
  readonly element: TypedExpression;
  readonly list: TypedExpression;
}

/** `ip in cidr` or `ip in cidrs`: `networks` is a Cidr or a List<Cidr>. */
export interface NetworkExpression extends Typed {
  readonly kind: "network";
  readonly ip: TypedExpression;
  readonly networks: TypedExpression;
}

/** `principal in Team("sales")`: the same entity (type and id), or listed in its `ancestors`. */
export interface HierarchyExpression extends Typed {
  readonly kind: "hierarchy";
  readonly entity: TypedExpression;
  readonly group: TypedExpression;
}

export interface ContainmentExpression extends Typed {
  readonly kind: "containsAll" | "containsAny";
  readonly list: TypedExpression;
  readonly elements: TypedExpression;
}

/** On String, Literals, Host, and the normalised text of Path, Email and Url. */
export interface TypedLikeExpression extends Typed {
  readonly kind: "like";
  readonly operand: TypedExpression;
  readonly pattern: readonly LikeToken[];
  /** The pattern as written, escapes of the string literal resolved. */
  readonly text: string;
}

export interface TypedMatchesExpression extends Typed {
  readonly kind: "matches";
  readonly operand: TypedExpression;
  readonly pattern: Pattern;
}

/** Both sides are Path, or both are Host. */
export interface WithinExpression extends Typed {
  readonly kind: "within";
  readonly operand: TypedExpression;
  readonly base: TypedExpression;
}

/** `x has a.b`: `path` is the whole path `x.a.b` (reads, indexes by a literal key, parts `ip` and `port`); true iff every step is present and not null. Never errs. */
export interface PresenceExpression extends Typed {
  readonly kind: "has";
  readonly path: TypedExpression;
}

/** `x is viewer of y`: both are entities. True, false, or an error where no answer is known. */
export interface RelatedExpression extends Typed {
  readonly kind: "related";
  readonly subject: TypedExpression;
  readonly relation: string;
  readonly object: TypedExpression;
}

/** `x is T` where the type leaves it open: an entity of a union type. (Where the environment settles it, the checker gives a literal.) */
export interface TypeTestExpression extends Typed {
  readonly kind: "is";
  readonly object: TypedExpression;
  readonly entity: string;
}

/** Kleene `or` (any) and `and` (all) over a List's elements, or a Map's keys. */
export interface TypedQuantifierExpression extends Typed {
  readonly kind: "any" | "all";
  readonly variable: VariableExpression;
  readonly collection: TypedExpression;
  readonly body: TypedExpression;
}
