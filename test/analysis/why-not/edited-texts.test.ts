import { describe, expect, it } from "vitest";
import { editedTexts } from "../../../src/analysis/why-not/edited-texts.js";

/** The first edit that fits. */
function nearest(before: string, sources: readonly string[], fits: RegExp): string | undefined {
  return editedTexts(before, sources).find((text) => fits.test(text));
}

describe("editedTexts", () => {
  it.each([
    ["puts in what is missing", "/srv/agent/x.txt", ["/srv/agents"], /^\/srv\/agents\//, "/srv/agents/x.txt"],
    ["leaves out what is too much", "a.b.c", [], /^\w\.\w$/, "a.b"],
    [
      "replaces a part",
      "https://evil.org/a?b",
      ["example.com"],
      /^\w+:\/\/example\.com\//,
      "https://example.com/a?b",
    ],
    ["takes the beginning of a source", "feature_x", ["feature-a"], /^feature-/, "feature-x"],
    [
      "takes the end of a source",
      "bob@evil.org",
      ["ann@example.com"],
      /^\w+@example\.com$/,
      "bob@example.com",
    ],
    ["keeps words whole", "finance_2026", ["sales_"], /^sales_\d+$/, "sales_2026"],
    ["takes the nearest source", "salse", ["support", "sales"], /^(?:sales|support)$/, "sales"],
  ])("%s", (_, before, sources, fits, expected) => {
    expect(nearest(before, sources, fits)).toBe(expected);
  });

  it("does not cut characters beyond the first plane", () => {
    expect(editedTexts("a😀b", []).every((text) => text.isWellFormed())).toBe(true);
  });

  it("gives a long text as it was found", () => {
    expect(editedTexts("x".repeat(5000), ["y"])).toEqual(["y"]);
  });

  it("makes a limited number of texts", () => {
    const long = Array.from({ length: 90 }, (_, index) => String.fromCodePoint(0x100 + index)).join("");
    expect(
      editedTexts(
        long,
        Array.from({ length: 100 }, (_, index) => `${index}`),
      ).length,
    ).toBeLessThan(41_000);
  });
});
