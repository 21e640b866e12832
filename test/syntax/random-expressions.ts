import type { Argument, Expression, Name } from "../../src/syntax/ast.js";
import type { Random } from "./ebnf-sentences.js";

const span = { file: "", start: 0, end: 0 };

/** A random expression tree, of every kind and every shape, whether or not a text without parentheses has it. */
export function randomExpression(random: Random, depth: number): Expression {
  return depth <= 0
    ? randomLeaf(random)
    : random.pick(makers)(random, () => randomExpression(random, depth - 1));
}

function name(text: string): Name {
  return { kind: "Name", span, text };
}

function randomLeaf(random: Random): Expression {
  return random.pick<Expression>([
    { kind: "NameExpression", span, name: "a" },
    { kind: "BooleanLiteral", span, value: true },
    { kind: "NumberLiteral", span, value: 1.5, integer: false, text: "1.5" },
    { kind: "DurationLiteral", span, milliseconds: 900_000, text: "15m" },
    { kind: "StringLiteral", span, value: 'q"\\\n\u202e\u{1f600}' },
    { kind: "NameExpression", span, name: "any" },
    { kind: "CallExpression", span, callee: name("now"), arguments: [] },
  ]);
}

type Make = () => Expression;

const operators = ["or", "and", "==", "<", "containsAll", "within", "??", "+", "-", "*"] as const;

const makers: readonly ((random: Random, make: Make) => Expression)[] = [
  (random, make) => ({
    kind: "BinaryExpression",
    span,
    operator: random.pick(operators),
    left: make(),
    right: make(),
  }),
  (random, make) => ({
    kind: "BinaryExpression",
    span,
    operator: random.pick(["or", "and"]),
    left: make(),
    right: make(),
  }),
  (random, make) => ({ kind: "UnaryExpression", span, operator: random.pick(["not", "-"]), operand: make() }),
  (_, make) => ({ kind: "InExpression", span, left: make(), right: make() }),
  (_, make) => ({ kind: "InExpression", span, left: make(), right: make(), upper: make() }),
  (_, make) => ({
    kind: "LikeExpression",
    span,
    left: make(),
    pattern: { kind: "StringLiteral", span, value: "a\\*" },
  }),
  (_, make) => ({
    kind: "MatchesExpression",
    span,
    left: make(),
    pattern: { kind: "RegexLiteral", span, source: "a\\/" },
  }),
  (_, make) => ({ kind: "HasExpression", span, object: make(), path: [name("in"), name("$ref")] }),
  (_, make) => ({ kind: "IsExpression", span, object: make(), name: name("User") }),
  (_, make) => ({ kind: "IsExpression", span, object: make(), name: name("viewer"), of: make() }),
  (random, make) => ({
    kind: "AttributeExpression",
    span,
    object: make(),
    name: name("id"),
    quoted: random.below(2) === 0,
  }),
  (_, make) => ({ kind: "IndexExpression", span, object: make(), key: make() }),
  (_, make) => ({ kind: "ListExpression", span, elements: [make(), make()] }),
  (random, make) => ({
    kind: "CallExpression",
    span,
    callee: name("f"),
    arguments: [argument(random, make), argument(random, make)],
  }),
  (random, make) => ({
    kind: "QuantifiedExpression",
    span,
    quantifier: random.pick(["any", "all"]),
    variable: name("x"),
    collection: make(),
    body: make(),
  }),
  (_, make) => ({
    kind: "ConditionalExpression",
    span,
    condition: make(),
    consequent: make(),
    alternate: make(),
  }),
];

function argument(random: Random, make: Make): Argument {
  const value = make();
  return random.below(2) === 0
    ? { kind: "Argument", span, value }
    : { kind: "Argument", span, name: name("within"), value };
}
