import { describe, expect, it } from "vitest";
import { diagnosticsOf, found } from "./support.js";

/** What a lint says of a text: the places it points at. */
function places(code: string, text: string | readonly string[]): readonly string[] {
  return found(text)
    .filter((line) => line.startsWith(code))
    .map((line) => line.slice(code.length + 1));
}

function rules(start: string, ...all: readonly string[]): string {
  return `${start} policy p { ${all.map((rule, index) => `rule r${index} ${rule}`).join("\n")} }`;
}

describe("§9 lints in general", () => {
  it("are warnings, and none is given beside an error", () => {
    const text = "use std.agents action go policy p { rule r allow Agent to go }";
    expect(diagnosticsOf(text)).toMatchObject([{ code: "POL2040", severity: "warning" }]);
    expect(found(`${text} const c: Int = "x"`)).toEqual(['POL2011 "x"']);
  });
});

describe("§9 an allow naming an actor type without `acting` (POL2040)", () => {
  const start = "use std.agents principal Agent in Team entity Team action go";
  const said = (...all: readonly string[]) => places("POL2040", rules(start, ...all));

  it.each([
    ["allow Agent to go", "Agent"],
    ['allow Agent("x") to go', 'Agent("x")'],
    ['allow Agent in Team("x") to go', 'Agent in Team("x")'],
    ["allow User, Agent to go", "Agent"],
  ])("%s", (rule, place) => {
    expect(said(rule)).toEqual([place]);
  });

  it.each([
    "allow Agent acting for User to go",
    "allow Agent acting alone to go",
    "allow Agent acting alone, Agent acting for User to go",
    "allow User to go",
    "allow Service to go",
    "allow anyone to go",
    "deny Agent to go",
  ])("but not: %s", (rule) => {
    expect(said(rule)).toEqual([]);
  });
});

describe("§9 a bare `*` on a host (POL2041)", () => {
  const start = "principal User action go(h: Host, u: Url, s: String, e: Email, p: Path)";
  const said = (condition: string) => places("POL2041", rules(start, `allow User to go when ${condition}`));

  it.each([
    'args.h like "*example.com"',
    'args.h like "*-example.com"',
    'args.h like "*?example.com"',
    'args.h like "example.*"',
    'args.h like "10.*"',
    'args.u.host like "*example.com"',
    'args.e.domain like "*example.com"',
    'args.u like "*example.com*"',
    'args.u like "*.example.com/*"',
    'args.u like "https://*example.com/*"',
    'args.u like "https://*.example.com/*"',
    'args.u like "https://example.com*"',
    'args.u like "http*://example.com/*"',
  ])("%s", (condition) => {
    expect(said(condition)).toEqual([condition]);
  });

  it.each([
    'args.h like "*.example.com"',
    'args.h like "www.*.example.com"',
    'args.h like "*"',
    'args.h == "example.com"',
    'args.u like "https://example.com/*"',
    'args.u like "https://example.com:8443/*"',
    'args.u like "https://example.com/a/*.pdf"',
    'args.u like "*/admin/*"',
    'args.u like "*.pdf"',
    'args.u like "https://*"',
    'args.s like "*example.com"',
    'args.p like "*example.com"',
    'args.e like "*@example.com"',
    'args.u.path like "/x*"',
  ])("but not: %s", (condition) => {
    expect(said(condition)).toEqual([]);
  });
});

describe("§9 a pattern deny on free text (POL2042)", () => {
  const start =
    'principal User action go(sql: String, command: String, body?: String, table: String, query: Url, kind: "sql" | "x")';
  const said = (rule: string) => places("POL2042", rules(start, rule));

  it.each([
    ['deny User to go when args.sql like "*drop*"', 'args.sql like "*drop*"'],
    ["deny User to go when args.command matches /rm .*/", "args.command matches /rm .*/"],
    ['deny User to go when args.body ?? "" like "*secret*"', 'args.body ?? "" like "*secret*"'],
    ['deny User to go when lower(args.sql) like "*drop*"', 'lower(args.sql) like "*drop*"'],
    ['deny User to go when args.table == "x" and args.sql like "*drop*"', 'args.sql like "*drop*"'],
    ['deny User to go unless not (args.sql like "*drop*")', '(args.sql like "*drop*")'],
  ])("%s", (rule, place) => {
    expect(said(rule)).toEqual([place]);
  });

  it.each([
    'deny User to go unless args.command like "git *"',
    "deny User to go when not (args.sql matches /select [a-z]+ from [a-z]+/)",
    'allow User to go when args.sql like "select *"',
    'deny User to go when args.table like "secret_*"',
    'deny User to go when args.sql == "drop table x"',
    "deny User to go when args.sql.length > 1000",
    'deny User to go when args.query like "https://example.com/*"',
    'deny User to go when args.kind like "s*"',
  ])("but not: %s", (rule) => {
    expect(said(rule)).toEqual([]);
  });
});

describe("§9 an action without tags where denies go by tag (POL2043)", () => {
  const said = (text: string | readonly string[]) => places("POL2043", text);
  const start = "principal User tag t, u action a tagged t action b action c tagged u";

  it("is reported with the deny", () => {
    expect(said(rules(start, "deny User to t"))).toEqual(["b"]);
    expect(said(rules(start, "deny User to a, t"))).toEqual(["b"]);
    const [first] = diagnosticsOf(rules(start, "deny User to t"));
    expect(first?.related?.[0]?.message).toBe("this deny does not reach it");
  });

  it("but not where no deny goes by tag, or every action has one", () => {
    expect(said(rules(start, "allow User to t", "deny User to b"))).toEqual([]);
    expect(said(rules(start, "allow User to t", "deny User to anything"))).toEqual([]);
    expect(
      said(rules("principal User tag t, u action a tagged t action c tagged u", "deny User to t")),
    ).toEqual([]);
    expect(said([rules(start, "deny User to t"), "refine action b tagged u"])).toEqual([]);
    expect(
      said(
        rules(
          "principal User tag t action x.t action b action c tagged t",
          "deny User to x.t",
          "allow User to t",
        ),
      ),
    ).toEqual([]);
  });
});

describe("§9 an argument that names a destination and that nothing constrains (POL2044)", () => {
  const said = (parameters: string, ...all: readonly string[]) =>
    places(
      "POL2044",
      rules(
        `principal User action go(${parameters}) def near(u: Url) = u.host within "a.com" obligation log(to: String)`,
        ...all,
      ),
    );

  it.each([
    "u: Url",
    "u?: Url",
    "u: Email",
    "u: Path",
    "u: List<Path> length 1..",
    "u: Map<Url>",
    "u: { to: List<Email> }",
  ])("%s", (parameter) => {
    expect(said(parameter, "allow User to go")).toEqual(["go"]);
  });

  it.each([["u: Host"], ["u: String"], ["u: Ip"], ["u: Bool, v: Int"]])("but not: %s", (parameter) => {
    expect(said(parameter, "allow User to go")).toEqual([]);
  });

  it.each([
    ["u: Url", 'allow User to go when args.u.host within "a.com"'],
    ["u: Url", "allow User to go when near(args.u)"],
    ["u: Url", "allow User to go", 'deny User to go when args.u.scheme != "https"'],
    ["u?: Path", 'allow User to go unless args has u and args.u within "/etc"'],
    ["u: List<Email>", 'allow User to go when all e in args.u: e.domain within "a.com"'],
    ["u: { to: Url }", 'allow User to go when args.u.to.host within "a.com"'],
    ["u: Url", "deny User to go"],
  ])("nor where a rule reads it, or nobody is allowed: %s %s", (parameter, ...all) => {
    expect(said(parameter, ...all)).toEqual([]);
  });

  it("nor where each call waits for somebody; one that waits only sometimes is let through", () => {
    const waiting = (...clauses: readonly string[]) =>
      places(
        "POL2044",
        rules(
          "use std.agents use std.oauth action go(u: Email, n: Int)",
          "allow User to go",
          ...clauses.map((clause) => `deny User to go ${clause}`),
        ),
      );
    const approved = 'unless approval(from: "user", max_age: 5m)';
    expect(waiting(approved)).toEqual([]);
    expect(waiting(`${approved} unless approval("security", 1h)`)).toEqual([]);
    expect(waiting(`when args.n > 3 ${approved}`)).toEqual(["go"]);
    expect(waiting('unless scope("go")')).toEqual(["go"]);
    expect(waiting(`${approved} unless scope("go")`)).toEqual(["go"]);
    expect(waiting("unless confirmed_token()", approved)).toEqual([]);
  });

  it("an obligation reads without constraining", () => {
    expect(said("u: Email", "allow User to go", "oblige User to go with log(to: args.u.local)")).toEqual([
      "go",
    ]);
  });

  it("is said for the action that it holds for", () => {
    const text = rules(
      "principal User action a(u: Url) action b(u: Url)",
      "allow User to a, b",
      'deny User to a when args.u.host within "x.com"',
    );
    expect(places("POL2044", text)).toEqual(["b"]);
  });
});

describe("§9 a string one edit away from another (POL2045)", () => {
  const said = (...conditions: readonly string[]) =>
    places(
      "POL2045",
      rules(
        'principal User { team: String, role: String, kind: "sales" | "salex" } action go(l: List<String>) const sales = "sales"',
        ...conditions.map((condition) => `allow User to go when ${condition}`),
      ),
    );
  const known = ['principal.team == "sales"', 'principal.team == "sales" and principal.role == "x"'];

  it.each([
    ['principal.team == "salse"', '"salse"'],
    ['principal.team != "Sales"', '"Sales"'],
    ['principal.team in ["support", "sale"]', '"sale"'],
    ['"saless" == principal.team', '"saless"'],
    ['subject.team == "zales"', '"zales"'],
  ])("%s", (condition, place) => {
    expect(said(...known, condition)).toEqual([place]);
  });

  it("also in lists", () => {
    expect(said('args.l containsAny ["salary", "salery"]', 'args.l containsAll ["salary"]')).toEqual([
      '"salery"',
    ]);
  });

  it.each([
    'principal.team == "support"',
    'principal.role == "salse"',
    'principal.role == "team1" or principal.role == "team2"',
    'principal.role == "dev" or principal.role == "def"',
    "principal.team == sales",
    'principal.kind == "salex"',
    'principal.team like "sale*"',
  ])("but not: %s", (condition) => {
    expect(said(...known, condition)).toEqual([]);
  });
});

describe("§9 an allow that rests on what a caller asserts about itself (POL2046)", () => {
  const start =
    "principal User { user_agent: String, team: String } action go(self_reported: Bool) context { client_name?: String, name: String, " +
    "mcp: { server: String, client: { name: String, version?: String } }, client: { name: String }, " +
    "asserted: { unit: String }, device: { asserted: { os: String } } }";
  const said = (rule: string) => places("POL2046", rules(start, rule));

  it.each([
    ['allow User to go when context.client_name ?? "" == "x"', "context.client_name"],
    ['allow User to go when principal.user_agent like "x*"', "principal.user_agent"],
    ["allow User to go when args.self_reported", "args.self_reported"],
    ["allow User to go unless args.self_reported", "args.self_reported"],
    ['allow User to go when context.mcp.client.name == "x"', "context.mcp.client"],
    ['allow User to go when context.mcp.client.version ?? "" like "2.*"', "context.mcp.client"],
    ['allow User to go when context.asserted.unit == "x"', "context.asserted"],
    ['allow User to go when context.device.asserted.os == "x"', "context.device.asserted"],
  ])("%s", (rule, place) => {
    expect(said(rule)).toEqual([place]);
  });

  it("is said once of each attribute of a rule, where it is read first", () => {
    const guarded = 'context has client_name and context.client_name == "x"';
    expect(said(`allow User to go when ${guarded}`)).toHaveLength(1);
    expect(
      said(`allow User to go when ${guarded} and context.asserted.unit == context.device.asserted.os`),
    ).toEqual(["context.client_name", "context.asserted", "context.device.asserted"]);
  });

  it.each([
    'deny User to go when context.client_name ?? "" == "x"',
    'allow User to go when context.name == "x"',
    'allow User to go when principal.team == "client_name"',
    'allow User to go when context.mcp.server == "x"',
    'allow User to go when context.client.name == "x"',
    'deny User to go unless context.mcp.client.name == "x"',
    'deny User to go when context.asserted.unit == "x"',
  ])("but not: %s", (rule) => {
    expect(said(rule)).toEqual([]);
  });
});

describe("§9 an allow by what the actor was granted (POL2047)", () => {
  const attributes =
    '{ roles: List<String>, role: "reader" | "editor", team: String, admin: Bool, region: String }';
  const start = `principal User in Team ${attributes}
    principal Agent in Team, Fleet acting for User { roles: List<String>, role: "reader" | "editor", team: String, admin: Bool,
      region: "eu" | "us", model: String, groups: List<String> }
    entity Team entity Fleet
    entity Document { owner: User | Agent, editors: List<User | Agent>, bot: Agent, owner_id: String, team: String, region: String
      relation viewer: User | Agent relation helper: Agent relation reader: Team = direct or viewer }
    action edit(user_id: String, agent_id: String, team: String) on Document action look on Document
    def owns(document: Document, party: User | Agent) = document.owner == party`;
  const agent = (clauses: string) => `allow Agent acting for User to edit ${clauses}`;
  const said = (...all: readonly string[]) => places("POL2047", rules(start, ...all));
  const blank = "allow User to anything";

  it.each([
    ['"editor" in principal.roles'],
    ['"editor" in actor.roles'],
    ['principal.role == "editor"'],
    ["principal.admin"],
    ["resource.owner == principal"],
    ["principal in resource.editors"],
    ["resource.owner_id == principal.id"],
    ["args.user_id == principal.id"],
    ['principal in Team("sales")'],
    ["principal.team == resource.team"],
    ["principal is viewer of resource"],
    ["actor is reader of resource"],
    ['principal is viewer of Document("handbook")'],
  ])("%s", (test) => {
    expect(said(agent(`when ${test}`))).toEqual([test]);
    expect(said(agent(`when principal.model == "m" and (${test} or args.team == "x")`), blank)).toEqual([
      test,
    ]);
  });

  it("sees through definitions and quantifiers", () => {
    expect(said(agent("when owns(resource, principal)"), blank)).toEqual(["document.owner == party"]);
    expect(said(agent('when any role in principal.roles: role == "editor"'), blank)).toEqual([
      "principal.roles",
    ]);
  });

  it("of a rule for the subject that looks at its actor", () => {
    expect(said('allow User to edit when actor is Agent and "editor" in actor.roles')).toEqual([
      '"editor" in actor.roles',
    ]);
  });

  it.each(["resource.owner == principal", "resource.owner_id == principal.id"])(
    "of the one that %s, whatever another rule asks the subject",
    (test) => {
      expect(said(agent(`when ${test}`), `allow User to edit when ${test}`)).toEqual([test]);
      expect(said(`allow User, Agent acting for User to edit when ${test}`)).toEqual([]);
      expect(said(agent(`when ${test} or resource.owner == subject`), blank)).toEqual([]);
    },
  );

  it("says why of what has one owner", () => {
    expect(
      diagnosticsOf(rules(start, agent("when resource.owner == principal"))).find(
        ({ code }) => code === "POL2047",
      ),
    ).toMatchObject({
      message: "this allow goes by the identity of the `Agent` alone",
      label: "it is never the `User` that it acts for",
    });
  });

  it("is an error with the same advice where the types settle it", () => {
    const mine = `use std.agents entity Document { owner: User } action edit on Document
      policy p { rule r allow Agent acting for User to edit when resource.owner == principal }`;
    expect(diagnosticsOf(mine)).toMatchObject([
      { code: "POL2013", help: "`subject` is the `User` that it acts for" },
    ]);
  });

  it("where the subject is asked on another action only", () => {
    const looks = 'allow User to look when "editor" in principal.roles';
    expect(said(agent('when "editor" in principal.roles'), looks)).toEqual(['"editor" in principal.roles']);
  });

  it("until the subject is asked on each action, be it by several rules", () => {
    const anything = 'allow Agent acting for User to anything when "editor" in principal.roles';
    const edits = 'allow User to edit when "editor" in principal.roles';
    const looks = 'deny User to look unless "editor" in principal.roles';
    expect(said(anything, edits)).toEqual(['"editor" in principal.roles']);
    expect(said(anything, looks)).toEqual(['"editor" in principal.roles']);
    expect(said(anything, edits, looks)).toEqual([]);
  });

  it("points at the attribute and both parties", () => {
    expect(
      diagnosticsOf(rules(start, agent("when principal.admin"))).find(({ code }) => code === "POL2047"),
    ).toMatchObject({
      severity: "warning",
      message: "this allow goes by `admin` of the `Agent` alone",
      label: "no rule asks the `User` that it acts for",
    });
  });

  it("says which relation it is", () => {
    const found = diagnosticsOf(rules(start, agent("when principal is viewer of resource")));
    expect(found.find(({ code }) => code === "POL2047")?.message).toBe(
      "this allow goes by the relation `viewer` of the `Agent` alone",
    );
  });

  it("is not content with another relation of the subject", () => {
    expect(
      said(
        agent("when principal is viewer of resource"),
        "allow User to edit when principal is reader of resource",
      ),
    ).toEqual(["principal is viewer of resource"]);
  });

  it.each([
    ["the same rule for both", 'allow User, Agent acting for User to edit when "editor" in principal.roles'],
    ["both parties in one rule", agent('when "editor" in principal.roles and "editor" in subject.roles')],
    ["the subject alone", agent('when "editor" in subject.roles')],
    ["the agent on its own", 'allow Agent acting alone to edit when "editor" in principal.roles'],
    ["a deny", 'deny Agent acting for User to edit when "editor" in principal.roles'],
    ["what must not be", agent('unless "banned" in principal.roles')],
    ["what must not be equal", agent('when principal.role != "reader" and not resource.owner == principal')],
    ["an attribute of agents alone", agent('when principal.model == "m" and "a" in principal.groups')],
    ["an attribute of another type", agent("when principal.region == resource.region")],
    ["an attribute that is no grant", agent('when principal.team == "sales"')],
    [
      "arguments held to the agent",
      agent("when principal.team == args.team and args.agent_id == principal.id"),
    ],
    ["a resource of agents alone", agent("when resource.bot == principal")],
    ["a group of agents alone", agent('when principal in Fleet("prod")')],
    ["a relation of agents alone", agent("when principal is helper of resource")],
    ["a relation that the subject has", agent("when subject is viewer of resource")],
    ["a relation that the actor must not have", agent("unless principal is viewer of resource")],
    ["a group that the sentence names", 'allow Agent in Team("sales") acting for User to edit'],
  ])("but not: %s", (_, rule) => {
    expect(said(rule, blank)).toEqual([]);
  });

  it.each([
    [
      '"editor" in principal.roles',
      'allow User to edit when principal.roles containsAny ["editor", "owner"]',
    ],
    ["principal.admin", "deny User to anything unless principal.admin"],
    ["principal in resource.editors", "allow User to edit when principal in resource.editors"],
    ["principal in resource.editors", 'allow User("ann") to edit'],
    ['principal in Team("sales")', 'allow User in Team("sales") to edit'],
    ["principal.team == resource.team", "allow User to edit when principal.team == resource.team"],
    ["principal.admin", "deny Agent acting for User to edit unless subject.admin"],
    ["principal is viewer of resource", "allow User to edit when principal is viewer of resource"],
    ["principal is viewer of resource", "deny anyone to edit unless subject is viewer of resource"],
  ])("but not %s where the subject is asked too: %s", (test, other) => {
    expect(said(agent(`when ${test}`), other)).toEqual([]);
  });
});

describe("a policy of the standard library that applies to nothing (POL2048)", () => {
  const said = (text: string | readonly string[]) => places("POL2048", text);

  it.each([
    ["use std.trifecta", "use std.trifecta"],
    ["use std.agents use std.trifecta action go", "use std.trifecta"],
    [
      "use std.agents use std.trifecta action go tagged reads_private_data, reads_untrusted_input",
      "use std.trifecta",
    ],
  ])("%s", (text, place) => expect(said(text)).toEqual([place]));

  it.each([
    "use std.agents use std.trifecta action go tagged egress",
    "use std.labels",
    "use std.agents action go",
  ])("but not: %s", (text) => expect(said(text)).toEqual([]));
});

describe("unused declarations (POL2025)", () => {
  const unused = (text: string | readonly string[]) =>
    diagnosticsOf(text)
      .filter(({ code }) => code === "POL2025")
      .map(({ message }) => message);

  it.each([
    ["const a = 1", "the constant `a` is not used"],
    ["type a = Int", "the type `a` is not used"],
    ["def a(x: Int) = x", "the definition `a` is not used"],
    ["remedy a(x: Int) = x == 1", "the remedy `a` is not used"],
    ["fixture a = { x: 1 }", "the fixture `a` is not used"],
    ["obligation a", "the obligation `a` is not used"],
    ["tag a", "the tag `a` is not used"],
  ])("%s", (text, message) => {
    expect(unused(text)).toEqual([message]);
  });

  it.each([
    "principal A entity B action c context { d: Int }",
    "use std.agents use std.net use std.mcp",
    "const a = 1 const b: Int = a principal U action go(n: Int) policy p { rule r allow U to go when args.n == b }",
    "type T = Int type S = List<T> action go(s: S)",
    "def f(x: Int) = x def g(x: Int) = f(x) principal U action go(n: Int) policy p { rule r allow U to go when g(args.n) > 1 }",
    'fixture a = User("x") fixture b = a { n: 1 } principal User { n: Int } action go test "t" { subject b action go expect deny }',
    "const a = 1 remedy r(x: Int) = x == a principal U action go policy p { rule d deny U to go unless r(x: 1) }",
    "tag t action a tagged t",
    "obligation o principal U action go policy p { rule d oblige U to go with o }",
  ])("but not: %s", (text) => {
    expect(unused(text)).toEqual([]);
  });
});
