import { describe, expect, it } from "vitest";
import { findingWords, ruleFindings, schema, wordsOf } from "./finding-words.js";

const sales = 'rule sales\n allow User to db.query\n when args.table like "sales_*"\n';

describe("an allow of which every request is denied (POL3002)", () => {
  it("finds one deny that is wider", () => {
    expect(wordsOf(`${sales}rule freeze\n deny anyone to db.query\n when args.table like "s*"`)).toEqual([
      "POL3002 rule sales <- rule freeze",
    ]);
  });

  it("finds several denies that leave nothing between them, and names no more of them than it takes", () => {
    expect(
      wordsOf(`${sales}
        rule small deny User to db.query when args.limit < 50
        rule odd deny User to db.query when args.limit in 40..60 when principal.team == "x"
        rule large deny User to db.query when args.limit >= 50`),
    ).toEqual(["POL3002 rule sales <- rule small, rule large", "POL3003 rule odd <- rule small, rule large"]);
  });

  it("names the denies, though another allow takes all of it, too", () => {
    expect(
      wordsOf(`${sales}
        rule all allow User to db.query
        rule small deny User to db.query when args.limit < 50 when args.table like "s*"
        rule large deny User to db.query when args.limit >= 50 when args.table like "s*"`),
    ).toEqual(["POL3002 rule sales <- rule small, rule large"]);
  });

  it("finds denies of different principals and actions", () => {
    expect(
      wordsOf(`
        rule readers allow Agent, Service to db.query
        rule no_agents deny Agent to reading
        rule no_services deny Service to db.*`),
    ).toEqual(["POL3002 rule readers <- rule no_agents, rule no_services"]);
  });

  it("finds a deny that matches by an error where it does not by its condition", () => {
    expect(
      wordsOf(`
        rule far allow User to db.query when context.count > 9007199254740990
        rule sum deny User to db.query when context.count + 1 > 0`),
    ).toEqual(["POL3002 rule far <- rule sum"]);
  });

  it("finds a deny that matches by the port that a URL has by its scheme, of which nothing is said", () => {
    expect(
      wordsOf(`
        rule quick allow User to web.fetch when args.mode == "fast"
        rule ports deny User to web.fetch when (args.url.port ?? -1) >= 0 or args.url.scheme != "https"`),
    ).toContain("POL3002 rule quick <- rule ports");
  });

  it("finds one that is denied unless a remedy lifts it, which the rule excludes", () => {
    expect(
      wordsOf(`
        rule risky allow User to db.query when context has risk and context.risk > 50
        rule reviewed deny User to db.query unless calm(most: 40)
      }
      remedy calm(most: Int) = context.risk ?? 100 < most
      policy q {`),
    ).toEqual(["POL3002 rule risky <- rule reviewed"]);
  });

  it("says what each deny takes", () => {
    const rules = `${sales}
      rule small
        deny User to db.query
        when args.limit < 50
      rule rest
        deny User to db.query
        unless args.limit < 40`;
    expect(ruleFindings(`${schema}\npolicy p {\n${rules}\n}`)).toMatchObject([
      {
        severity: "warning",
        message: "rule `p.sales` can never decide: every request it allows is denied",
        label: "shadowed by these rules together",
        related: [
          { message: "`p.small` denies a part of them: `deny User to db.query when args.limit < 50`" },
          { message: "`p.rest` denies the rest: `deny User to db.query unless args.limit < 40`" },
        ],
        help: "remove the rule, or narrow what denies it",
        witness: {
          shows: "`p.sales` matches, and it is denied",
          request: { subject: { type: "User" }, action: { properties: { table: "sales_" } } },
        },
      },
    ]);
  });

  it("tells of all that a freeze denies in one report, with the places of the first few", () => {
    const frozen = (count: number) => {
      const allows = Array.from(
        { length: count },
        (_, index) => `rule r${index}\n allow User to db.query\n when args.limit == ${index + 1}`,
      );
      return ruleFindings(
        `${schema}\npolicy p {\n${allows.join("\n")}\nrule freeze\n deny anyone to anything\n}`,
      );
    };
    expect(frozen(3).map(({ message }) => message)).toEqual([
      "rule `p.r0` can never decide: every request it allows is denied",
      "rule `p.r1` can never decide: every request it allows is denied",
      "rule `p.r2` can never decide: every request it allows is denied",
    ]);
    const [freeze, ...others] = frozen(12);
    expect(others).toEqual([]);
    expect(freeze).toMatchObject({
      message: "rules `p.r0`, `p.r1`, `p.r2` and 9 more can never decide: every request they allow is denied",
      label: "12 rules are shadowed by a deny",
      help: "remove the rules, or narrow what denies them",
    });
    expect(freeze?.related?.map(({ message }) => message).slice(0, 3)).toEqual([
      "`p.freeze` denies all of them: `deny anyone to anything`",
      "`p.r1` is shadowed, too",
      "`p.r2` is shadowed, too",
    ]);
    expect(freeze?.related).toHaveLength(10);
  });

  it.each([
    [
      "a gap of one number",
      "rule a deny User to db.query when args.limit < 50\nrule b deny User to db.query when args.limit > 50",
    ],
    ["denies of other principals", "rule a deny Agent, Service to db.query"],
    ["a deny inside it", 'rule a deny User to db.query when args.table like "sales_eu_*"'],
    ["a deny of one of its roles", "rule a deny User to db.query when actor is Agent and actor.trusted"],
    [
      "a deny that a remedy lifts",
      "rule a deny User to db.query unless calm(most: 40)\n}\nremedy calm(most: Int) = context.risk ?? 100 < most\npolicy q {",
    ],
  ])("is silent about %s", (_, denies) => {
    expect(wordsOf(`${sales}${denies}`)).toEqual([]);
  });

  it.each([
    'deny User to go when context.names containsAny ["b"]\nrule d deny User to go when any each in context.names: each != "b"',
    'deny User to go when "a" in context.names or "b" in context.names',
  ])("knows that a list that is never empty has a member: %s", (denies) => {
    const text = `principal User
      action go()
      context { names: List<"a" | "b"> length 1..2 }
      policy p {
      rule all allow User to go
      rule c ${denies}
      }`;
    expect(findingWords(text).map((words) => words.split(" <-")[0])).toContain("POL3002 rule all");
  });

  it("leaves a rule that matches nothing to POL3001", () => {
    expect(
      wordsOf(`rule a allow User to db.query when args.limit > 7 when args.limit < 8
        rule d deny User to db.query`),
    ).toEqual(["POL3001 rule a <- when args.limit > 7, when args.limit < 8"]);
  });
});
