import { describe, expect, it } from "vitest";
import type { Declaration, File } from "../../src/syntax/ast.js";
import { parse } from "../../src/syntax/parse.js";
import { stripSpans } from "./strip-spans.js";

function parsed(text: string): File {
  const { file, diagnostics } = parse({ path: "a.pol", text });
  expect(diagnostics).toEqual([]);
  return file;
}

function only(text: string): Declaration {
  const { declarations } = parsed(text);
  const [declaration] = declarations;
  if (declaration === undefined || declarations.length > 1) throw new Error("one declaration was expected");
  return declaration;
}

/** A definition's body as a fully parenthesised text: `a or b and c` is `(a or (b and c))`. */
function shape(expression: string): string {
  const declaration = only(`def d() = ${expression}`);
  return declaration.kind === "DefinitionDeclaration" ? shapeOf(declaration.body) : "";
}

type Shaped = Extract<Declaration, { kind: "DefinitionDeclaration" }>["body"];

function shapeOf(expression: Shaped): string {
  switch (expression.kind) {
    case "NameExpression":
      return expression.name;
    case "NumberLiteral":
    case "DurationLiteral":
      return expression.text;
    case "AttributeExpression":
      return `${shapeOf(expression.object)}.${expression.name.text}`;
    case "IndexExpression":
      return `${shapeOf(expression.object)}[${shapeOf(expression.key)}]`;
    case "UnaryExpression":
      return `(${expression.operator} ${shapeOf(expression.operand)})`;
    case "BinaryExpression":
      return `(${shapeOf(expression.left)} ${expression.operator} ${shapeOf(expression.right)})`;
    case "InExpression": {
      const upper = expression.upper === undefined ? "" : `..${shapeOf(expression.upper)}`;
      return `(${shapeOf(expression.left)} in ${shapeOf(expression.right)}${upper})`;
    }
    case "IsExpression": {
      const of = expression.of === undefined ? "" : ` of ${shapeOf(expression.of)}`;
      return `(${shapeOf(expression.object)} is ${expression.name.text}${of})`;
    }
    case "HasExpression":
      return `(${shapeOf(expression.object)} has ${expression.path.map((name) => name.text).join(".")})`;
    case "QuantifiedExpression":
      return `(${expression.quantifier} ${expression.variable.text} in ${shapeOf(expression.collection)}: ${shapeOf(expression.body)})`;
    case "ConditionalExpression":
      return `(if ${[expression.condition, expression.consequent, expression.alternate].map(shapeOf).join(" ")})`;
    default:
      return expression.kind;
  }
}

describe("precedence", () => {
  it.each([
    ["a or b and c or d", "((a or (b and c)) or d)"],
    ["(a or b) and c", "((a or b) and c)"],
    ["not a and b", "((not a) and b)"],
    ["not x in l", "(not (x in l))"],
    ["not not a == b", "(not (not (a == b)))"],
    ["args.limit ?? 100 > 10", "((args.limit ?? 100) > 10)"],
    ["a ?? b ?? c", "(a ?? (b ?? c))"],
    ["a + b ?? c * d", "((a + b) ?? (c * d))"],
    ["a - b - c", "((a - b) - c)"],
    ["a + b * c", "(a + (b * c))"],
    ["- a * - - b", "((- a) * (- (- b)))"],
    ["-a.b[c].d", "(- a.b[c].d)"],
    ["a in 1..b + 1", "(a in 1..(b + 1))"],
    ["a in b ?? c and d", "((a in (b ?? c)) and d)"],
    ["p is viewer of r and q is T", "((p is viewer of r) and (q is T))"],
    ["p is viewer of -r ?? s", "(p is viewer of ((- r) ?? s))"],
    ["context has a.b or c", "((context has a.b) or c)"],
    ["any x in a ?? b: x == 1 or c", "(any x in (a ?? b): ((x == 1) or c))"],
    ["any x in xs: all y in ys: x < y", "(any x in xs: (all y in ys: (x < y)))"],
    ["if a or b then c else d or e", "(if (a or b) c (d or e))"],
    ["any in all", "(any in all)"],
    ["any == 15m", "(any == 15m)"],
  ])("reads %s as %s", (expression, expected) => {
    expect(shape(expression)).toBe(expected);
  });
});

describe("contextual keywords", () => {
  it.each([
    "entity type { type: String, in: Int in 1..2, or?: Int, relation: Bool, relation of: to = of or but but not length }",
    "principal principal acting for acting",
    "action action.in(on: Int, to: String, ...) on on tagged tagged",
    "policy policy { rule rule allow to to to on on when when unless unless }",
    'policy p { rule because deny rule to rule because "x" with with(with: with) }',
    "def any(all: Int) = any and all",
    'const in_use = { in: alone("x") in alone("y") in: 5 of: [of] }',
    'test "t" { subject subject actor actor("a") action action context context { context: context } expect deny by by.by obliging obliging }',
    "type json = json",
    "tag tag, to, on",
  ])("are names elsewhere: %s", (text) => {
    expect(parse({ path: "a.pol", text }).diagnostics).toEqual([]);
  });
});

describe("parse", () => {
  it("gives signed literals their negated value", () => {
    expect(stripSpans(only("const a = [- 1_000, -2m, 0.5]"))).toMatchObject({
      value: {
        elements: [
          { kind: "NumberLiteral", value: -1000, integer: true, text: "-1_000" },
          { kind: "DurationLiteral", milliseconds: -120_000, text: "-2m" },
          { kind: "NumberLiteral", value: 0.5, integer: false, text: "0.5" },
        ],
      },
    });
  });

  it("reads refinements", () => {
    const declaration = only("type T = List<String length 5 matches /a\\/b/ secret> length ..-1 in 1m..");
    expect(stripSpans(declaration)).toMatchObject({
      type: {
        name: { text: "List" },
        argument: {
          refinements: [
            { kind: "LengthRefinement", exact: true, minimum: { value: 5 }, maximum: { value: 5 } },
            { kind: "PatternRefinement", pattern: { source: "a\\/b" } },
            { kind: "SecretRefinement" },
          ],
        },
        refinements: [
          { kind: "LengthRefinement", exact: false, maximum: { value: -1 } },
          { kind: "RangeRefinement", minimum: { milliseconds: 60_000 } },
        ],
      },
    });
  });

  it("reads relations", () => {
    const declaration = only(
      "entity F { relation v: User | User.* | Team.member = a or b and (c or d) but not e of f }",
    );
    const reference = (text: string) => ({ kind: "RelationReference", name: { text } });
    expect(stripSpans(declaration)).toMatchObject({
      members: [
        {
          targets: [
            { type: { text: "User" }, everyone: false },
            { type: { text: "User" }, everyone: true },
            { type: { text: "Team" }, relation: { text: "member" } },
          ],
          definition: {
            operator: "or",
            operands: [
              reference("a"),
              {
                operator: "and",
                operands: [
                  reference("b"),
                  {
                    kind: "RelationExclusion",
                    base: { operator: "or", operands: [reference("c"), reference("d")] },
                    excluded: { name: { text: "e" }, of: { text: "f" } },
                  },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  it("attaches documentation to what it stands before, and keeps the other comments", () => {
    const file = parsed(
      "/// one\n// plain\n/// two\nentity A {\n  /// m\n  a: Int /// no\n}\n//// four\n/// end",
    );
    expect(stripSpans(file)).toMatchObject({
      declarations: [{ documentation: ["one", "two"], members: [{ documentation: ["m"] }] }],
      comments: [{ text: "// plain" }, { text: "/// no" }, { text: "//// four" }, { text: "/// end" }],
    });
  });

  it("quotes nothing that was quoted only to be a name", () => {
    expect(stripSpans(only('def d() = a."id" == a.id and a["k"] == x."$ref"'))).toMatchObject({
      body: {
        left: {
          left: { name: { text: "id" }, quoted: true },
          right: { name: { text: "id" }, quoted: false },
        },
        right: { right: { name: { text: "$ref" }, quoted: true } },
      },
    });
  });

  it("places nodes on their text, parentheses included", () => {
    const text = "def d() = (a or b) and c";
    const declaration = only(text);
    const { body } = declaration as Extract<Declaration, { kind: "DefinitionDeclaration" }>;
    expect(text.slice(body.span.start, body.span.end)).toBe("(a or b) and c");
    expect(body).toMatchObject({ left: { span: { start: 10, end: 18 } } });
  });
});
