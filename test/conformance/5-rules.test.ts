import { describe, expect, it } from "vitest";
import { bot, complaints, doc, errors, plain, set, svc, team, user } from "./rules.js";
import { decide, errorsOf, found, type Json, outcome } from "./support.js";

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
