import { describe, expect, it } from "vitest";
import { accepts, regexLanguage, samplesOf } from "../../../src/analysis/texts/language.js";
import { choice, repeat, sequence, text } from "../../../src/analysis/texts/regex-parts.js";

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

  it("accepts the same texts however often it is asked, with the automaton that is soon made and with the other one", () => {
    const word = sequence(repeat(choice(text("ab"), text("a")), 1), text("c"));
    const language = regexLanguage("asked often", () => word);
    const answers = Array.from({ length: 60 }, () =>
      ["abac", "abbc", "c"].map((each) => accepts(language, each)),
    );
    expect(new Set(answers.map(String))).toEqual(new Set(["true,false,false"]));
  });
});
