import type * as ast from "./ast.js";

/** Every kind of node of the syntax tree. */
export type SyntaxNode =
  | ast.ActingAlone
  | ast.ActingFor
  | ast.ActionItem
  | ast.ActionReference
  | ast.Argument
  | ast.Clause
  | ast.Comment
  | ast.Declaration
  | ast.DottedName
  | ast.EntityLiteral
  | ast.EntityReference
  | ast.Expression
  | ast.FieldDeclaration
  | ast.File
  | ast.JsonSchemaReference
  | ast.Name
  | ast.ObligationCall
  | ast.Parameter
  | ast.PrincipalReference
  | ast.Refinement
  | ast.RegexLiteral
  | ast.RelationDeclaration
  | ast.RelationExpression
  | ast.RelationTarget
  | ast.RuleDeclaration
  | ast.RuleReference
  | ast.Sentence
  | ast.TestItem
  | ast.TypeNode
  | ast.ValueNode;

/** The kind of a node. */
export type SyntaxKind = SyntaxNode["kind"];

/** The node of a kind. */
export type NodeOf<Kind extends SyntaxKind> = Extract<SyntaxNode, { readonly kind: Kind }>;

/** The keys of each kind under which its children are, in source order. What is generic over the tree lives by this table. */
export const childKeys: { readonly [Kind in SyntaxKind]: readonly (keyof NodeOf<Kind>)[] } = {
  File: ["declarations"],
  Comment: [],
  Name: [],
  DottedName: ["segments"],

  UseDeclaration: ["module"],
  EntityDeclaration: ["name", "parents", "actingFor", "members"],
  FieldDeclaration: ["name", "type"],
  RestParameter: [],
  ActionDeclaration: ["items", "resources", "tags"],
  ActionItem: ["name", "parameters"],
  RefineDeclaration: ["items", "resources", "tags"],
  TagDeclaration: ["names"],
  ContextDeclaration: ["fields"],
  TypeDeclaration: ["name", "type"],
  JsonSchemaReference: ["path"],
  ConstantDeclaration: ["name", "type", "value"],
  DefinitionDeclaration: ["name", "parameters", "body"],
  ObligationDeclaration: ["name", "parameters"],
  RemedyDeclaration: ["name", "parameters", "body"],

  NamedType: ["name", "argument", "refinements"],
  LiteralType: [],
  RecordType: ["fields"],
  UnionType: ["alternatives"],
  RangeRefinement: ["minimum", "maximum"],
  LengthRefinement: ["minimum", "maximum"],
  PatternRefinement: ["pattern"],
  SecretRefinement: [],

  RelationDeclaration: ["name", "targets", "definition"],
  RelationTarget: ["type", "relation"],
  RelationOperation: ["operands"],
  RelationExclusion: ["base", "excluded"],
  RelationReference: ["name", "of"],

  PolicyDeclaration: ["name", "rules"],
  RuleDeclaration: ["name", "sentence", "because", "obligations"],
  AssertDeclaration: ["name", "sentence"],
  Sentence: ["principals", "actions", "resources", "clauses"],
  Clause: ["condition"],
  AnyoneReference: [],
  EntityReference: ["type", "id", "group", "acting"],
  ActingAlone: [],
  ActingFor: ["subject"],
  EntityLiteral: ["type", "id"],
  AnythingReference: [],
  NamedActionReference: ["segments"],
  ObligationCall: ["name", "arguments"],
  Argument: ["name", "value"],

  BooleanLiteral: [],
  NumberLiteral: [],
  DurationLiteral: [],
  StringLiteral: [],
  RegexLiteral: [],
  ListExpression: ["elements"],
  NameExpression: [],
  CallExpression: ["callee", "arguments"],
  AttributeExpression: ["object", "name"],
  IndexExpression: ["object", "key"],
  UnaryExpression: ["operand"],
  BinaryExpression: ["left", "right"],
  InExpression: ["left", "right", "upper"],
  LikeExpression: ["left", "pattern"],
  MatchesExpression: ["left", "pattern"],
  HasExpression: ["object", "path"],
  IsExpression: ["object", "name", "of"],
  QuantifiedExpression: ["variable", "collection", "body"],
  ConditionalExpression: ["condition", "consequent", "alternate"],

  FixtureDeclaration: ["name", "value"],
  TestDeclaration: ["name", "items"],
  TestEntity: ["value"],
  TestAction: ["name", "properties"],
  TestContext: ["fixture", "properties"],
  TestTuple: ["subjectType", "subjectId", "subjectRelation", "relation", "object"],
  TestExpectation: ["by", "because", "obliging"],
  RuleReference: ["policy", "rule"],
  ListValue: ["elements"],
  RecordValue: ["entries"],
  EntityValue: ["name", "id", "ancestors", "properties"],
};

/** The children of a node, in source order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  const keys: readonly string[] = childKeys[node.kind];
  for (const key of keys) addChildren(Reflect.get(node, key), children);
  return children;
}

function addChildren(value: unknown, children: SyntaxNode[]): void {
  if (Array.isArray(value)) for (const item of value) addChildren(item, children);
  else if (isNode(value)) children.push(value);
  else if (isEntry(value)) children.push(value.name, value.value);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** An entry of a `RecordValue`, which is no node itself. */
function isEntry(value: unknown): value is ast.RecordValue["entries"][number] {
  return typeof value === "object" && value !== null && "name" in value && "value" in value;
}

/** What is called at the nodes of a kind; `false` keeps the walk out of the node. */
export type Visitor = {
  readonly [Kind in SyntaxKind]?: (node: NodeOf<Kind>) => unknown;
};

/**
 * Calls the visitor at every node of a tree, a node before its children, those in source order.
 *
 * @example
 * walk(file, { NameExpression: (node) => names.add(node.name) });
 */
export function walk(root: SyntaxNode, visitor: Visitor): void {
  const visit = visitor[root.kind] as ((node: SyntaxNode) => unknown) | undefined;
  if (visit?.(root) === false) return;
  for (const child of childrenOf(root)) walk(child, visitor);
}

/** Whether a tree is deeper than `limit`. Uses no call stack, so it answers for trees that {@link walk} could not walk. */
export function isDeeperThan(root: SyntaxNode, limit: number): boolean {
  const stack: { node: SyntaxNode; depth: number }[] = [{ node: root, depth: 1 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, depth } = top;
    if (depth > limit) return true;
    for (const child of childrenOf(node)) stack.push({ node: child, depth: depth + 1 });
  }
  return false;
}
