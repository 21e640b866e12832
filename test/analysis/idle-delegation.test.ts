import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { findingsOfCode, placesOfCode } from "./finding-of.js";

const schema = `
principal User { team: String }
principal Agent acting for User { trusted: Bool }
principal Service
tag reading
action db.query(table: String) tagged reading
action db.list tagged reading
action db.drop
`;

const services = "rule services allow Service to anything";

function places(rules: string): readonly string[] {
  return placesOfCode("POL3019", `${schema}\npolicy p {\n${services}\n${rules}\n}\n`);
}

describe("an allow for one party of calls that the other is never allowed (POL3019)", () => {
  it("finds an actor whose subject no rule allows the call", () => {
    expect(places("rule agents allow Agent acting for User to db.query")).toEqual(["rule agents"]);
  });

  it("finds an actor whose subject a deny stops in any case, and names the deny", () => {
    expect(
      places(`
        rule agents allow Agent acting for User to db.query
        rule people allow User to db.query
        rule alone deny User to db.query when actor is Agent`),
    ).toEqual(["rule agents <- rule alone"]);
  });

  it("finds an actor whose subject's allows are all of no effect", () => {
    expect(
      places(`
        rule agents allow Agent acting for User to db.query when principal.trusted
        rule people allow User to db.query when args.table == "a"
        rule never allow User to db.query when args.table like "a*" and args.table like "b*"
        rule closed deny User to db.query when args.table like "a*"`),
    ).toEqual(["rule agents"]);
  });

  it("finds a subject whose actor no rule allows the call", () => {
    expect(
      places("rule people allow User to db.query when actor is Agent and principal.team == actor.id"),
    ).toEqual(["rule people"]);
  });

  it("says who is denied, with a request that the rule matches", () => {
    const text = `${schema}\npolicy p {\n${services}
      rule agents
        allow Agent acting for User to db.query
        when args.table like "sales_*"
      rule no_people
        deny User to reading
    }`;
    const [finding] = findingsOfCode("POL3019", text);
    expect(finding).toMatchObject({
      severity: "warning",
      message:
        "rule `p.agents` can never decide: every call it allows is denied to the one on whose behalf it is made",
      label: "the subject of such a call is never allowed it",
      related: [{ message: "`p.no_people` denies the subject: `deny User to reading`" }],
      help: "an actor never exceeds the subject it acts for: both need a rule that allows the call",
      witness: { shows: "`p.agents` matches, and the request is denied" },
    });
    const { policySet } = check([{ path: "a.pol", text }]);
    expect(policySet && interpret(policySet, finding?.witness?.request)).toMatchObject({
      decision: false,
      subject: { decision: false },
      actor: { decision: true, rules: ["p.agents"] },
    });
  });

  it("tells of many rules in one report", () => {
    const agents = Array.from(
      { length: 5 },
      (_, index) => `rule a${index} allow Agent acting for User to db.query when args.table == "${index}"`,
    );
    expect(
      findingsOfCode("POL3019", `${schema}\npolicy p {\n${services}\n${agents.join("\n")}\n}`),
    ).toMatchObject([
      {
        message:
          "rules `p.a0`, `p.a1`, `p.a2` and 2 more can never decide: every call they allow is denied to the one on whose behalf it is made",
      },
    ]);
  });

  it.each([
    ["a subject that is allowed some of it", 'rule people allow User to db.query when args.table == "a"'],
    ["a subject that is allowed one of the actions", "rule people allow User to db.list"],
    ["an actor that is allowed on its own", "rule agents_alone allow Agent to db.query"],
    [
      "a subject that a condition denies",
      'rule people allow User to db.query rule some deny User to db.query when args.table == "a"',
    ],
  ])("is silent about %s", (_, rules) => {
    const own = rules.includes("alone") ? "" : "rule agents allow Agent acting for User to reading";
    expect(places(`${own} ${rules}`)).toEqual([]);
  });

  it("leaves to others what they tell: actions that nobody is allowed, rules that can be removed", () => {
    const text = `${schema}\npolicy p {
      rule agents allow Agent acting for User to db.drop
      rule some_agents allow Agent acting for User to db.query when args.table == "a"
      rule more_agents allow Agent acting for User to db.query when args.table in ["a", "b"]
      rule services allow Service to reading
    }`;
    const { policySet } = check([{ path: "a.pol", text }]);
    const codes =
      policySet && analyze(policySet).map(({ code, message }) => `${code} ${message.split(" ")[1]}`);
    expect(codes?.sort()).toEqual(["POL3003 `p.some_agents`", "POL3011 can", "POL3019 `p.more_agents`"]);
  });
});
