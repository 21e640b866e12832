import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contextualWords, reservedWords } from "../../src/syntax/words.js";

const text = readFileSync(new URL("../../grammar/pol.tmLanguage.json", import.meta.url), "utf8");
const grammar: unknown = JSON.parse(text);

/** Every pattern of the grammar file. */
function patternsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(patternsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" && ["match", "begin", "end"].includes(key) ? [inner] : patternsIn(inner),
  );
}

describe("grammar/pol.tmLanguage.json", () => {
  it("has valid patterns only", () => {
    for (const pattern of patternsIn(grammar)) expect(() => new RegExp(pattern)).not.toThrow();
  });

  it("knows every word of the language", () => {
    const patterns = patternsIn(grammar).join("\n");
    const missing = [...reservedWords, ...contextualWords].filter(
      (word) => !new RegExp(`\\b${word}\\b`).test(patterns.replaceAll("\\b", " ")),
    );
    expect(missing).toEqual([]);
  });
});
