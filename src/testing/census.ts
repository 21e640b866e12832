import { childrenOf } from "../check/typed-children.js";
import type { PartExpression, TypedExpression } from "../check/typed-expression.js";
import type { PolicySet } from "../check/typed-policy-set.js";
import type { BinaryOperator, Effect, File } from "../syntax/ast.js";
import { formKinds, type Type, type TypeKind } from "../types/type.js";
import { expressionsOf } from "./request/harvest.js";

/** How often each construct of the language occurs, by the construct's name. */
export type Census = ReadonlyMap<string, number>;

/** Counts the constructs of a syntax tree: kinds of nodes, and of each kind its variants. */
export function constructsOf(file: File): Census {
  const counts = new Map<string, number>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && typeof value.kind === "string") {
      for (const name of variantsOf(value as SyntaxNode)) count(counts, name);
    }
    for (const child of Object.values(value)) visit(child);
  };
  visit(file);
  return counts;
}

/** Counts the constructs of a typed policy set: types of attributes, expressions by kind and by the types that they work on. */
export function typedConstructsOf(policySet: PolicySet): Census {
  const counts = new Map<string, number>();
  const visit = (expression: TypedExpression): void => {
    for (const name of typedVariantsOf(expression)) count(counts, name);
    for (const child of childrenOf(expression)) visit(child);
  };
  for (const rule of policySet.rules)
    for (const variant of rule.variants) expressionsOf(variant).forEach(visit);
  for (const field of policySet.context.values()) countTypes(counts, field.type);
  for (const entity of policySet.entities.values()) {
    for (const field of entity.attributes.values()) countTypes(counts, field.type);
  }
  for (const action of policySet.actions.values()) {
    for (const field of action.parameters.values()) countTypes(counts, field.type);
  }
  return counts;
}

/** Adds the counts of `census` to `total`. */
export function addCensus(total: Map<string, number>, census: Census): void {
  for (const [name, times] of census) total.set(name, (total.get(name) ?? 0) + times);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

interface SyntaxNode {
  readonly kind: string;
  readonly [property: string]: unknown;
}

/** Members of a node whose value makes a variant of its construct (`Clause.keyword=when`). */
const tellingMembers = [
  "operator",
  "effect",
  "keyword",
  "quantifier",
  "decision",
  "role",
  "principal",
  "optional",
  "open",
  "once",
  "wildcard",
  "everyone",
  "integer",
  "quoted",
  "exact",
  "parentheses",
];

/** Members of a node that may be left out, which makes a variant of its construct (`EntityReference.id`). */
const optionalMembers: Readonly<Record<string, readonly string[]>> = {
  Argument: ["name"],
  ConstantDeclaration: ["type"],
  EntityReference: ["id", "group", "acting"],
  EntityValue: ["id", "properties"],
  InExpression: ["upper"],
  LengthRefinement: ["minimum", "maximum"],
  NamedType: ["argument"],
  RangeRefinement: ["minimum", "maximum"],
  RelationDeclaration: ["definition"],
  RelationReference: ["of"],
  RelationTarget: ["relation"],
  RuleDeclaration: ["because"],
  TestAction: ["properties"],
  TestContext: ["fixture", "properties"],
  TestExpectation: ["because"],
  TestTuple: ["subjectId", "subjectRelation"],
};

function variantsOf(node: SyntaxNode): string[] {
  const telling = tellingMembers.filter((member) => member in node && typeof node[member] !== "object");
  const optional = optionalMembers[node.kind] ?? [];
  return [
    node.kind,
    ...telling.map((member) => `${node.kind}.${member}=${String(node[member])}`),
    ...optional.map((member) => `${node.kind}.${member}${node[member] === undefined ? " left out" : ""}`),
  ];
}

function countTypes(counts: Map<string, number>, type: Type): void {
  count(counts, `type ${type.kind}`);
  if (type.secret) count(counts, "type secret");
  if ("bounds" in type && type.bounds) count(counts, `type ${type.kind} in`);
  if ("length" in type && type.length) count(counts, `type ${type.kind} length`);
  if ("pattern" in type && type.pattern) count(counts, `type ${type.kind} matches`);
  if (type.kind === "Entity" && type.names.length > 1) count(counts, "type union of entities");
  if (type.kind === "Record" && type.open) count(counts, "type open record");
  if (type.kind === "List") countTypes(counts, type.element);
  if (type.kind === "Map") countTypes(counts, type.value);
  if (type.kind === "Record") for (const field of type.fields.values()) countTypes(counts, field.type);
}

/** What an expression is, and the kinds of types that tell its overloads apart. */
function typedVariantsOf(expression: TypedExpression): string[] {
  const { kind } = expression;
  switch (kind) {
    case "literal":
      return [`literal ${expression.type.kind}`];
    case "root":
    case "identity":
      return [`${kind} ${expression.name}`];
    case "part":
      return [`part ${expression.object.type.kind}.${expression.part}`];
    case "equality":
      return [`equality ${expression.left.type.kind}`, expression.negated ? "!=" : "=="];
    case "order":
      return [`order ${expression.left.type.kind}`, `order ${expression.operator}`];
    case "arithmetic":
      return [`arithmetic ${expression.left.type.kind} ${expression.operator} ${expression.right.type.kind}`];
    case "negate":
    case "range":
    case "like":
    case "matches":
    case "within":
      return [`${kind} ${expression.operand.type.kind}`];
    case "element":
      return [`element ${expression.element.type.kind}`];
    case "network":
      return [`network ${expression.networks.type.kind}`];
    case "index":
      return [`index by ${expression.key.kind}`];
    case "has":
      return [`has ${expression.path.kind}`];
    case "any":
    case "all":
      return [`${kind} ${expression.collection.type.kind}`];
    case "if":
    case "coalesce":
      return [`${kind} ${expression.type.kind}`];
    default:
      return [kind];
  }
}

type TypeVariants = Readonly<Record<TypeKind, readonly string[]>>;

const scalarKinds = [
  "Bool",
  "Int",
  "Number",
  "Duration",
  "String",
  "Literals",
  ...formKinds,
] as const satisfies readonly TypeKind[];

const orderedKinds = ["Int", "Number", "Duration", "Time", "Date"] as const;

const typeVariants: TypeVariants = {
  Bool: [],
  Int: ["in"],
  Number: ["in"],
  Duration: ["in"],
  String: ["length", "matches"],
  Literals: [],
  Time: [],
  Date: [],
  Ip: [],
  Cidr: [],
  Url: [],
  Host: [],
  Email: [],
  Path: [],
  List: ["length"],
  Map: [],
  Record: [],
  Entity: [],
  Json: [],
};

const parts: Readonly<Record<PartExpression["part"], readonly TypeKind[]>> = {
  length: ["String", "List"],
  host: ["Url"],
  ip: ["Url", "Host"],
  scheme: ["Url"],
  port: ["Url"],
  path: ["Url"],
  domain: ["Email"],
  local: ["Email"],
  hour: ["Time"],
  weekday: ["Time"],
};

/** The compiler proves that no kind of expression is missing here. */
const expressionVariants: Readonly<Record<TypedExpression["kind"], readonly string[]>> = {
  literal: scalarKinds.map((kind) => `literal ${kind}`),
  list: ["list"],
  entity: ["entity"],
  root: ["principal", "subject", "actor", "resource", "context", "args"].map((name) => `root ${name}`),
  variable: ["variable"],
  read: ["read"],
  identity: ["identity id", "identity type"],
  index: ["index by literal", "index by variable"],
  part: Object.entries(parts).flatMap(([part, kinds]) => kinds.map((kind) => `part ${kind}.${part}`)),
  lower: ["lower"],
  not: ["not"],
  and: ["and"],
  or: ["or"],
  if: ["if Bool", "if String", "if Int"],
  coalesce: ["coalesce Int", "coalesce String", "coalesce Bool", "coalesce Ip"],
  arithmetic: [
    ...["+", "-", "*"].map((operator) => `arithmetic Int ${operator} Int`),
    ...["+", "-"].map((operator) => `arithmetic Duration ${operator} Duration`),
    ...["+", "-"].map((operator) => `arithmetic Time ${operator} Duration`),
    "arithmetic Duration * Int",
    "arithmetic Time - Time",
  ],
  negate: ["negate Int", "negate Duration"],
  equality: [...[...scalarKinds, "Entity"].map((kind) => `equality ${kind}`), "==", "!="],
  order: [
    ...orderedKinds.map((kind) => `order ${kind}`),
    ...["<", "<=", ">", ">="].map((operator) => `order ${operator}`),
  ],
  range: orderedKinds.map((kind) => `range ${kind}`),
  element: [...scalarKinds, "Entity"].map((kind) => `element ${kind}`),
  network: ["network Cidr", "network List"],
  hierarchy: ["hierarchy"],
  containsAll: ["containsAll"],
  containsAny: ["containsAny"],
  like: ["String", "Literals", "Host", "Path", "Email", "Url"].map((kind) => `like ${kind}`),
  matches: ["String", "Host", "Path", "Email", "Url"].map((kind) => `matches ${kind}`),
  within: ["within Path", "within Host"],
  has: ["has read", "has index", "has part"],
  is: ["is"],
  related: ["related"],
  any: ["any List", "any Map"],
  all: ["all List", "all Map"],
};

/** Every construct of a typed policy set that a complete generator produces. */
export const typedConstructs: readonly string[] = [
  ...Object.entries(typeVariants).flatMap(([kind, variants]) => [
    `type ${kind}`,
    ...variants.map((variant) => `type ${kind} ${variant}`),
  ]),
  "type secret",
  "type union of entities",
  "type open record",
  ...Object.values(expressionVariants).flat(),
];

const operators: Readonly<Record<BinaryOperator, true>> = {
  or: true,
  and: true,
  "==": true,
  "!=": true,
  "<": true,
  "<=": true,
  ">": true,
  ">=": true,
  containsAll: true,
  containsAny: true,
  within: true,
  "??": true,
  "+": true,
  "-": true,
  "*": true,
};

const effects: Readonly<Record<Effect, true>> = { allow: true, deny: true, oblige: true };

/** Every kind of node of the syntax tree, with the values of its telling members that a complete generator produces. */
const syntaxKinds = {
  ActingAlone: [],
  ActingFor: [],
  ActionDeclaration: [],
  ActionItem: [],
  AnyoneReference: [],
  AnythingReference: [],
  Argument: ["name", "name left out"],
  AssertDeclaration: [],
  AttributeExpression: ["quoted=true", "quoted=false"],
  BinaryExpression: Object.keys(operators).map((operator) => `operator=${operator}`),
  BooleanLiteral: [],
  CallExpression: [],
  Clause: ["keyword=when", "keyword=unless"],
  Comment: [],
  ConditionalExpression: [],
  ConstantDeclaration: ["type", "type left out"],
  ContextDeclaration: [],
  DefinitionDeclaration: [],
  DottedName: [],
  DurationLiteral: [],
  EntityDeclaration: ["principal=true", "principal=false"],
  EntityLiteral: [],
  EntityReference: ["id", "id left out", "group", "acting"],
  EntityValue: ["parentheses=true", "parentheses=false", "id", "id left out", "properties"],
  FieldDeclaration: ["optional=true", "optional=false"],
  File: [],
  FixtureDeclaration: [],
  HasExpression: [],
  InExpression: ["upper", "upper left out"],
  IndexExpression: [],
  IsExpression: [],
  JsonSchemaReference: [],
  LengthRefinement: ["exact=true", "exact=false", "minimum left out", "maximum left out"],
  LikeExpression: [],
  ListExpression: [],
  ListValue: [],
  LiteralType: [],
  MatchesExpression: [],
  Name: [],
  NameExpression: [],
  NamedActionReference: ["wildcard=true", "wildcard=false"],
  NamedType: ["argument"],
  NumberLiteral: ["integer=true", "integer=false"],
  ObligationCall: [],
  ObligationDeclaration: ["once=true", "once=false"],
  PatternRefinement: [],
  PolicyDeclaration: [],
  QuantifiedExpression: ["quantifier=any", "quantifier=all"],
  RangeRefinement: ["minimum left out", "maximum left out"],
  RecordType: ["open=true", "open=false"],
  RecordValue: [],
  RefineDeclaration: [],
  RegexLiteral: [],
  RelationDeclaration: ["definition", "definition left out"],
  RelationExclusion: [],
  RelationOperation: ["operator=or", "operator=and"],
  RelationReference: ["of", "of left out"],
  RelationTarget: ["relation", "everyone=true", "everyone=false"],
  RemedyDeclaration: [],
  RestParameter: [],
  RuleDeclaration: ["because", "because left out"],
  RuleReference: [],
  SecretRefinement: [],
  Sentence: Object.keys(effects).map((effect) => `effect=${effect}`),
  StringLiteral: [],
  TagDeclaration: [],
  TestAction: ["properties", "properties left out"],
  TestContext: ["fixture", "fixture left out", "properties", "properties left out"],
  TestDeclaration: [],
  TestEntity: ["role=subject", "role=actor", "role=resource"],
  TestExpectation: ["decision=allow", "decision=deny", "because"],
  TestTuple: ["subjectId", "subjectId left out", "subjectRelation"],
  TypeDeclaration: [],
  UnaryExpression: ["operator=not", "operator=-"],
  UnionType: [],
  UseDeclaration: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The kinds that {@link syntaxConstructs} knows; a test holds them against the declarations of the syntax tree. */
export const syntaxKindNames: readonly string[] = Object.keys(syntaxKinds);

/** Every construct of the syntax that a complete generator produces. */
export const syntaxConstructs: readonly string[] = Object.entries(syntaxKinds).flatMap(([kind, variants]) => [
  kind,
  ...variants.map((variant) => `${kind}.${variant}`),
]);
