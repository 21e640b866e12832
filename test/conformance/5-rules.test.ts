import { describe, expect, it } from "vitest";
import { decide, diagnosticsOf, errorsOf, found, type Json, outcome } from "./support.js";

const schema = `
principal User in Team { team: String, age?: Int }
principal Svc
principal Bot in Team acting for User, Svc { level: Int }
entity Team in Team
entity Folder in Folder
entity Doc in Folder { state: "draft" | "final", owner: User }
entity Pic { size: Int }
tag reading
action docs.read(id: String, n?: Int) on Doc tagged reading
action both.see on Doc, Pic tagged reading
action plain(n: Int, m?: Int) tagged reading
action other
context { region?: String, t: Time }
obligation log(to: String, n?: Int, at?: Time)
obligation key(kind: "a" | "b", n?: Int) once
remedy approval(from: String) = context.region ?? "" == from
remedy later(than: Time) = context.t > than
`;
const set = (...rules: readonly string[]) =>
  `${schema} policy p { ${rules.map((rule, index) => (rule.startsWith("rule ") ? rule : `rule r${index} ${rule}`)).join("\n")} }`;
const complaints = (text: string) => diagnosticsOf(text).filter(({ code }) => code !== "POL2025");
const errors = (...rules: readonly string[]) => errorsOf(set(...rules));

const user = (properties: Json = {}, ancestors: readonly Json[] = []): Json => ({
  type: "User",
  id: "ann",
  properties: { team: "x", ...properties },
  ancestors,
});
const bot = (properties: Json = {}, ancestors: readonly Json[] = []): Json => ({
  type: "Bot",
  id: "b1",
  properties: { level: 1, ...properties },
  ancestors,
});
const svc: Json = { type: "Svc", id: "s" };
const team = (id: string) => ({ type: "Team", id });
const plain = (more: Json = {}, args: Json = { n: 1 }): Json => ({
  subject: user(),
  action: { name: "plain", properties: args },
  context: { t: "2026-01-01T00:00:00Z" },
  ...more,
});
const doc = (id: string, ancestors: readonly Json[] = [], properties: Json = {}): Json => ({
  type: "Doc",
  id,
  ancestors,
  properties: { state: "draft", owner: { type: "User", id: "ann" }, ...properties },
});

/** Which requests of four kinds of caller a rule matches. */
function callers(reference: string): readonly string[] {
  const text = set(`allow ${reference} to plain`);
  const requests: Json = {
    "user alone": plain(),
    "bot alone": plain({ subject: bot() }),
    "svc alone": plain({ subject: svc }),
    "bot for user": plain({ actor: bot() }),
    "bot for svc": plain({ subject: svc, actor: bot() }),
  };
  return Object.entries(requests).flatMap(([name, request]) => {
    const { subject, actor } = decide(text, request);
    const roles = [...(subject?.rules.length ? ["subject"] : []), ...(actor?.rules.length ? ["actor"] : [])];
    return roles.map((role) => `${role} of ${name}`);
  });
}

describe("§5 principals", () => {
  const userRoles = ["subject of user alone", "subject of bot for user"];
  const botRoles = ["subject of bot alone", "actor of bot for user", "actor of bot for svc"];
  it.each<[string, readonly string[]]>([
    [
      "anyone",
      [
        "subject of user alone",
        "subject of bot alone",
        "subject of svc alone",
        "subject of bot for user",
        "actor of bot for user",
        "subject of bot for svc",
        "actor of bot for svc",
      ],
    ],
    ["User", userRoles],
    ["Bot", botRoles],
    ["Bot acting for User", ["actor of bot for user"]],
    ["Bot acting for Svc", ["actor of bot for svc"]],
    ["Bot acting alone", ["subject of bot alone"]],
    ["User acting alone", ["subject of user alone"]],
    ["Bot acting alone, Bot acting for Svc", ["subject of bot alone", "actor of bot for svc"]],
    [
      "User, Bot acting for User",
      ["subject of user alone", "subject of bot for user", "actor of bot for user"],
    ],
    ['User("ann")', userRoles],
    ['User("bob")', []],
    ['User("bob"), User("ann")', userRoles],
    ['User("bob"), User', userRoles],
    ['Bot("b1") acting for User', ["actor of bot for user"]],
    ['Bot in Team("t") acting alone', []],
  ])("%s: %j", (reference, expected) => {
    expect(callers(reference)).toEqual(expected);
  });

  it("`acting` binds to the reference directly before it", () => {
    expect(callers("User, Bot acting alone")).toEqual([
      "subject of user alone",
      "subject of bot alone",
      "subject of bot for user",
    ]);
  });

  it("a group is itself or below, from `ancestors`", () => {
    const text = set('allow User in Team("sales") to plain');
    expect(outcome(text, plain({ subject: user({}, [team("sales")]) }))).toBe("allowed by p.r0");
    expect(outcome(text, plain({ subject: user({}, [team("west"), team("sales")]) }))).toBe(
      "allowed by p.r0",
    );
    expect(outcome(text, plain({ subject: user({}, [{ type: "User", id: "sales" }]) }))).toBe(
      "no_matching_rule",
    );
    expect(outcome(text, plain({ subject: { type: "User", id: "sales" } }))).toBe(
      "invalid_request at /subject/ancestors missing",
    );
  });

  it.each([
    ["allow Usr to plain", "POL2006 Usr"],
    ["allow Doc to plain", "POL2014 Doc"],
    ["allow User acting for Bot to plain", "POL2014 Bot"],
    ["allow User acting for User to plain", "POL2014 User"],
    ["allow Bot acting for Team to plain", "POL2014 Team"],
    ["allow Bot acting for Usr to plain", "POL2006 Usr"],
    ['allow User in Folder("x") to plain', 'POL2014 User in Folder("x")'],
    ['allow User in User("x") to plain', undefined],
    ['allow User in Tem("x") to plain', "POL2006 Tem"],
    ['allow Svc in Team("x") to plain', 'POL2014 Svc in Team("x")'],
  ])("%s: %s", (rule, expected) => {
    expect(errors(rule)).toEqual(expected === undefined ? [] : [expected]);
  });

  it("needs a declared principal and a declared action", () => {
    expect(errorsOf("action a policy p { rule r allow anyone to a }")).toEqual(["POL2014 anyone"]);
    expect(errorsOf("principal U policy p { rule r allow U to anything }")).toEqual([
      "POL2014 allow U to anything",
    ]);
  });
});

describe("§5 resources", () => {
  const read = (resource: Json, more: Json = {}): Json =>
    plain({ action: { name: "docs.read", properties: { id: "1" } }, resource, ...more });

  it.each<[string, Json, boolean]>([
    ["allow User to docs.read on Doc", doc("7"), true],
    ['allow User to docs.read on Doc("7")', doc("7"), true],
    ['allow User to docs.read on Doc("7")', doc("8"), false],
    ['allow User to docs.read on Doc("7"), Doc("8")', doc("8"), true],
    ['allow User to docs.read on Doc in Folder("hr")', doc("7", [{ type: "Folder", id: "hr" }]), true],
    ['allow User to docs.read on Doc in Folder("hr")', doc("hr"), false],
    ['allow User to docs.read on Doc in Folder("hr"), Doc("hr")', doc("hr"), true],
    ['allow User to docs.read on Doc in Doc("7")', doc("7"), true],
  ])("%s, %j: %s", (rule, resource, matches) => {
    expect(outcome(set(rule), read(resource))).toBe(matches ? "allowed by p.r0" : "no_matching_rule");
  });

  it.each([
    ["allow User to docs.read on Pic", "POL2014 docs.read"],
    ["allow User to docs.read on Doc, Pic", "POL2014 Pic"],
    ["allow User to both.see, docs.read on Pic", "POL2014 docs.read"],
    ["allow User to both.see, docs.read on Doc, Pic", undefined],
    ["allow User to plain on Doc", "POL2014 plain"],
    ["allow User to reading on Doc", undefined],
    ["allow User to anything on Doc", undefined],
    ["allow User to anything on Folder", "POL2014 anything"],
    ["allow User to reading on Dc", "POL2006 Dc"],
    ['allow User to reading on Doc in Team("x")', 'POL2014 Doc in Team("x")'],
    ['allow User to both.see on Pic in Folder("x")', 'POL2014 Pic in Folder("x")'],
  ])("%s: %s", (rule, expected) => {
    expect(errors(rule)).toEqual(expected === undefined ? [] : [expected]);
  });

  it("a rule over a mixed tag is in scope where it fits", () => {
    const text = set(
      "allow User to reading",
      'deny User to reading on Doc, Pic when resource has state and resource.state == "final"',
    );
    expect(outcome(text, read(doc("1")))).toBe("allowed by p.r0");
    expect(outcome(text, read(doc("1", [], { state: "final" })))).toBe("denied_by_rule by p.r1");
    expect(outcome(text, plain())).toBe("allowed by p.r0");
    expect(outcome(text, plain({ action: { name: "both.see" }, resource: { type: "Pic" } }))).toBe(
      "allowed by p.r0",
    );
  });
});

describe("§5 clauses", () => {
  it("are joined by `and`; `unless e` is `when not (e)`", () => {
    const text = set("allow User to plain when args.n > 1 when args.n < 9 unless args.n == 5");
    const asked = [1, 2, 5, 9].map((n) => outcome(text, plain({}, { n })));
    expect(asked).toEqual(["no_matching_rule", "allowed by p.r0", "no_matching_rule", "no_matching_rule"]);
  });

  it("at most one plain `unless`", () => {
    expect(errors("allow User to plain unless args.n == 1 unless args.n == 2")).toEqual([
      "POL2010 unless args.n == 2",
    ]);
    expect(
      errors('deny User to plain unless args.n == 1 unless approval(from: "x") unless approval(from: "y")'),
    ).toEqual([]);
    expect(
      errors('deny User to plain unless approval(from: "x") unless args.n == 1 unless args.n == 2'),
    ).toEqual(["POL2010 unless args.n == 2"]);
  });

  it("`because` on a deny, `with` on an oblige", () => {
    expect(errors('allow User to plain because "x"')).toEqual(['POL2010 "x"']);
    expect(errors('oblige User to plain because "x" with log(to: "a")')).toEqual(['POL2010 "x"']);
    expect(errors('allow User to plain with log(to: "a")')).toEqual(['POL2010 log(to: "a")']);
    expect(errors('deny User to plain with log(to: "a")')).toEqual(['POL2010 log(to: "a")']);
    expect(errors("oblige User to plain")).toEqual(["POL2010 oblige User to plain"]);
    expect(
      errors('deny User to plain because "x"', 'oblige User to plain with log(to: "a"), log(to: "b")'),
    ).toEqual([]);
  });

  it("a clause is a Bool", () => {
    expect(errors("allow User to plain when args.n")).toEqual(["POL2011 args.n"]);
    expect(errors('allow User to plain when "yes"')).toEqual(['POL2011 "yes"']);
    expect(errors("allow User to plain when principal")).toEqual(["POL2011 principal"]);
    expect(errors("allow User to plain when args")).toEqual(["POL2011 args"]);
  });
});

describe("§5 remedies", () => {
  it("an `unless` that is exactly one remedy call, on a deny", () => {
    expect(errors('deny User to plain unless approval(from: "x")')).toEqual([]);
    expect(errors('allow User to plain unless approval(from: "x")')).toEqual(['POL2023 approval(from: "x")']);
    expect(errors('oblige User to plain unless approval(from: "x") with log(to: "a")')).toEqual([
      'POL2023 approval(from: "x")',
    ]);
    expect(errors('deny User to plain when approval(from: "x")')).toEqual(['POL2023 approval(from: "x")']);
    expect(errors('deny User to plain unless not approval(from: "x")')).toEqual([
      'POL2023 approval(from: "x")',
    ]);
    expect(errors('deny User to plain unless approval(from: "x") or args.n == 1')).toEqual([
      'POL2023 approval(from: "x")',
    ]);
    expect(errors('deny User to plain unless (approval(from: "x"))')).toEqual([]);
    expect(errorsOf(`${set('deny User to plain when f("x")')} def f(s: String) = approval(from: s)`)).toEqual(
      ["POL2023 approval(from: s)"],
    );
    expect(errorsOf(`${set("deny User to plain")} remedy twice(s: String) = approval(from: s)`)).toEqual([
      "POL2023 approval(from: s)",
    ]);
    expect(errors("deny User to plain unless approval")).toEqual(["POL2002 approval"]);
    expect(errors("deny User to plain unless approval()")).toEqual(["POL2020 approval()"]);
    expect(errors("deny User to plain unless approval(from: 3)")).toEqual(["POL2011 3"]);
    expect(errors('deny User to plain unless approval(by: "x")')[0]).toBe('POL2020 by: "x"');
  });

  it("over its parameters and `context` alone", () => {
    expect(errorsOf("principal U { a: Int } action go remedy r(n: Int) = principal.a == n")).toEqual([
      "POL2002 principal",
    ]);
    expect(errorsOf("principal U action go(a: Int) remedy r(n: Int) = args.a == n")).toEqual([
      "POL2002 args",
    ]);
    expect(errorsOf("principal U action go remedy r(n: Int) = n + 1")).toEqual(["POL2011 n + 1"]);
    expect(errorsOf("context { a: Int } remedy r(n: Int) = context.a == n")).toEqual([]);
    expect(errorsOf("context { a?: Int } remedy r(n: Int) = context.a == n")).toEqual(["POL2012 context.a"]);
  });

  const two = set(
    "allow User to plain",
    'deny User to plain when args.n > 5 unless approval(from: "a") unless approval(from: "b")',
  );

  it("lifts the rule; several are alternatives", () => {
    const ask = (region: string | undefined) =>
      outcome(two, plain({ context: { t: "2026-01-01T00:00:00Z", region } }, { n: 9 }));
    expect([ask("a"), ask("b"), ask("c"), ask(undefined)]).toEqual([
      "allowed by p.r0",
      "allowed by p.r0",
      "denied_by_rule by p.r1",
      "denied_by_rule by p.r1",
    ]);
  });

  it("is reported with its arguments when the rule denies, in the order of the text", () => {
    expect(decide(two, plain({}, { n: 9 })).remedies).toEqual([
      { rule: "p.r1", principal: "subject", name: "approval", arguments: { from: "a" } },
      { rule: "p.r1", principal: "subject", name: "approval", arguments: { from: "b" } },
    ]);
    expect(decide(two, plain({}, { n: 1 })).remedies).toEqual([]);
  });

  it("only if each principal has a matching allow and every deny that matched has one", () => {
    const deny = 'deny User to plain when args.n > 5 unless approval(from: "a")';
    const remedies = (rules: readonly string[], more: Json = {}) =>
      decide(set(...rules), plain(more, { n: 9 })).remedies.map(({ rule }) => rule);
    expect(remedies(["allow User to plain", deny])).toEqual(["p.r1"]);
    expect(remedies([deny])).toEqual([]);
    expect(remedies(["allow User to plain", deny, "deny User to plain when args.n > 6"])).toEqual([]);
    expect(remedies(["allow User to plain", deny, 'deny User to plain unless approval(from: "z")'])).toEqual([
      "p.r1",
      "p.r2",
    ]);
    expect(remedies(["allow User to plain", deny], { actor: bot() })).toEqual([]);
    expect(remedies(["allow anyone to plain", deny], { actor: bot() })).toEqual(["p.r1"]);
    expect(remedies(["allow anyone to plain", deny, "deny Bot to plain"], { actor: bot() })).toEqual([]);
  });

  it("of both principals, each by itself", () => {
    const text = set("allow anyone to plain", 'deny anyone to plain unless approval(from: "a")');
    expect(
      decide(text, plain({ actor: bot() })).remedies.map(({ rule, principal }) => `${rule} ${principal}`),
    ).toEqual(["p.r1 subject", "p.r1 actor"]);
  });

  it("arguments are computed values in JSON", () => {
    const text = set("allow User to plain", "deny User to plain unless later(than: context.t + 1h)");
    expect(decide(text, plain()).remedies[0]?.arguments).toEqual({ than: "2026-01-01T01:00:00Z" });
  });

  it("a deny that matched by an error offers none; nor where an argument is an error", () => {
    const error = set(
      "allow User to plain",
      'deny User to plain when args.n + args.n > 5 unless approval(from: "a")',
    );
    const big = plain({}, { n: Number.MAX_SAFE_INTEGER });
    expect(decide(error, big)).toMatchObject({
      reason: "denied_by_rule",
      remedies: [],
      errors: [{ rule: "p.r1" }],
    });
    const text = `${schema} remedy less(n: Int) = n < 3 policy p { rule a allow User to plain rule d deny User to plain when args.n == 9007199254740991 unless less(n: args.n + 1) }`;
    expect(decide(text, big)).toMatchObject({ reason: "denied_by_rule", remedies: [] });
  });
});

describe("§5 obligations", () => {
  const obligations = (rules: readonly string[], more: Json = {}, args: Json = { n: 1 }) => {
    const { reason, obligations: all } = decide(set("allow anyone to plain", ...rules), plain(more, args));
    return [reason, ...all.map(({ name, arguments: values }) => `${name} ${JSON.stringify(values)}`)];
  };

  it("of all matching rules apply, for actor and subject, without duplicates, in rule order by id", () => {
    const rules = [
      'rule z oblige User to plain with log(to: "z"), log(to: "a")',
      'rule b oblige anyone to plain with log(to: "a"), log(to: "b")',
    ];
    expect(obligations(rules)).toEqual(["allowed", 'log {"to":"a"}', 'log {"to":"b"}', 'log {"to":"z"}']);
    expect(obligations(rules, { actor: bot() })).toEqual([
      "allowed",
      'log {"to":"a"}',
      'log {"to":"b"}',
      'log {"to":"z"}',
    ]);
    expect(obligations(["oblige anyone to plain with log(to: principal.id)"], { actor: bot() })).toEqual([
      "allowed",
      'log {"to":"ann"}',
      'log {"to":"b1"}',
    ]);
    expect(obligations(['oblige Svc to plain with log(to: "x")'])).toEqual(["allowed"]);
  });

  it("none when denied", () => {
    const text = set(
      "allow User to plain when args.n == 1",
      "deny User to plain when args.n == 2",
      'oblige User to plain with log(to: "x")',
    );
    expect(decide(text, plain({}, { n: 2 })).obligations).toEqual([]);
    expect(decide(text, plain({}, { n: 3 })).obligations).toEqual([]);
    expect(decide(text, plain({}, { n: 1 })).obligations).toHaveLength(1);
  });

  it("an optional argument that is absent is left out", () => {
    expect(obligations(['oblige User to plain with log(to: "x", n: args.m)'])).toEqual([
      "allowed",
      'log {"to":"x"}',
    ]);
    expect(obligations(['oblige User to plain with log(to: "x", n: args.m)'], {}, { n: 1, m: 7 })).toEqual([
      "allowed",
      'log {"to":"x","n":7}',
    ]);
    expect(errors("oblige User to plain with log(to: context.region)")).toEqual(["POL2012 context.region"]);
  });

  it("an error in an argument denies with obligation_error", () => {
    const text = set(
      "allow User to plain",
      'oblige User to plain with log(to: "x", n: args.n + 1)',
      'oblige User to plain with log(to: "y")',
    );
    expect(decide(text, plain({}, { n: Number.MAX_SAFE_INTEGER }))).toMatchObject({
      decision: false,
      reason: "obligation_error",
      subject: { decision: true, rules: ["p.r0"] },
      obligations: [],
      errors: [{ rule: "p.r1", principal: "subject", where: "obligation" }],
    });
  });

  it("an oblige whose clause is an error obliges", () => {
    const rule = 'oblige User to plain when args.n + 1 > 0 with log(to: "x")';
    const decision = decide(set("allow User to plain", rule), plain({}, { n: Number.MAX_SAFE_INTEGER }));
    expect(decision).toMatchObject({
      reason: "allowed",
      obligations: [{ name: "log" }],
      errors: [{ rule: "p.r1", where: "clauses" }],
    });
  });

  it("two different values of a `once` obligation deny", () => {
    expect(
      obligations(['oblige User to plain with key(kind: "a")', 'oblige User to plain with key(kind: "a")']),
    ).toEqual(["allowed", 'key {"kind":"a"}']);
    expect(
      obligations(['oblige User to plain with key(kind: "a")', 'oblige User to plain with key(kind: "b")']),
    ).toEqual(["obligation_error"]);
    expect(
      obligations([
        'oblige User to plain with key(kind: "a")',
        'oblige User to plain with key(kind: "a", n: 1)',
      ]),
    ).toEqual(["obligation_error"]);
    expect(obligations(['oblige User to plain with key(kind: "a"), key(kind: "b")'])).toEqual([
      "obligation_error",
    ]);
    expect(
      obligations(['oblige User to plain with key(kind: "a")', 'oblige Bot to plain with key(kind: "b")'], {
        actor: bot(),
      }),
    ).toEqual(["obligation_error"]);
    expect(
      obligations([
        'oblige User to plain with key(kind: "a")',
        'oblige User to plain when args.n == 5 with key(kind: "b")',
      ]),
    ).toEqual(["allowed", 'key {"kind":"a"}']);
    const text = set(
      "allow User to plain",
      'oblige User to plain with key(kind: "a")',
      'oblige User to plain with key(kind: "b")',
      'oblige User to plain with log(to: "x")',
    );
    expect(decide(text, plain()).errors).toEqual([
      { rule: "p.r1", principal: "subject", where: "obligation" },
      { rule: "p.r2", principal: "subject", where: "obligation" },
    ]);
  });

  it.each([
    ['with lgo(to: "x")', "POL2002 lgo"],
    ["with log(rows: 3)", "POL2020 rows: 3"],
    ["with log()", "POL2020 log()"],
    ["with log", "POL2020 log"],
    ['with log(to: "x", to: "y")', 'POL2020 to: "y"'],
    ["with log(to: 3)", "POL2011 3"],
    ['with key(kind: "c")', 'POL2011 "c"'],
    ['with approval(from: "x")', "POL2002 approval"],
    ['with log(to: "x", at: "2026-02-30T00:00:00Z")', 'POL2017 "2026-02-30T00:00:00Z"'],
  ])("%s: %s", (part, expected) => {
    expect(errors(`oblige User to plain ${part}`)[0]).toBe(expected);
  });
});

describe("§5 environments", () => {
  it("a rule is checked once per environment, and an error names it", () => {
    const [first, ...rest] = complaints(set("deny anyone to plain when principal.level > 3"));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ code: "POL2003", label: "for Svc alone to plain and 1 more" });
  });

  it("`x has a` where the type declares no `a` is false", () => {
    const text = set(
      "allow anyone to plain",
      "deny anyone to plain when principal has level and principal.level > 3",
    );
    expect(outcome(text, plain({ actor: bot({ level: 5 }) }))).toBe("denied_by_rule by p.r0, p.r1");
    expect(outcome(text, plain({ actor: bot() }))).toBe("allowed by p.r0");
    expect(outcome(text, plain())).toBe("allowed by p.r0");
  });

  it("reading an undeclared or unguarded optional attribute is an error", () => {
    expect(errors("deny User to plain when principal.level > 3")).toEqual(["POL2003 level"]);
    expect(errors("deny User to plain when principal.age > 3")).toEqual(["POL2012 principal.age"]);
    expect(errors("deny User to plain when args.m > 3")).toEqual(["POL2012 args.m"]);
  });

  it("a rule that can match in no environment is an error", () => {
    expect(errors("deny User to plain when false")).toEqual(["POL2015 when false"]);
    expect(errors("deny User to plain unless true")).toEqual(["POL2015 unless true"]);
    expect(errors("deny User to plain when principal is Bot")).toEqual(["POL2013 principal is Bot"]);
    expect(errors("allow Bot acting alone to plain when actor is Bot")).toEqual(["POL2013 actor is Bot"]);
    expect(errors("deny User to plain when principal has level")).toEqual(["POL2003 principal has level"]);
    expect(errors("deny User to both.see when resource is Folder")).toEqual(["POL2013 resource is Folder"]);
    expect(errors('deny User to both.see when resource is Doc and resource.state == "gone"')).toEqual([
      'POL2013 resource.state == "gone"',
    ]);
  });

  it("one that can never match in some of its environments is reported with them", () => {
    const [first] = complaints(
      set('deny anyone to plain when principal.type == "Bot" and principal has level'),
    );
    expect(first).toMatchObject({ code: "POL2016", severity: "warning" });
    expect(first?.message).toContain("Svc alone");
  });

  it("discriminating with `is` and `has` is no such thing", () => {
    expect(found(set("deny anyone to anything when principal is Bot and principal.level > 3"))).toEqual([]);
    expect(found(set("deny anyone to anything when actor is Bot"))).toEqual([]);
    expect(found(set('deny anyone to anything when resource is Doc and resource.state == "draft"'))).toEqual(
      [],
    );
    expect(found(set("deny anyone to anything when args has n and args.n > 100"))).toEqual([]);
    expect(found(set("deny anyone to anything unless principal has team"))).toEqual([]);
  });

  it("`actor` is readable only where `acting for` or `actor is T` guards it", () => {
    expect(errors("deny User to plain when actor.level > 3")).toEqual(["POL2022 actor"]);
    expect(errors("deny anyone to plain when actor.level > 3")).toEqual(["POL2022 actor"]);
    expect(errors("deny User to plain when actor == principal")).toEqual(["POL2022 actor"]);
    expect(errors("deny Bot acting for User to plain when actor.level > 3")).toEqual([]);
    expect(errors("deny User to plain when actor is Bot and actor.level > 3")).toEqual([]);
    expect(errors("deny User to plain when actor has level and actor.level > 3")).toEqual([]);
    expect(errors("deny User to plain when not (actor is Bot) or actor.level > 3")).toEqual([]);
  });
});
