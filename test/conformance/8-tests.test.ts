import { describe, expect, it } from "vitest";
import { runTests } from "../../src/testing/test-runner.js";
import { compiledSet, errorsOf, found, type Json, outcome } from "./support.js";

const set = `
principal User in Team { team: String, age?: Int, boss?: User }
principal Bot acting for User { level: Int }
entity Team
entity Doc in Folder { owner: User, labels: List<String>, meta: Map<Int> }
entity Folder
action docs.read(n?: Int, d?: Duration, r?: { a: Int, b?: String }, u?: User) on Doc
action list
action open(a?: Int, ...)
context { ip?: Ip, t?: Time, c?: { a: Int } }
obligation log(to: String)
obligation cap
policy p {
  rule owners allow User to docs.read on Doc when resource.owner == principal
  rule sales allow User in Team("sales") to docs.read on Doc
  rule bots allow Bot acting for User to docs.read
  rule listers allow User to list, open
  rule secret deny anyone to docs.read on Doc when "secret" in resource.labels because "Not for you."
  rule logs oblige User to docs.read with log(to: "a"), cap
}
`;

const start =
  'subject User("ann") in Team("x") action docs.read resource Doc("7") { owner: User("ann"), labels: [] }';

/** The one test of a text: whether it passes, and what was decided. */
function run(items: string, more = ""): string {
  const [result] = runTests(compiledSet([set, `${more} test "t" { ${items} }`]).set);
  return result ? `${result.passed ? "passes" : "fails"}: ${result.actual}` : "no test";
}

describe("§8 a test is one request and what is expected of it", () => {
  it.each([
    ["expect allow", true],
    ["expect deny", false],
    ["expect allow by p.owners", true],
    ["expect allow by p.sales", false],
    ["expect allow by p.owners, p.sales", false],
    ["expect allow by p.owners obliging log, cap", true],
    ["expect allow by p.owners obliging cap, log", true],
    ["expect allow by p.owners obliging log", false],
    ["expect allow obliging cap", false],
    ['expect allow because "x"', false],
    ["expect deny by no_matching_rule", false],
    ["expect deny by invalid_request", false],
  ])("%s: %s", (expectation, passes) => {
    expect(run(`${start} ${expectation}`)).toBe(
      `${passes ? "passes" : "fails"}: allow by p.owners obliging cap, log`,
    );
  });

  it("of a denied request, by the denies of both principals, with a reason", () => {
    const secret = start.replace("labels: []", 'labels: ["secret"]');
    expect(run(`${secret} expect deny by p.secret because "Not for you."`)).toMatch(/^passes/);
    expect(run(`${secret} expect deny by p.secret because "Not for me."`)).toMatch(/^fails/);
    expect(run(`${secret} expect deny by p.owners`)).toMatch(/^fails/);
    expect(run(`${secret} actor Bot("b") { level: 1 } expect deny by p.secret`)).toMatch(/^passes/);
  });

  it("by exact sets over both principals", () => {
    expect(run(`${start} actor Bot("b") expect allow by p.owners, p.bots`)).toMatch(/^passes/);
    expect(run(`${start} actor Bot("b") expect allow by p.owners`)).toMatch(/^fails/);
    expect(run(`${start} actor Bot("b") expect allow by p.bots, p.owners, p.bots`)).toMatch(/^passes/);
  });

  it("by invalid_request or no_matching_rule", () => {
    expect(run('subject User("ann") action docs.read expect deny by invalid_request')).toMatch(/^passes/);
    expect(run('subject User("ann") action docs.read expect deny')).toMatch(/^passes/);
    expect(run('subject Bot("b") action list expect deny by no_matching_rule')).toMatch(/^passes/);
    expect(run('subject Bot("b") action list expect deny by invalid_request')).toMatch(/^fails/);
  });

  it.each([
    ["expect allow", 'POL2024 "t"', 'POL2024 "t"'],
    ['subject User("a") expect allow', 'POL2024 "t"'],
    ["action list expect allow", 'POL2024 "t"'],
    ['subject User("a") action list', 'POL2024 "t"'],
    ['subject User("a") action list expect allow expect deny', "POL2024 expect deny"],
    ['subject User("a") subject User("b") action list expect allow', 'POL2024 subject User("b")'],
    ['subject User("a") action list action list expect allow', "POL2024 action list"],
    ['subject User("a") action list context { } context { } expect allow', "POL2024 context { }"],
    ['subject User("a") action lst expect allow', "POL2004 lst"],
    ['subject Usr("a") action list expect allow', "POL2006 Usr"],
    ['subject User("a") in Tm("x") action list expect allow', "POL2006 Tm"],
    ['subject Team("a") action list expect deny', 'POL2024 Team("a")'],
    ['subject User("a") actor Team("a") action list expect deny', 'POL2024 Team("a")'],
    ["subject nobody action list expect deny", "POL2024 nobody"],
    ['subject User("a") { tema: "x" } action list expect allow', "POL2003 tema"],
    ['subject User("a") { team: "x", team: "y" } action list expect allow', "POL2001 team"],
    ['subject User("a") action list { n: 1 } expect allow', "POL2003 n"],
    ['subject User("a") action docs.read { r: { c: 1 } } resource Doc("1") expect allow', "POL2003 c"],
    ['subject User("a") action list context { ipp: "::1" } expect allow', "POL2003 ipp"],
    ['subject User("a") action list context nothing expect allow', "POL2024 nothing"],
    ['subject User("a") action list expect allow by p.nothing', "POL2002 p.nothing"],
    ['subject User("a") action list expect allow by q.owners', "POL2002 q.owners"],
    ['subject User("a") action list expect allow obliging nothing', "POL2002 nothing"],
    ['subject User("a") action list expect deny by invalid_request, p.owners', "POL2024 invalid_request"],
    [
      'subject User("a") action list expect deny by no_matching_rule, invalid_request',
      "POL2024 no_matching_rule",
    ],
  ])("%s: %s", (items, ...expected) => {
    const errors = errorsOf([set, `test "t" { ${items} }`]);
    // Several complaints about one test are at one place.
    expect(errors).toEqual(expected);
  });

  it("one that wants an invalid request may say what nothing declares", () => {
    expect(
      run(
        'subject Team("a") { x: 1 } action nothing { y: 2 } context { z: 3 } expect deny by invalid_request',
      ),
    ).toMatch(/^passes/);
  });

  it("an action that is open takes any argument", () => {
    expect(run('subject User("a") action open { b: [1, { c: "x" }] } expect allow')).toMatch(/^passes/);
  });
});

describe("§8 entities of tests", () => {
  it('`User("a") in Team("t") { … }`: ancestors of the User, whose record follows; repeated for several', () => {
    const rest = 'action docs.read resource Doc("7") { owner: User("x"), labels: [] }';
    expect(run(`subject User("a") in Team("sales") { team: "s" } ${rest} expect allow by p.sales`)).toMatch(
      /^passes/,
    );
    expect(run(`subject User("a") in Team("west") in Team("sales") ${rest} expect allow by p.sales`)).toMatch(
      /^passes/,
    );
    expect(run(`subject User("a") in Team("west") ${rest} expect deny by no_matching_rule`)).toMatch(
      /^passes/,
    );
    expect(run(`subject User("a") ${rest} expect deny by no_matching_rule`)).toMatch(/^passes/);
  });

  it("`Doc()` is an entity without id", () => {
    expect(
      run(
        'subject User("ann") action docs.read resource Doc() { owner: User("ann"), labels: [] } expect allow',
      ),
    ).toMatch(/^passes/);
    expect(run("subject User() action list expect deny by invalid_request")).toMatch(/^passes/);
  });

  it("values: every literal, lists, records, maps, entities, null, constants", () => {
    const { set: compiled } = compiledSet([
      set,
      `const labels = ["a", "b"] const many = -3 fixture bob = User("bob")
      test "t" {
        subject User("ann") { age: many, boss: bob { age: null } }
        action docs.read { n: 1_000, d: 90s, r: { a: -1, b: "x" }, u: User("u") in Team("t") }
        resource Doc("7") in Folder("f") { owner: User("ann"), labels: labels, meta: { "a b": 1, "__proto__": 2 } }
        context { c: { a: 1 }, t: "2026-01-01T00:00:00Z" }
        expect allow
      }`,
    ]);
    const entity = (type: string, id: string, more: Json = {}) => ({ type, id, ancestors: [], ...more });
    expect(compiled.tests[0]?.request).toEqual({
      subject: entity("User", "ann", {
        properties: { age: -3, boss: entity("User", "bob", { properties: { age: null } }) },
      }),
      action: {
        name: "docs.read",
        properties: {
          n: 1000,
          d: "PT1M30S",
          r: { a: -1, b: "x" },
          u: entity("User", "u", { ancestors: [{ type: "Team", id: "t" }] }),
        },
      },
      resource: entity("Doc", "7", {
        ancestors: [{ type: "Folder", id: "f" }],
        properties: {
          owner: entity("User", "ann"),
          labels: ["a", "b"],
          meta: JSON.parse('{"a b": 1, "__proto__": 2}'),
        },
      }),
      context: { c: { a: 1 }, t: "2026-01-01T00:00:00Z" },
    });
    const resource = compiled.tests[0]?.request.resource;
    expect(Object.hasOwn((resource as { properties: { meta: object } }).properties.meta, "__proto__")).toBe(
      true,
    );
  });
});

describe("§8 fixtures", () => {
  const fixtures = `
    fixture ann = User("ann") in Team("sales") { team: "sales", age: 3 }
    fixture old = ann { age: 99 }
    fixture office = { ip: "10.0.0.1", t: "2026-01-01T00:00:00Z" }
    fixture later = { c: { a: 1 } }
    fixture doc = Doc("7") { owner: ann, labels: [] }`;

  it("are entities or records for reuse; a test's own record overrides", () => {
    expect(
      run(
        'subject old action docs.read resource doc { labels: ["secret"] } context office { ip: "::1" } expect deny by p.secret',
        fixtures,
      ),
    ).toMatch(/^passes/);
    expect(
      run(
        "subject ann action docs.read resource doc context later expect allow by p.owners, p.sales",
        fixtures,
      ),
    ).toMatch(/^passes/);
    const [test] = compiledSet([
      set,
      `${fixtures} test "t" { subject old action list context office { ip: "::1" } expect allow }`,
    ]).set.tests;
    expect(test?.request).toMatchObject({
      subject: {
        id: "ann",
        properties: { team: "sales", age: 99 },
        ancestors: [{ type: "Team", id: "sales" }],
      },
      context: { ip: "::1", t: "2026-01-01T00:00:00Z" },
    });
  });

  it("stand in any file, and share the name space of values", () => {
    expect(
      found([set, 'test "t" { subject ann action list expect allow }', 'fixture ann = User("ann")']),
    ).toEqual([]);
    expect(errorsOf([set, "fixture User = { x: 1 }"])).toEqual(["POL2001 User"]);
  });

  it.each([
    ["fixture a = b fixture b = a", "POL2009 a", "POL2009 b"],
    ["fixture a = { x: a }", "POL2009 a"],
    ['fixture a = User("x") { boss: a }', "POL2009 a"],
  ])("do not contain themselves: %s", (text, ...expected) => {
    expect(
      errorsOf([set, `${text} test "t" { subject User("a") action list context { } expect allow }`]),
    ).toEqual(expected);
  });

  it.each([
    ["subject office action list expect allow", "POL2024 office"],
    ["subject ann action list context doc expect allow", "POL2024 doc"],
    ["subject an action list expect allow", "POL2024 an"],
  ])("are what they are used as: %s: %s", (items, expected) => {
    expect(errorsOf([set, fixtures, `test "t" { ${items} }`])).toEqual([expected]);
  });
});

describe("§8 tests and assertions never take part in deciding", () => {
  it("neither in decisions nor in what is relevant", () => {
    const text = "principal User { a: Int } action go policy p { rule r allow User to go }";
    const asserted = `${text} assert never deny User to go when principal.a > 3`;
    const request = { subject: { type: "User", id: "x" }, action: { name: "go" } };
    expect(outcome(text, request)).toBe("allowed by p.r");
    expect(outcome(asserted, request)).toBe("allowed by p.r");
  });

  it("tests are not in the digest, assertions are", () => {
    const text = "principal User { a: Int } action go policy p { rule r allow User to go }";
    const digest = (more: string) => compiledSet(`${text} ${more}`).set.digest;
    expect(digest('test "t" { subject User("x") action go expect allow }')).toBe(digest(""));
    expect(digest("assert a deny User to go when principal.a > 3")).not.toBe(digest(""));
  });
});

describe("§8 assertions", () => {
  const said = (assertion: string) => errorsOf([set, assertion]);
  it.each([
    ["assert a allow User to docs.read on Doc when resource.owner == principal", undefined],
    ["assert a deny anyone to anything", undefined],
    ["assert a deny Bot acting for User, Bot acting alone to docs.* unless principal.level > 3", undefined],
    ['assert a oblige User to list with log(to: "x")', "POL1014 with"],
    ["assert a oblige User to list", "POL2010 oblige User to list"],
    ["assert a allow Usr to list", "POL2006 Usr"],
    ["assert a allow User to lst", "POL2004 lst"],
    ['assert a allow User to list when principal.tema == "x"', "POL2003 tema"],
    ["assert a allow User to list when principal.age > 3", "POL2012 principal.age"],
    ["assert a allow User to list when false", "POL2015 when false"],
    ['assert a allow User to list because "x"', "POL1014 because"],
  ])("the same sentence as a rule: %s: %s", (assertion, expected) => {
    expect(said(assertion)[0]).toBe(expected);
  });
});
