import type { Argument, Name, Node } from "./ast.js";

/* The expressions of the syntax tree: what stands in clauses, definitions and arguments. */

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
