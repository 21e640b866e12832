import { describe, expect, it } from "vitest";
import type { Slot } from "../../../src/analysis/encode/atom.js";
import { longest } from "../../../src/analysis/encode/place.js";
import { liftedLanguages } from "../../../src/analysis/solve/derived-texts.js";
import { lengthLanguage, wordsLanguage } from "../../../src/analysis/texts/language.js";

const text: Slot = { key: "args.name", type: { kind: "String" }, kind: "text" };
const lowered: Slot = {
  key: "args.name#lower",
  type: { kind: "String" },
  kind: "text",
  of: { slot: text, part: "lower" },
};
const length: Slot = {
  key: "args.name#length",
  type: { kind: "Int" },
  kind: "number",
  of: { slot: text, part: "length" },
};

describe("liftedLanguages", () => {
  it("keeps the lengths of a lower-case form as lengths: as an automaton they would have a state for each", () => {
    const language = lengthLanguage(3, 1000);
    const domain = { kind: "text" as const, languages: [{ language, wanted: true }], words: undefined };
    expect(liftedLanguages("lower", { slot: lowered, domain })).toEqual([{ language, wanted: true }]);
  });

  it("takes the longest text that a witness may have for no bound", () => {
    const lifted = (last: number) =>
      liftedLanguages("length", { slot: length, domain: { kind: "number", set: [[2, last]] } }).map(
        ({ language, wanted }) => ({ lengths: language.lengths, wanted }),
      );
    expect(lifted(longest)).toEqual([{ lengths: lengthLanguage(2).lengths, wanted: true }]);
    expect(lifted(5)).toEqual([{ lengths: lengthLanguage(2, 5).lengths, wanted: true }]);
  });

  it("lets through what is in the language in lower case", () => {
    const domain = {
      kind: "text" as const,
      languages: [{ language: wordsLanguage(["ab"]), wanted: true }],
      words: undefined,
    };
    const [lifted] = liftedLanguages("lower", { slot: lowered, domain });
    expect(["ab", "AB", "aB"].map((word) => lifted?.language.knows?.(word))).toEqual([true, true, true]);
    expect(lifted?.language.knows?.("b")).toBe(false);
  });
});
