import { describe, expect, it } from "vitest";
import { findingWords, schema, wordsOf } from "./finding-words.js";

function found(...clauses: readonly string[]): readonly string[] {
  return wordsOf(
    `rule r\n allow User to db.query, docs.read\n${clauses.map((clause) => ` ${clause}\n`).join("")}`,
  );
}

describe("an operand without which its rule means the same (POL3005)", () => {
  it.each([
    [
      "an alternative inside another one",
      "when principal.level > 3 or principal.level > 5",
      "principal.level > 5",
    ],
    [
      "the first one, if the second has it",
      "when principal.level > 5 or principal.level > 3",
      "principal.level > 5",
    ],
    [
      "the last of two equal ones",
      'when principal.team == "a" or principal.team == "a"',
      'principal.team == "a"',
    ],
    [
      "an alternative that never holds",
      "when principal.level > 8 or principal.level + 1 > 11",
      "principal.level + 1 > 11",
    ],
    [
      "a condition that another one implies",
      "when not (principal.level < 4 and principal.level < 6)",
      "principal.level < 6",
    ],
    [
      "a condition in an exception",
      'unless principal.level > 5 and (principal.level > 2 or principal.team == "x")',
      '(principal.level > 2 or principal.team == "x")',
    ],
    [
      "one inside others",
      'when principal.team == "x" or (principal.team like "y*" and principal.level <= 10)',
      "principal.level <= 10",
    ],
    [
      "several together",
      'when principal.team like "a*" or principal.team like "ab*" or principal.team like "abc*"',
      'principal.team like "ab*"',
    ],
  ])("finds %s", (_, clause, operand) => {
    expect(found(clause)).toContain(`POL3005 ${operand}`);
  });

  it("counts what other clauses say", () => {
    expect(found("when principal.level > 4", 'when principal.team == "x" or principal.level == 3')).toEqual([
      "POL3005 principal.level == 3",
    ]);
  });

  it("reports an operand, not what is in it", () => {
    expect(
      found(
        'when principal.level > 2 or (principal.level > 3 and (principal.team == "x" or principal.team == "y"))',
      ),
    ).toHaveLength(1);
  });

  it.each([
    ["alternatives that each matter", 'when args.limit > 3 or principal.team == "x"'],
    ["guards", "when context has risk and context.risk < 50"],
    ["guards of alternatives", "when not (context has risk) or context.risk < 50"],
    ["what only some environments settle", "when principal is Agent and principal.trusted or args.limit > 3"],
  ])("is silent about %s", (_, clause) => {
    expect(wordsOf(`rule r\n allow User, Agent to db.query\n ${clause}`)).toEqual([]);
  });

  it("does not look into definitions, but at what is written in their calls", () => {
    expect(
      findingWords(`${schema}
        def small(n: Int, most: Int) = n < most or n < 5
        policy p {
          rule r allow User to db.query when small(args.limit, 20)
          rule s allow User to db.drop when small(principal.level, 3) or principal.level < 4
        }`),
    ).toEqual(["POL3005 principal.level < 4"]);
  });
});
