import { describe, expect, it } from "vitest";
import { belowMinimum, parseMinimum } from "../../../src/cli/coverage/minimum.js";
import { contextOf, policy, sample } from "./coverage-fixture.js";

describe("--min-coverage", () => {
  it.each([
    ["90", { rules: 90, outcomes: 90, mcdc: 90 }],
    ["0", { rules: 0, outcomes: 0, mcdc: 0 }],
    ["99.5", { rules: 99.5, outcomes: 99.5, mcdc: 99.5 }],
    ["rules:100", { rules: 100 }],
    ["mcdc:70,outcomes:80.5", { mcdc: 70, outcomes: 80.5 }],
  ])("reads %s", (text, minimum) => {
    expect(parseMinimum(text)).toEqual(minimum);
  });

  it.each([
    "",
    "100.1",
    "-1",
    "1e1",
    "9O",
    "rules",
    "rules:",
    "rules:101",
    "lines:5",
    "rules:1,rules:2",
    "rules:1:2",
    ",",
  ])("does not read `%s`", (text) => {
    expect(parseMinimum(text)).toBeUndefined();
  });

  const { tests } = contextOf(sample).report;

  it("says of each measure that is not met what there is and what is wanted", () => {
    expect(
      belowMinimum(tests, { rules: 33, outcomes: 60, mcdc: 100 }).map(
        ({ code, message }) => `${code} ${message}`,
      ),
    ).toEqual([
      "POL5020 the tests show 57.1 % of the condition outcomes, and 60 % are wanted",
      "POL5020 the tests show 20 % of the conditions that decide (MC/DC), and 100 % are wanted",
    ]);
  });

  it("is met by exactly that much", () => {
    expect(belowMinimum(tests, { mcdc: 20 })).toEqual([]);
    expect(belowMinimum(tests, { mcdc: 20.1 })).toHaveLength(1);
    expect(belowMinimum(contextOf({ "a.pol": policy }).report.tests, { rules: 0 })).toEqual([]);
  });
});
