import { formatCidr, parseCidr } from "../../runtime/ip.js";
import type { Span } from "../../source/span.js";
import type {
  BinaryExpression,
  DurationLiteral,
  Expression,
  NumberLiteral,
  RegexLiteral,
  StringLiteral,
  ValueNode,
} from "../../syntax/ast.js";
import { parseLikePattern } from "../../syntax/like-pattern.js";
import { parseRegex } from "../../syntax/regex.js";
import { childKeys, type SyntaxNode } from "../../syntax/walk.js";
import type { MutationOperator } from "./mutant.js";

/** An expression or a value with one mistake in it. */
export interface Mutation<N> {
  readonly operator: MutationOperator;
  readonly span: Span;
  readonly node: N;
}

/** Every mutation of a condition: of its tests, of how they are joined, and of the values in them. */
export function mutateCondition(condition: Expression): readonly Mutation<Expression>[] {
  switch (condition.kind) {
    case "BinaryExpression":
      if (condition.operator === "and" || condition.operator === "or") return mutateJunction(condition);
      break;
    case "UnaryExpression":
      if (condition.operator === "not")
        return within(condition, "operand", mutateCondition(condition.operand));
      break;
    case "ConditionalExpression":
      return (["condition", "consequent", "alternate"] as const).flatMap((key) =>
        within(condition, key, mutateCondition(condition[key])),
      );
    case "QuantifiedExpression":
      return [...ofTest(condition), ...within(condition, "body", mutateCondition(condition.body))];
  }
  return ofTest(condition);
}

function mutateJunction(node: BinaryExpression): readonly Mutation<Expression>[] {
  const operator = node.operator === "and" ? "or" : "and";
  return [
    { operator: "and for or", span: node.span, node: { ...node, operator } },
    ...within(node, "left", mutateCondition(node.left)),
    ...within(node, "right", mutateCondition(node.right)),
  ];
}

/** A test negated, taken to be true, and with other values or another operator. */
function ofTest(test: Expression): readonly Mutation<Expression>[] {
  const { span } = test;
  if (test.kind === "BooleanLiteral") return [];
  return [
    {
      operator: "test negated",
      span,
      node: { kind: "UnaryExpression", span, operator: "not", operand: test },
    },
    { operator: "always true", span, node: { kind: "BooleanLiteral", span, value: true } },
    ...mutateValues(test),
  ];
}

/** Every mutation of the operators and literals in an expression or a value. */
export function mutateValues<N extends Expression | ValueNode>(node: N): readonly Mutation<N>[] {
  const own = ownMutations(node).map(([operator, changed]) => ({
    operator,
    span: node.span,
    node: changed as N,
  }));
  const keys = childKeys[node.kind] as readonly (keyof N & string)[];
  return [...own, ...keys.flatMap((key) => insideOf(node, key))];
}

function insideOf<N extends Expression | ValueNode>(node: N, key: keyof N & string): readonly Mutation<N>[] {
  // The body of a quantifier is a condition: `mutateCondition` has seen to it.
  if (node.kind === "QuantifiedExpression" && key === "body") return [];
  const child: unknown = node[key];
  if (!Array.isArray(child)) return isMutable(child) ? within(node, key, mutateValues(child)) : [];
  return child.flatMap((element: unknown, index) => {
    const inner = isEntry(element) ? element.value : element;
    if (!isMutable(inner)) return [];
    return mutateValues(inner).map((mutation) => ({
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

function ownMutations(node: SyntaxNode): readonly Changed[] {
  switch (node.kind) {
    case "BinaryExpression":
      return (swapped[node.operator] ?? []).map((operator) => ["relation swapped", { ...node, operator }]);
    case "QuantifiedExpression":
      return [["relation swapped", { ...node, quantifier: node.quantifier === "any" ? "all" : "any" }]];
    case "NumberLiteral":
      return nearNumbers(node).map((near) => ["off by one", near]);
    case "DurationLiteral":
      return nearDurations(node).map((near) => ["off by one", near]);
    case "StringLiteral":
      return nearStrings(node);
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
  return elements.map((_, index) => elements.filter((_, other) => other !== index));
}

function nearNumbers(node: NumberLiteral): readonly NumberLiteral[] {
  if (!node.integer) return [];
  return [node.value - 1, node.value + 1]
    .filter((value) => value >= 0)
    .map((value) => ({ ...node, value, text: String(value) }));
}

/** One more and one less of the unit that is written last. */
function nearDurations(node: DurationLiteral): readonly DurationLiteral[] {
  const last = /(\d+)(\D+)$/.exec(node.text);
  if (last === null) return [];
  return [-1, 1].flatMap((step) => {
    const count = Number(last[1]) + step;
    return count < 0 ? [] : [{ ...node, text: `${node.text.slice(0, last.index)}${count}${last[2]}` }];
  });
}

/** A block twice and half as large; of any other text one that goes on. */
function nearStrings(node: StringLiteral): readonly Changed[] {
  const block = parseCidr(node.value);
  if (block === undefined) return [["pattern changed", { ...node, value: `${node.value}x` }]];
  const length = typeof block.base === "bigint" ? 128 : 32;
  return [block.bits - 1, block.bits + 1].flatMap((bits): readonly Changed[] => {
    if (bits < 0 || bits > length) return [];
    const base =
      typeof block.base === "bigint"
        ? (block.base >> BigInt(length - bits)) << BigInt(length - bits)
        : block.base - (block.base % 2 ** (length - bits));
    return [["mask changed", { ...node, value: formatCidr({ base, bits }) }]];
  });
}

/** Without a `*`, with one more, with a character less. */
function nearPatterns(node: StringLiteral): readonly StringLiteral[] {
  const { value } = node;
  const stars = [...value.matchAll(/(?<!\\)\*/g)].map(
    ({ index }) => value.slice(0, index) + value.slice(index + 1),
  );
  const shorter = /[^*?\\](?=\*|$)/.exec(value);
  const near = [
    ...stars,
    ...(value.endsWith("*") ? [] : [`${value}*`]),
    ...(value.startsWith("*") ? [] : [`*${value}`]),
    ...(shorter ? [value.slice(0, shorter.index) + value.slice(shorter.index + 1)] : []),
  ];
  return near
    .filter((text) => text !== "" && parseLikePattern(text).tokens !== undefined)
    .map((text) => ({ ...node, value: text }));
}

/** With another count, without a quantifier, going on behind. */
function nearRegexes(node: RegexLiteral): readonly RegexLiteral[] {
  const { source } = node;
  const counts = [...source.matchAll(/(?<=[{,])\d+(?=[,}])/g)].map(
    ({ 0: digits, index }) =>
      source.slice(0, index) + (Number(digits) + 1) + source.slice(index + digits.length),
  );
  const quantifiers = [...source.matchAll(/(?<!\\)[+*?](?![^[]*\])/g)].map(
    ({ index }) => source.slice(0, index) + source.slice(index + 1),
  );
  return [...counts, ...quantifiers, `(${source}).*`, `.*(${source})`]
    .filter((text) => parseRegex(text).tree !== undefined)
    .map((text) => ({ ...node, source: text }));
}
