import { testedPlaces } from "../../analysis/generate/tested-elements.js";
import type { Span } from "../../source/span.js";
import type { BinaryExpression, Expression, IsExpression, ValueNode } from "../../syntax/ast.js";
import { printExpression } from "../../syntax/print.js";
import { printValue } from "../../syntax/print-value.js";
import { childKeys, type SyntaxNode } from "../../syntax/walk.js";
import type { MutationOperator } from "./mutant.js";
import { nearDurations, nearNumbers, nearPatterns, nearRegexes, nearTexts } from "./near-literals.js";

/** An expression or a value with one mistake in it. */
export interface Mutation<N> {
  readonly operator: MutationOperator;
  readonly span: Span;
  /** What stands at `span` instead; nothing where something is left out. */
  readonly replacement: string | undefined;
  readonly node: N;
}

/** By the name of a relation, the others that something has which has this one. */
export type RelationsBeside = ReadonlyMap<string, readonly string[]>;

/** Every mutation of a condition: of its tests, of how they are joined, and of the values in them. */
export function mutateCondition(
  condition: Expression,
  relations: RelationsBeside,
): readonly Mutation<Expression>[] {
  switch (condition.kind) {
    case "BinaryExpression":
      if (condition.operator === "and" || condition.operator === "or")
        return mutateJunction(condition, relations);
      break;
    case "UnaryExpression":
      if (condition.operator === "not")
        return within(condition, "operand", mutateCondition(condition.operand, relations));
      break;
    case "ConditionalExpression":
      return (["condition", "consequent", "alternate"] as const).flatMap((key) =>
        within(condition, key, mutateCondition(condition[key], relations)),
      );
    case "QuantifiedExpression":
      return [
        ...ofTest(condition, relations),
        ...within(condition, "body", mutateCondition(condition.body, relations)),
      ];
  }
  return ofTest(condition, relations);
}

function mutateJunction(node: BinaryExpression, relations: RelationsBeside): readonly Mutation<Expression>[] {
  const operator = node.operator === "and" ? "or" : "and";
  return [
    replacing("and for or", node, { ...node, operator }),
    ...within(node, "left", mutateCondition(node.left, relations)),
    ...within(node, "right", mutateCondition(node.right, relations)),
  ];
}

/** A test negated, taken to be true, and with other values or another operator. */
function ofTest(test: Expression, relations: RelationsBeside): readonly Mutation<Expression>[] {
  const { span } = test;
  if (test.kind === "BooleanLiteral") return [];
  return [
    replacing<Expression>("test negated", test, {
      kind: "UnaryExpression",
      span,
      operator: "not",
      operand: test,
    }),
    replacing<Expression>("always true", test, { kind: "BooleanLiteral", span, value: true }),
    ...mutateValues(test, relations),
  ];
}

function replacing<N extends Expression | ValueNode>(
  operator: MutationOperator,
  before: N,
  node: N,
): Mutation<N> {
  return { operator, span: before.span, replacement: printNode(node), node };
}

function printNode(node: Expression | ValueNode): string {
  switch (node.kind) {
    case "ListValue":
    case "RecordValue":
    case "EntityValue":
      return printValue(node);
    default:
      return printExpression(node);
  }
}

/** Every mutation of the operators and literals in an expression or a value. */
export function mutateValues<N extends Expression | ValueNode>(
  node: N,
  relations: RelationsBeside,
): readonly Mutation<N>[] {
  const own = ownMutations(node, relations).map(([operator, changed]) =>
    replacing(operator, node, changed as N),
  );
  const keys = childKeys[node.kind] as readonly (keyof N & string)[];
  return [...own, ...keys.flatMap((key) => insideOf(node, key, relations))];
}

function insideOf<N extends Expression | ValueNode>(
  node: N,
  key: keyof N & string,
  relations: RelationsBeside,
): readonly Mutation<N>[] {
  // The body of a quantifier is a condition, which `mutateCondition` sees to; a pattern is mutated as a pattern.
  if (key === "body" || key === "pattern") return [];
  const child: unknown = node[key];
  if (!Array.isArray(child)) return isMutable(child) ? within(node, key, mutateValues(child, relations)) : [];
  const isList = node.kind === "ListExpression" || node.kind === "ListValue";
  const places = isList ? testedPlaces(child.length) : child.keys();
  return [...places].flatMap((index) => {
    const element: unknown = child[index];
    const inner = isEntry(element) ? element.value : element;
    if (!isMutable(inner)) return [];
    return mutateValues(inner, relations).map((mutation) => ({
      ...mutation,
      node: {
        ...node,
        [key]: child.with(index, isEntry(element) ? { ...element, value: mutation.node } : mutation.node),
      },
    }));
  });
}

/** An argument of a call, an entry of a record. */
function isEntry(value: unknown): value is { readonly value: SyntaxNode } {
  return typeof value === "object" && value !== null && "name" in value && "value" in value;
}

const mutableKinds: ReadonlySet<string> = new Set([
  "NumberLiteral",
  "DurationLiteral",
  "StringLiteral",
  "RegexLiteral",
  "ListExpression",
  "ListValue",
  "RecordValue",
  "CallExpression",
  "AttributeExpression",
  "IndexExpression",
  "UnaryExpression",
  "BinaryExpression",
  "InExpression",
  "LikeExpression",
  "MatchesExpression",
  "HasExpression",
  "IsExpression",
  "ConditionalExpression",
  "QuantifiedExpression",
]);

function isMutable(value: unknown): value is Expression {
  return (
    typeof value === "object" && value !== null && "kind" in value && mutableKinds.has(String(value.kind))
  );
}

function within<N, M>(node: N, key: keyof N, mutations: readonly Mutation<M>[]): readonly Mutation<N>[] {
  return mutations.map((mutation) => ({ ...mutation, node: { ...node, [key]: mutation.node } }));
}

type Changed = readonly [MutationOperator, SyntaxNode];

function ownMutations(node: SyntaxNode, relations: RelationsBeside): readonly Changed[] {
  switch (node.kind) {
    case "BinaryExpression":
      return (swapped[node.operator] ?? []).map((operator) => ["relation swapped", { ...node, operator }]);
    case "QuantifiedExpression":
      return [["relation swapped", { ...node, quantifier: node.quantifier === "any" ? "all" : "any" }]];
    case "IsExpression":
      return node.of === undefined ? [] : nearRelations(node, relations);
    case "NumberLiteral":
      return nearNumbers(node).map((near) => ["off by one", near]);
    case "DurationLiteral":
      return nearDurations(node).map((near) => ["off by one", near]);
    case "StringLiteral":
      return nearTexts(node);
    case "LikeExpression":
      return nearPatterns(node.pattern).map((pattern) => ["pattern changed", { ...node, pattern }]);
    case "MatchesExpression":
      return nearRegexes(node.pattern).map((pattern) => ["pattern changed", { ...node, pattern }]);
    case "ListExpression":
      return dropped(node.elements).map((elements) => ["element dropped", { ...node, elements }]);
    case "ListValue":
      return dropped(node.elements).map((elements) => ["element dropped", { ...node, elements }]);
    default:
      return [];
  }
}

/** Another relation to the same, and the same relation of the other party. */
function nearRelations(node: IsExpression, relations: RelationsBeside): readonly Changed[] {
  const { name, object } = node;
  const names = relations.get(name.text) ?? [];
  const party = object.kind === "NameExpression" ? otherParties[object.name] : undefined;
  return [
    ...names.map((text): Changed => ["relation swapped", { ...node, name: { ...name, text } }]),
    ...(party === undefined
      ? []
      : [["party swapped", { ...node, object: { ...object, name: party } }] as Changed]),
  ];
}

const otherParties: Readonly<Record<string, string>> = {
  subject: "actor",
  actor: "subject",
  principal: "subject",
};

const swapped: Readonly<Record<string, readonly BinaryExpression["operator"][]>> = {
  "<": ["<=", ">"],
  "<=": ["<", ">="],
  ">": [">=", "<"],
  ">=": [">", "<="],
  "==": ["!="],
  "!=": ["=="],
  containsAll: ["containsAny"],
  containsAny: ["containsAll"],
  "+": ["-"],
  "-": ["+"],
};

function dropped<E>(elements: readonly E[]): readonly (readonly E[])[] {
  return testedPlaces(elements.length).map((index) => elements.toSpliced(index, 1));
}
