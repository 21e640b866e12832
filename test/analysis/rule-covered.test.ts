import { describe, expect, it } from "vitest";
import { ruleFindings, schema, wordsOf } from "./finding-words.js";

describe("a rule without which nothing would be decided otherwise (POL3003)", () => {
  it("finds an allow inside another one, wherever it stands", () => {
    expect(
      wordsOf(`rule narrow allow User to db.query when args.limit < 5
        rule wide allow User, Agent to reading`),
    ).toEqual(["POL3003 rule narrow <- rule wide"]);
  });

  it("finds an allow that several others cover together", () => {
    expect(
      wordsOf(`rule low allow User to db.query when args.limit < 50
        rule high allow User to db.query when args.limit > 40
        rule team allow User to db.query when principal.team == "x"`),
    ).toEqual(["POL3003 rule team <- rule low, rule high"]);
  });

  it("counts what is denied anyway", () => {
    expect(
      wordsOf(`rule low allow User to db.query when args.limit < 50
        rule team allow User to db.query when args.limit < 70 and principal.team == "x"
        rule none deny User to db.query when args.limit >= 50`),
    ).toEqual(["POL3003 rule team <- rule low"]);
  });

  it("reports the last of rules that cover each other", () => {
    expect(
      wordsOf(`rule first allow User to db.query when args.limit < 50
        rule second allow User to db.query when not (args.limit >= 50)
        rule third allow User to db.query when args.limit < 50`),
    ).toEqual(["POL3003 rule second <- rule first", "POL3003 rule third <- rule first"]);
  });

  it("keeps of a ring of covers as many as it takes", () => {
    const found = wordsOf(`
      rule a allow User to db.query when args.limit in 1..600
      rule b allow User to db.query when args.limit in 400..1000
      rule c allow User to db.query when args.limit in 1..200 or args.limit in 500..1000`);
    expect(found).toEqual(["POL3003 rule c <- rule a, rule b"]);
  });

  it("finds a deny inside others", () => {
    expect(
      wordsOf(`rule people allow anyone to reading
        rule no_agents deny Agent to reading
        rule no_salaries deny Agent to db.query when "salary" in args.columns because "No salaries."`),
    ).toEqual(["POL3003 rule no_salaries <- rule no_agents"]);
  });

  it("says so plainly of a rule that is repeated, and that a reason is lost", () => {
    const set = `${schema}
policy p {
  rule people
    allow User to db.query
  rule limits
    deny User to db.query
    when args.limit > 50
    because "Too much."
  rule again
    deny User to db.query
    when args.limit > 50
    because "Too much."
  rule other
    deny User to db.query
    when args.limit > 60
    because "Far too much."
}`;
    expect(ruleFindings(set)).toMatchObject([
      {
        message: "rule `p.again` says the same as `p.limits`",
        help: "remove the rule, or narrow the other",
        related: [{ message: "`p.limits`: `deny User to db.query when args.limit > 50`" }],
      },
      {
        message: "rule `p.other` changes no decision: all it denies, `p.limits` denies too",
        label: "covered by another rule",
        help: "remove the rule (its `because` is then no longer given), or narrow the other",
      },
    ]);
  });

  it("tells of many rules that one covers in one report", () => {
    const rules = [1, 2, 3, 4].map(
      (limit) => `rule r${limit} deny User to db.query when args.limit < ${limit}0`,
    );
    const all = "rule all deny anyone to db.query";
    expect(
      wordsOf(`rule a allow User to db.query when args.table == "x"\n${rules.join("\n")}\n${all}`),
    ).toEqual(["POL3002 rule a <- rule all", "POL3003 rule r1 <- rule all, rule r2, rule r3, rule r4"]);
  });

  it.each([
    [
      "rules that overlap",
      "rule a allow User to db.query when args.limit < 50\nrule b allow User to db.query when args.limit > 40",
    ],
    [
      "a rule that one of its principals needs",
      "rule a allow User to db.query\nrule b allow User, Agent to db.query when args.limit < 5",
    ],
    ["a deny of what nothing allows", "rule a allow User to db.query\nrule b deny anyone to db.drop"],
    [
      "a deny with another remedy beside it",
      "rule a allow User to db.query\nrule b deny User to db.query when args.limit > 50\nrule c deny User to db.query when args.limit > 40 unless calm(most: 4)\n}\nremedy calm(most: Int) = context.risk ?? 100 < most\npolicy q {",
    ],
    [
      "obligations",
      'rule a allow User to db.query\nrule b oblige User to db.query with log(reason: "x")\nrule c oblige User to db.query with log(reason: "y")',
    ],
    [
      "an allow whose errors the other has not",
      "rule a allow User to db.query when context.count + 1 > 5\nrule b allow User to db.query when context.count > 4",
    ],
  ])("is silent about %s", (_, rules) => {
    expect(wordsOf(rules).filter((words) => !words.startsWith("POL3003 rule a"))).toEqual([]);
  });

  it("an allow that can be an error does not cover one that cannot", () => {
    expect(
      wordsOf(
        "rule a allow User to db.query when context.count + 1 > 5\nrule b allow User to db.query when context.count > 4",
      ),
    ).toEqual(["POL3003 rule a <- rule b"]);
  });
});
