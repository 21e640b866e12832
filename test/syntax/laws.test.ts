import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Expression, File } from "../../src/syntax/ast.js";
import { format } from "../../src/syntax/format.js";
import { parse } from "../../src/syntax/parse.js";
import { printExpression } from "../../src/syntax/print-expression.js";
import { print } from "../../src/syntax/print-file.js";
import { childrenOf, type SyntaxNode } from "../../src/syntax/walk.js";
import { chapters, readProductions } from "./ebnf.js";
import { mutate, Random, sentenceMaker, toText, toTextWithComments } from "./ebnf-sentences.js";
import { randomExpression } from "./random-expressions.js";
import { stripSpans } from "./strip-spans.js";

const chapterTexts = chapters(readFileSync(new URL("../../grammar/pol.ebnf", import.meta.url), "utf8"));
const words = chapterTexts.get(2) ?? "";
const text =
  words.slice(words.indexOf("AttrName ")) + [3, 4, 5, 6, 7, 8].map((n) => chapterTexts.get(n)).join("");
const makeSentence = sentenceMaker(readProductions(text), () => {});

function randomSentence(random: Random): readonly string[] {
  return makeSentence("File", random.below(6) === 0 ? 30 : 12 + random.below(12), random);
}

function parsed(source: string): File {
  const { file, diagnostics } = parse({ path: "law.pol", text: source });
  expect(diagnostics, source).toEqual([]);
  return file;
}

function commentTexts(file: File): readonly string[] {
  return file.comments.map((comment) => comment.text.replace(/^\/+/, "")).sort();
}

describe("print-parse-roundtrip", () => {
  it("holds for the trees of random sentences", () => {
    const random = new Random(3);
    for (let count = 0; count < 600; count++) {
      const file = parsed(toText(randomSentence(random), random));
      const printed = print(file);
      expect(stripSpans(parsed(printed)), printed).toEqual(stripSpans(file));
    }
  });

  it("holds for random expressions, whose parentheses the printer must write", () => {
    const random = new Random(4);
    for (let count = 0; count < 1200; count++) {
      const expression = randomExpression(random, 1 + random.below(4));
      const printed = printExpression(expression);
      expect(stripSpans(definitionBody(`def d() = ${printed}`)), printed).toEqual(stripSpans(expression));
    }
  });

  it("keeps every comment, and what documents", () => {
    const random = new Random(5);
    for (let count = 0; count < 600; count++) {
      const source = toTextWithComments(randomSentence(random), random);
      const file = parsed(source);
      const formatted = parsed(format({ path: "law.pol", text: source }).text);
      expect(commentTexts(formatted), source).toEqual(commentTexts(file));
      expect(stripSpans(formatted.declarations), source).toEqual(stripSpans(file.declarations));
    }
  });
});

function definitionBody(source: string): Expression {
  const [declaration] = parsed(source).declarations;
  if (declaration?.kind !== "DefinitionDeclaration") throw new Error("a definition was printed");
  return declaration.body;
}

describe("format-idempotent", () => {
  it("holds for random sentences with comments", () => {
    const random = new Random(6);
    for (let count = 0; count < 600; count++) {
      const source = toTextWithComments(randomSentence(random), random);
      const once = format({ path: "law.pol", text: source }).text;
      expect(format({ path: "law.pol", text: once }).text, source).toBe(once);
    }
  });
});

describe("parser-never-throws", () => {
  it("holds for mutated sentences, with every span inside the file", () => {
    const random = new Random(7);
    for (let count = 0; count < 1200; count++) {
      const source = toText(mutate(mutate(makeSentence("File", 20, random), random), random), random);
      const cut = source.slice(0, random.below(source.length + 1));
      const { file, diagnostics } = parse({ path: "law.pol", text: cut });
      for (const { span } of diagnostics) expectInside(span, cut);
      for (const declaration of file.declarations) expectTreeInside(declaration, cut);
    }
  });
});

function expectTreeInside(node: SyntaxNode, source: string): void {
  expectInside(node.span, source);
  for (const child of childrenOf(node)) {
    expectTreeInside(child, source);
    const inside = child.span.start >= node.span.start && child.span.end <= node.span.end;
    expect(inside, `${child.kind} in ${node.kind} of ${source}`).toBe(true);
  }
}

function expectInside(span: { start: number; end: number }, source: string): void {
  const inside = span.start >= 0 && span.start <= span.end && span.end <= source.length;
  expect(inside, `${span.start}–${span.end} in ${source}`).toBe(true);
}
