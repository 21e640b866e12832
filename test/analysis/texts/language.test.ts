import { describe, expect, it } from "vitest";
import { accepts, regexLanguage, samplesOf } from "../../../src/analysis/texts/language.js";
import { text } from "../../../src/analysis/texts/regex-parts.js";

describe("a language's expression", () => {
  it("is made when hints do not suffice, and once", () => {
    let made = 0;
    const expression = () => {
      made += 1;
      return text("made once");
    };
    const hinted = regexLanguage("hinted", expression, {
      knows: (word) => word === "a" || undefined,
      samples: ["a"],
    });
    expect([accepts(hinted, "a"), samplesOf(hinted), made]).toEqual([true, ["a"], 0]);
    expect([accepts(hinted, "b"), hinted.regex(), made]).toEqual([false, text("made once"), 1]);
  });
});
