import { describe, expect, it } from "vitest";
import { call, decide, found, type Json, outcome } from "./support.js";

const taste = `
use std.agents
principal User  { team: String }
principal Agent { team: String }
entity Database
tag read_only, destructive
action postgres.query(table: String, columns: List<String> length 1..200, limit?: Int in 1..100000),
       postgres.explain(table: String)                 on Database tagged read_only
action postgres.drop_table(table: String)              on Database tagged destructive
context { ip: Ip }
const office: List<Cidr> = ["10.0.0.0/8", "192.168.0.0/16"]
obligation mask(column: String)
policy analytics {
  rule sales_tables
    allow Agent acting for User to postgres.query on Database
    when principal.team == "sales"
    when args.table like "sales_*" or args.table like "finance_*"
    when context.ip in office
  rule no_payroll
    deny anyone to postgres.query
    when "salary" in args.columns
    because "Salary columns are never read through a tool call."
  rule wide_reads_are_reviewed
    deny Agent acting for User to postgres.query
    when args.limit ?? 100000 > 1000
    unless approval(from: "data-owners", max_age: 15m)
    because "Reading more than 1000 rows needs an approval."
  rule people_read
    allow User to read_only on Database
  rule hide_birthdays
    oblige Agent acting for User to postgres.query
    with mask(column: "birthday")
}
assert agents_never_destroy
  deny Agent acting for User, Agent acting alone to destructive
`;

const request: Json = {
  subject: { type: "User", id: "alice", properties: { team: "sales" }, ancestors: [] },
  actor: { type: "Agent", id: "bot-7", properties: { team: "sales" } },
  action: { name: "postgres.query", properties: { table: "sales_2026", columns: ["id"], limit: 10 } },
  resource: { type: "Database", id: "prod" },
  context: { ip: "10.2.3.4", now: "2026-11-21T10:00:00Z" },
};

const withAction = (properties: Json) => ({
  ...request,
  action: {
    name: "postgres.query",
    properties: { ...((request.action as Json).properties as Json), ...properties },
  },
});

describe("§1 and §4 the taste", () => {
  it("checks without a word", () => {
    expect(found(taste)).toEqual([]);
  });

  it("allows the request of §4, and obliges to mask", () => {
    expect(decide(taste, request)).toMatchObject({
      decision: true,
      reason: "allowed",
      subject: { decision: true, rules: ["analytics.people_read"] },
      actor: { decision: true, rules: ["analytics.sales_tables"] },
      obligations: [{ name: "mask", arguments: { column: "birthday" } }],
      args: { table: "sales_2026", columns: ["id"], limit: 10 },
    });
  });

  it.each<[string, Json, string]>([
    [
      "out of the office",
      { ...request, context: { ip: "8.8.8.8", now: "2026-11-21T10:00:00Z" } },
      "no_matching_rule by analytics.people_read",
    ],
    ["payroll", withAction({ columns: ["salary"] }), "denied_by_rule by analytics.no_payroll"],
    [
      "many rows",
      withAction({ limit: 1001 }),
      "denied_by_rule by analytics.people_read, analytics.wide_reads_are_reviewed",
    ],
    [
      "no limit",
      withAction({ limit: null }),
      "denied_by_rule by analytics.people_read, analytics.wide_reads_are_reviewed",
    ],
    ["an agent alone", { ...request, actor: undefined, subject: request.actor }, "no_matching_rule"],
    ["a person alone", { ...request, actor: undefined }, "allowed by analytics.people_read"],
    ["no resource", { ...request, resource: undefined }, "invalid_request at /resource missing"],
    [
      "no id of the resource",
      { ...request, resource: { type: "Database" } },
      "allowed by analytics.people_read, analytics.sales_tables",
    ],
    [
      "no address",
      { ...request, context: { now: "2026-11-21T10:00:00Z" } },
      "invalid_request at /context/ip missing",
    ],
    ["no time", { ...request, context: { ip: "10.2.3.4" } }, "invalid_request at /context/now missing"],
    [
      "no team of the agent",
      { ...request, actor: { type: "Agent", id: "bot-7" } },
      "invalid_request at /actor/properties/team missing",
    ],
    [
      "no team of the user, which no rule reads",
      { ...request, subject: { type: "User", id: "alice" } },
      "allowed by analytics.people_read, analytics.sales_tables",
    ],
  ])("%s", (_what, changed, expected) => {
    expect(outcome(taste, changed)).toBe(expected);
  });

  it("reports the remedy with what would have to be true, and it lifts", () => {
    const wide = withAction({ limit: 5000 });
    expect(decide(taste, wide).remedies).toEqual([
      {
        rule: "analytics.wide_reads_are_reviewed",
        principal: "actor",
        name: "approval",
        arguments: { from: "data-owners", max_age: "PT15M" },
      },
    ]);
    const approved = (at: string, from = "data-owners") =>
      outcome(taste, { ...wide, context: { ...(request.context as Json), approval: { from, at } } });
    const denied = "denied_by_rule by analytics.people_read, analytics.wide_reads_are_reviewed";
    expect(approved("2026-11-21T09:50:00Z")).toBe("allowed by analytics.people_read, analytics.sales_tables");
    expect(approved("2026-11-21T09:45:00Z")).toBe("allowed by analytics.people_read, analytics.sales_tables");
    expect(approved("2026-11-21T09:44:59.999Z")).toBe(denied);
    expect(approved("2026-11-21T10:00:00.001Z")).toBe(denied);
    expect(approved("2026-11-21T09:50:00Z", "somebody")).toBe(denied);
  });
});

describe("§4 members of a request", () => {
  const text = `principal User in Team { level: Int } principal Bot acting for User entity Team entity Doc
    action go action open on Doc
    policy p { rule r allow anyone to go rule o allow anyone to open on Doc }`;
  const base = call("go");

  it("is a record", () => {
    for (const value of [undefined, null, 1, "x", [], [base], true, () => base, new Map(), new Date(0)]) {
      expect(outcome(text, value)).toBe("invalid_request at  invalid");
    }
  });

  it("unknown top-level members are invalid", () => {
    expect(outcome(text, { ...base, extra: 1, evaluations: [] })).toBe(
      "invalid_request at /evaluations undeclared, /extra undeclared",
    );
    expect(outcome(text, { ...base, extra: undefined })).toBe("invalid_request at /extra undeclared");
    expect(outcome(text, JSON.parse(`${JSON.stringify(base).slice(0, -1)}, "__proto__": {"a/b~": 1}}`))).toBe(
      "invalid_request at /__proto__ undeclared",
    );
    expect(outcome(text, { ...base, "a/b~": 1 })).toBe("invalid_request at /a~1b~0 undeclared");
  });

  it("`actor: null` is invalid, and one left out is none", () => {
    expect(outcome(text, { ...base, actor: null })).toBe("invalid_request at /actor invalid");
    expect(outcome(text, { ...base, actor: undefined })).toBe("allowed by p.r");
    expect(outcome(text, { ...base, actor: { type: "Bot", id: "b" } })).toBe("allowed by p.r");
  });

  it.each<[string, unknown, string]>([
    ["missing", undefined, "/subject missing"],
    ["null", null, "/subject invalid"],
    ["a list", [], "/subject invalid"],
    ["a string", "User::ann", "/subject invalid"],
    ["empty", {}, "/subject/id missing, /subject/type missing"],
    ["without type", { id: "a" }, "/subject/type missing"],
    ["without id", { type: "User" }, "/subject/id missing"],
    ["with an empty id", { type: "User", id: "" }, "/subject/id invalid"],
    ["with a number as id", { type: "User", id: 7 }, "/subject/id invalid"],
    ["with a lone surrogate as id", { type: "User", id: "\ud800" }, "/subject/id invalid"],
    ["of no declared type", { type: "Usr", id: "a" }, "/subject/type undeclared"],
    ["of a type that is no principal", { type: "Team", id: "a" }, "/subject/type undeclared"],
    ["with bad properties", { type: "User", id: "a", properties: [] }, "/subject/properties invalid"],
    ["with null properties", { type: "User", id: "a", properties: null }, "/subject/properties invalid"],
  ])("a subject that is %s", (_what, subject, problem) => {
    expect(outcome(text, { ...base, subject })).toBe(`invalid_request at ${problem}`);
    if (subject === undefined) return;
    const actor = problem.replaceAll("/subject", "/actor");
    const bot = JSON.parse(JSON.stringify(subject).replace("User", "Bot"));
    expect(outcome(text, { ...base, actor: bot })).toBe(`invalid_request at ${actor}`);
  });

  it.each<[string, unknown, string]>([
    ["missing", undefined, "/action missing"],
    ["null", null, "/action invalid"],
    ["a string", "go", "/action invalid"],
    ["without name", {}, "/action/name missing"],
    ["with a number as name", { name: 1 }, "/action/name invalid"],
    ["undeclared", { name: "gone" }, "/action/name undeclared"],
    ["with a list of arguments", { name: "go", properties: [] }, "/action/properties invalid"],
  ])("an action that is %s", (_what, action, problem) => {
    expect(outcome(text, { ...base, action })).toBe(`invalid_request at ${problem}`);
  });

  it.each<[string, unknown, string]>([
    ["null", null, "/context invalid"],
    ["a list", [], "/context invalid"],
    ["a string", "x", "/context invalid"],
  ])("a context that is %s", (_what, context, problem) => {
    expect(outcome(text, { ...base, context })).toBe(`invalid_request at ${problem}`);
  });

  it("every problem is listed, in the order of paths", () => {
    expect(
      outcome(text, { subject: { type: "User" }, actor: null, action: { name: 1 }, context: 3, x: 1 }),
    ).toBe(
      "invalid_request at /action/name invalid, /actor invalid, /context invalid, /subject/id missing, /x undeclared",
    );
  });

  it("an invalid request is invalid whatever the rules would say", () => {
    const open = "principal User action go policy p { rule r allow anyone to anything }";
    expect(outcome(open, { ...base, nonsense: 1 })).toBe("invalid_request at /nonsense undeclared");
  });
});

describe("§4 entities as attributes", () => {
  const text = `principal User in Team { level: Int, boss?: User, doc: Doc | User } entity Team entity Doc { owner: User }
    action plain action boss action team action kind action both
    policy p {
      rule plain allow User to plain
      rule boss allow User to boss when principal has boss and principal.boss.level > 1
      rule team allow User to team when principal has boss and principal.boss in Team("x")
      rule kind allow User to kind when principal.doc is Doc and principal.doc.owner.level > 1
      rule same allow User to both when principal has boss and principal.boss == principal
    }`;
  const ask = (name: string, properties: Json) =>
    outcome(text, call(name, {}, { subject: { type: "User", id: "ann", properties } }));
  const boss = (more: Json) => ({ boss: { type: "User", id: "bob", ...more } });

  it("have the form of an entity, of which what is read must be there", () => {
    expect(ask("boss", boss({ properties: { level: 2 } }))).toBe("allowed by p.boss");
    expect(ask("boss", boss({ properties: { level: 1 } }))).toBe("no_matching_rule");
    expect(ask("boss", boss({}))).toBe(
      "invalid_request at /subject/properties/boss/properties/level missing",
    );
    expect(ask("boss", boss({ properties: { level: "2" } }))).toBe(
      "invalid_request at /subject/properties/boss/properties/level invalid",
    );
    expect(ask("boss", boss({ properties: null }))).toBe(
      "invalid_request at /subject/properties/boss/properties invalid",
    );
    expect(ask("boss", {})).toBe("no_matching_rule");
    expect(ask("both", boss({}))).toBe("no_matching_rule");
    expect(ask("both", boss({ id: "ann" }))).toBe("allowed by p.same");
    expect(ask("both", boss({ id: "" }))).toBe("invalid_request at /subject/properties/boss/id invalid");
    expect(ask("both", boss({ type: "Team" }))).toBe(
      "invalid_request at /subject/properties/boss/type undeclared",
    );
    expect(ask("both", { boss: "User::bob" })).toBe("invalid_request at /subject/properties/boss invalid");
  });

  it("are ignored where no rule in scope reads them", () => {
    expect(ask("plain", { boss: "nonsense", level: "x" })).toBe("allowed by p.plain");
  });

  it("`ancestors` is relevant where a rule in scope tests `in`: absent is invalid, [] is none", () => {
    expect(ask("team", boss({}))).toBe("invalid_request at /subject/properties/boss/ancestors missing");
    expect(ask("team", boss({ ancestors: [] }))).toBe("no_matching_rule");
    expect(ask("team", boss({ ancestors: [{ type: "Team", id: "x" }] }))).toBe("allowed by p.team");
    expect(
      ask(
        "team",
        boss({
          ancestors: [
            { type: "Team", id: "y" },
            { type: "Team", id: "x", more: 1 },
          ],
        }),
      ),
    ).toBe("allowed by p.team");
    expect(ask("team", boss({ ancestors: [{ type: "User", id: "x" }] }))).toBe("no_matching_rule");
    expect(ask("team", boss({ ancestors: null }))).toBe(
      "invalid_request at /subject/properties/boss/ancestors invalid",
    );
    expect(ask("team", boss({ ancestors: [{ type: "Team" }, 3] }))).toBe(
      "invalid_request at /subject/properties/boss/ancestors/0 invalid, /subject/properties/boss/ancestors/1 invalid",
    );
  });

  it("of a union are checked as what they are", () => {
    const owner = (level: unknown) => ({ type: "User", id: "o", properties: { level } });
    expect(ask("kind", { doc: { type: "Doc", id: "1", properties: { owner: owner(2) } } })).toBe(
      "allowed by p.kind",
    );
    expect(ask("kind", { doc: { type: "Doc", id: "1", properties: { owner: owner("2") } } })).toBe(
      "invalid_request at /subject/properties/doc/properties/owner/properties/level invalid",
    );
    expect(ask("kind", { doc: { type: "User", id: "1" } })).toBe("no_matching_rule");
    expect(ask("kind", { doc: { type: "Team", id: "1" } })).toBe(
      "invalid_request at /subject/properties/doc/type undeclared",
    );
  });
});

describe("§4 x.id and x.type", () => {
  it("are always readable; a property of that name is quoted", () => {
    const text = `principal User { id: Int, type: String } action go
      policy p { rule a allow User to go when principal.id == "ann" and principal.type == "User" and principal."id" == 7 and principal."type" == "x" }`;
    expect(found(text)).toEqual([]);
    expect(
      outcome(
        text,
        call("go", {}, { subject: { type: "User", id: "ann", properties: { id: 7, type: "x" } } }),
      ),
    ).toBe("allowed by p.a");
    expect(outcome(text, call("go", {}, { subject: { type: "User", id: "ann" } }))).toBe(
      "invalid_request at /subject/properties/id missing, /subject/properties/type missing",
    );
  });

  it("of a record or of the arguments are ordinary names", () => {
    const text = `principal User action go(id: Int, type: { id: Int }) policy p { rule a allow User to go when args.id == 1 and args.type.id == 2 }`;
    expect(outcome(text, call("go", { id: 1, type: { id: 2 } }))).toBe("allowed by p.a");
  });

  it("x.type is one of the types that x can have", () => {
    const text = (type: string) =>
      `principal User { x: User | Bot } entity Bot action go policy p { rule a allow User to go when principal.x.type == "${type}" }`;
    expect(found(text("Bot"))).toEqual([]);
    expect(found(text("Doc"))).toEqual(['POL2013 principal.x.type == "Doc"']);
  });
});

describe("§4 a resource may lack an id unless a rule in scope looks at it", () => {
  const text = (
    rule: string,
    more = "",
  ) => `principal User { doc?: Doc, docs: List<Doc> } entity Dir entity Doc in Dir { owner: User, text: String } action make on Doc
    def owns(d: Doc, u: User) = d.owner == u def is_new(d: Doc) = d.id == "new"
    policy p { rule a allow User to make rule b ${rule} ${more} }`;
  const properties = { owner: { type: "User", id: "ann" }, text: "" };
  const ask = (rule: string) =>
    outcome(
      text(rule),
      call(
        "make",
        {},
        {
          subject: { type: "User", id: "ann", properties: { docs: [] } },
          resource: { type: "Doc", properties, ancestors: [] },
        },
      ),
    );
  const missing = "invalid_request at /resource/id missing";

  it.each([
    'deny User to make on Doc("7")',
    'deny User to make when resource == Doc("7")',
    'deny User to make when resource.id == "7"',
    "deny User to make when resource in principal.docs",
    'deny User to make when any d in [Doc("1")]: resource == d',
    'deny User to make when resource in Doc("7")',
    "deny User to make when is_new(resource)",
    "allow User to make when false or principal has doc and principal.doc != resource",
  ])("needs it: %s", (rule) => {
    expect(ask(rule)).toBe(missing);
  });

  it.each([
    "deny User to make on Doc when resource.owner != principal",
    'deny User to make on Doc when resource.text == "x"',
    "deny User to make when not owns(resource, principal)",
    'deny User to make on Doc in Dir("x")',
    'deny User to make when resource in Dir("x")',
    'deny User to make when not (resource.type == "Doc")',
    "deny User to make when resource is Doc and resource.text.length > 3",
    "deny User to make when resource has owner and resource.owner != principal",
  ])("does not need it: %s", (rule) => {
    expect(ask(rule)).not.toContain("/resource");
  });
});
