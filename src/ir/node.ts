import type { Scalar } from "../check/typed-expression.js";
import type { LikeToken } from "../syntax/like-pattern.js";
import type { Pattern, TypeKind } from "../types/type.js";

/*
 * The decision graph's nodes: tests, which are true, false or an error, over values. They are hash-consed by `NodeTable`, so two
 * nodes of one graph are equal iff they are the same object.
 */

/** What every node has. */
interface NodeBase {
  /** Unique within the table; operands have smaller ids than what they are operands of. */
  readonly id: number;
  /** Whether evaluating it can be an error. What cannot err needs only two truth values. */
  readonly canErr: boolean;
}

/** A node of either sort. */
export type GraphNode = ValueNode | TestNode;

/** Gives a value: a scalar, a list, an entity, …; or *absent*; or an error. */
export type ValueNode =
  | ConstantNode
  | EntityNode
  | ListNode
  | RootNode
  | VariableNode
  | ReadNode
  | IdentityNode
  | IndexNode
  | PartNode
  | LowerNode
  | ArithmeticNode
  | NegateNode
  | ChoiceNode
  | CoalesceNode
  | TruthNode;

/** Gives true, false or an error. */
export type TestNode =
  | SettledNode
  | NotNode
  | JunctionNode
  | ConditionNode
  | HoldsNode
  | EqualsNode
  | OrderNode
  | RangeNode
  | ElementNode
  | NetworkNode
  | AncestorNode
  | RelatedNode
  | ContainmentNode
  | LikeNode
  | MatchesNode
  | WithinNode
  | PresentNode
  | QuantifierNode;

/** How two values are compared: as they are, or blocks, URLs and entities by what makes them the same. */
export type Equality = "strict" | "cidr" | "url" | "entity";

/** The name of what an expression starts from. */
export type RootName = "principal" | "subject" | "actor" | "resource" | "context" | "args";

/** A scalar; `type` is for people, who read `15m` rather than 900000. */
export interface ConstantNode extends NodeBase {
  readonly kind: "constant";
  readonly type: TypeKind;
  readonly value: Scalar;
}

/** `User("alice")` */
export interface EntityNode extends NodeBase {
  readonly kind: "entity";
  readonly type: string;
  readonly name: string;
}

export interface ListNode extends NodeBase {
  readonly kind: "list";
  readonly elements: readonly ValueNode[];
}

export interface RootNode extends NodeBase {
  readonly kind: "root";
  readonly name: RootName;
}

/** `variable` is the number that tells variables of one name apart. */
export interface VariableNode extends NodeBase {
  readonly kind: "variable";
  readonly name: string;
  readonly variable: number;
}

/** A property: of an entity (`of` is "entity"), or of a record, of `context` or of `args`. */
export interface ReadNode extends NodeBase {
  readonly kind: "read";
  readonly of: "entity" | "record";
  readonly object: ValueNode;
  readonly name: string;
}

export interface IdentityNode extends NodeBase {
  readonly kind: "identity";
  readonly object: ValueNode;
  readonly name: "id" | "type";
}

export interface IndexNode extends NodeBase {
  readonly kind: "index";
  readonly object: ValueNode;
  readonly key: ValueNode;
}

/** The part of a value of type `of`. `text` is the normalised text of a Url. */
export interface PartNode extends NodeBase {
  readonly kind: "part";
  readonly of: TypeKind;
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
    | "weekday"
    | "text";
  readonly object: ValueNode;
}

export interface LowerNode extends NodeBase {
  readonly kind: "lower";
  readonly operand: ValueNode;
}

/** `safe`: the types of its operands bound the result, so it never leaves the safe integers. */
export interface ArithmeticNode extends NodeBase {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*";
  readonly safe: boolean;
  readonly left: ValueNode;
  readonly right: ValueNode;
}

export interface NegateNode extends NodeBase {
  readonly kind: "negate";
  readonly operand: ValueNode;
}

export interface ChoiceNode extends NodeBase {
  readonly kind: "choice";
  readonly test: TestNode;
  readonly consequent: ValueNode;
  readonly alternate: ValueNode;
}

export interface CoalesceNode extends NodeBase {
  readonly kind: "coalesce";
  readonly left: ValueNode;
  readonly right: ValueNode;
}

/** A test used as a value: `args.flag == (args.n > 3)`. */
export interface TruthNode extends NodeBase {
  readonly kind: "truth";
  readonly test: TestNode;
}

/** True or false, whatever the request. */
export interface SettledNode extends NodeBase {
  readonly kind: "settled";
  readonly value: boolean;
}

export interface NotNode extends NodeBase {
  readonly kind: "not";
  readonly operand: TestNode;
}

/**
 * Kleene's `and` and `or`. Operands keep their order: one to the left may guard what one to the right reads.
 */
export interface JunctionNode extends NodeBase {
  readonly kind: "and" | "or";
  readonly operands: readonly TestNode[];
}

export interface ConditionNode extends NodeBase {
  readonly kind: "if";
  readonly test: TestNode;
  readonly consequent: TestNode;
  readonly alternate: TestNode;
}

/** A value of type Bool as a test. */
export interface HoldsNode extends NodeBase {
  readonly kind: "holds";
  readonly value: ValueNode;
}

/** Equality of entities is spelt out as that of type and id. */
export interface EqualsNode extends NodeBase {
  readonly kind: "equals";
  readonly equality: "strict" | "cidr";
  readonly left: ValueNode;
  readonly right: ValueNode;
}

export interface OrderNode extends NodeBase {
  readonly kind: "order";
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly left: ValueNode;
  readonly right: ValueNode;
}

export interface RangeNode extends NodeBase {
  readonly kind: "range";
  readonly operand: ValueNode;
  readonly minimum: ValueNode;
  readonly maximum: ValueNode;
}

export interface ElementNode extends NodeBase {
  readonly kind: "element";
  readonly equality: Equality;
  readonly element: ValueNode;
  readonly list: ValueNode;
}

/** `networks` is a list of blocks. */
export interface NetworkNode extends NodeBase {
  readonly kind: "network";
  readonly ip: ValueNode;
  readonly networks: ValueNode;
}

/** Whether `group` is among the ancestors of `entity`. That it is the entity itself is another test. */
export interface AncestorNode extends NodeBase {
  readonly kind: "ancestor";
  readonly entity: ValueNode;
  readonly group: ValueNode;
}

/** Whether the subject has the relation to the object, by the answers that come with the request; an error where they do not say. */
export interface RelatedNode extends NodeBase {
  readonly kind: "related";
  readonly subject: ValueNode;
  readonly relation: string;
  readonly object: ValueNode;
}

export interface ContainmentNode extends NodeBase {
  readonly kind: "containsAll" | "containsAny";
  readonly equality: Equality;
  readonly list: ValueNode;
  readonly elements: ValueNode;
}

export interface LikeNode extends NodeBase {
  readonly kind: "like";
  readonly operand: ValueNode;
  readonly pattern: readonly LikeToken[];
}

export interface MatchesNode extends NodeBase {
  readonly kind: "matches";
  readonly operand: ValueNode;
  readonly pattern: Pattern;
}

export interface WithinNode extends NodeBase {
  readonly kind: "within";
  readonly of: "Path" | "Host";
  readonly operand: ValueNode;
  readonly base: ValueNode;
}

/** Whether a value is there. Never an error. */
export interface PresentNode extends NodeBase {
  readonly kind: "present";
  readonly value: ValueNode;
}

/** `of`: over a List's elements or a Map's keys. */
export interface QuantifierNode extends NodeBase {
  readonly kind: "any" | "all";
  readonly of: "list" | "map";
  readonly variable: VariableNode;
  readonly collection: ValueNode;
  readonly body: TestNode;
}

/** Whether a node is a test rather than a value. */
export function isTest(node: GraphNode): node is TestNode {
  return testKinds.has(node.kind);
}

/** Whether a property of a node is itself a node. */
export function isNode(part: unknown): part is GraphNode {
  return typeof part === "object" && part !== null && "id" in part && "canErr" in part;
}

const testKinds: ReadonlySet<string> = new Set<TestNode["kind"]>([
  "settled",
  "not",
  "and",
  "or",
  "if",
  "holds",
  "equals",
  "order",
  "range",
  "element",
  "network",
  "ancestor",
  "related",
  "containsAll",
  "containsAny",
  "like",
  "matches",
  "within",
  "present",
  "any",
  "all",
]);
