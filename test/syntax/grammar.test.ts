import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Grammar } from "../../src/syntax/grammar.js";
import { parse } from "../../src/syntax/parse.js";
import { contextualWords, reservedWords } from "../../src/syntax/words.js";
import { branches, chapters, readProductions, type Term } from "./ebnf.js";
import { recognises } from "./ebnf-recogniser.js";
import { mutate, Random, sentenceMaker, toText } from "./ebnf-sentences.js";

const chapterTexts = chapters(readFileSync(new URL("../../grammar/pol.ebnf", import.meta.url), "utf8"));
const words = chapterTexts.get(2) ?? "";
const names = words.slice(words.indexOf("AttrName "));
const productions = readProductions(names + [3, 4, 5, 6, 7, 8].map((n) => chapterTexts.get(n)).join(""));

function wordsOf(production: string): readonly string[] {
  const text = new RegExp(`${production}\\s*=([^;]*);`).exec(words)?.[1] ?? "";
  return [...text.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? "");
}

function errorsIn(text: string): readonly string[] {
  return parse({ path: "sentence.pol", text }).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe("the parser's own grammar", () => {
  it("has no ambiguity and no mistake that Chevrotain finds", () => {
    expect(() => new Grammar(true)).not.toThrow();
  });
});

describe("grammar/pol.ebnf", () => {
  it("has the words of the scanner", () => {
    expect([...wordsOf("Reserved")].sort()).toEqual([...reservedWords].sort());
    expect([...wordsOf("Contextual")].sort()).toEqual([...contextualWords].sort());
  });

  it("derives only sentences that parse, by every one of its branches", () => {
    const random = new Random(1);
    const left = new Set<Term>(branches(productions));
    const makeSentence = sentenceMaker(productions, (branch) => left.delete(branch));
    for (let count = 0; count < 6000; count++) {
      const text = toText(makeSentence("File", count % 6 === 0 ? 34 : 10 + random.below(14), random), random);
      expect(errorsIn(text), text).toEqual([]);
    }
    expect([...left]).toEqual([]);
  });

  it("and the parser agree on what is a sentence", () => {
    const random = new Random(2);
    const makeSentence = sentenceMaker(productions, () => {});
    let accepted = 0;
    for (let count = 0; count < 3000; count++) {
      const sentence = mutate(makeSentence("Declaration", 10 + random.below(18), random), random);
      const text = toText(sentence, random);
      const isSentence = recognises(productions, "File", sentence);
      if (isSentence) accepted++;
      expect({ text, parses: errorsIn(text).length === 0 }).toEqual({ text, parses: isSentence });
    }
    expect(accepted).toBeGreaterThan(250);
  });
});
