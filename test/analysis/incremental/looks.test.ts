import { describe, expect, it } from "vitest";
import { Looks, type Sight, seesSame } from "../../../src/analysis/incremental/looks.js";

describe("Looks", () => {
  it("gives one object for one aspect of one place", () => {
    const looks = new Looks();
    expect(looks.at("scope", "here")).toBe(looks.at("scope", "here"));
    expect(looks.at("scope", "here")).not.toBe(looks.at("needs", "here"));
    expect(looks.at("scope", "here")).not.toBe(looks.at("scope", "there"));
  });

  it("takes for the same what is the same text, or the same items in the same order", () => {
    const sights: readonly Sight[] = [
      "",
      "a",
      "1,2",
      [],
      ["a"],
      ["a", "b"],
      ["b", "a"],
      Float64Array.of(1, 2),
      [1],
    ];
    for (const [place, one] of sights.entries())
      for (const [other, another] of sights.entries()) expect(seesSame(one, another)).toBe(place === other);
    expect(seesSame(["a", "b"], ["a", "b"])).toBe(true);
    expect(seesSame(Float64Array.of(1, 2), [1, 2])).toBe(true);
  });
});
