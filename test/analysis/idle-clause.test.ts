import { describe, expect, it } from "vitest";
import { ruleFindings, schema, wordsOf } from "./finding-words.js";

/** What is found of one rule with these clauses. */
function found(sentence: string, ...clauses: readonly string[]): readonly string[] {
  return wordsOf(`rule r\n ${sentence}\n${clauses.map((clause) => ` ${clause}\n`).join("")}`);
}

describe("a clause without which its rule means the same (POL3004)", () => {
  it.each([
    ["a bound that the type has", "when args.limit <= 1000", []],
    ["a list of all that a type allows", 'when principal.role in ["admin", "editor", "viewer"]', []],
    ["an exception that no type allows", "unless principal.level + 1 > 11", []],
    [
      "a pattern that another one implies",
      'when args.table like "sales*"',
      ['when args.table like "sales_*"'],
    ],
    ["what an equality implies", 'unless args.table == "b"', ['when args.table == "a" or args.table == "c"']],
    ["what arithmetic implies", "when args.limit + 1 > args.limit", []],
    [
      "what several others imply together",
      "unless principal.level == 5",
      ["when principal.level > 4", "when principal.level > 6 or principal.level < 5 or args.limit < 0 - 1"],
    ],
  ])("finds %s", (_, idle, others) => {
    const findings = found("allow User to db.query", ...others, idle);
    expect(findings.filter((words) => words.startsWith("POL3004"))).toEqual([`POL3004 ${idle}`]);
  });

  it("finds it before the one that implies it, and of two equal ones the last", () => {
    expect(found("allow User to db.query", "when principal.level > 2", "when principal.level > 4")).toEqual([
      "POL3004 when principal.level > 2",
    ]);
    const text = `${schema}\npolicy p {\nrule r\n allow User to db.query\n when args.limit < 5\n when args.limit < 5\n}`;
    expect(ruleFindings(text).map(({ span }) => span.start)).toEqual([text.lastIndexOf("when")]);
  });

  it("wants it of every kind of request", () => {
    const clause = 'when principal.type == "User"';
    expect(found("allow User to db.query", clause)).toEqual([`POL3004 ${clause}`]);
    expect(found("allow User, Agent to db.query", clause)).toEqual([]);
    expect(found("allow User, Agent to db.query", "when principal is User")).toEqual([]);
  });

  it("tells what holds anyway from what the rest implies, and `when` from `unless`", () => {
    const of = (...clauses: readonly string[]) =>
      ruleFindings(`${schema}\npolicy p {\nrule r\n deny User to db.query\n${clauses.join("\n")}\n}`)[0]
        ?.message;
    expect(of("when args.limit >= 1")).toBe(
      "this clause restricts nothing: `args.limit >= 1` always holds, whatever the request",
    );
    expect(of("when args.limit > 4", "unless args.limit < 3")).toBe(
      "this clause excepts nothing: `args.limit < 3` never holds, where the rest of the rule does",
    );
  });

  it.each([
    ["a clause that matters", ["when args.limit < 1000"]],
    ["a guard of what follows", ["when context has risk", "when context.risk < 50"]],
    [
      "a guard that follows from another clause",
      ["when context.risk ?? 100 < 50", "when context has risk", "when context.risk != 7"],
    ],
    ["a plain `when true`", ["when true"]],
    ["an error, which an allow does not survive", ["when context.count + 1 > context.count"]],
  ])("is silent about %s", (_, clauses) => {
    expect(found("allow User to db.query", ...clauses)).toEqual([]);
  });

  it("is silent about a remedy that never lifts", () => {
    expect(
      wordsOf(`rule a allow User to db.query
        rule d deny User to db.query when args.limit > 5 unless calm(most: 0)
      }
      remedy calm(most: Int) = context.risk ?? 100 < most
      policy q {`),
    ).toEqual([]);
  });

  it("leaves rules that are reported themselves alone", () => {
    expect(
      wordsOf(
        "rule a allow User to db.query\nrule b allow User to db.query when args.limit <= 1000 when args.limit < 5",
      ),
    ).toEqual(["POL3003 rule b <- rule a"]);
  });
});
