import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkCatalogue } from "../../src/diagnostics/catalogue-check.js";
import { diagnosticsOf, errorsOf, found } from "./support.js";

/*
 * Diagnostics as the design wants them: one mistake is one diagnostic, at the exact place, with a message and a help that say what to do.
 * What each code is given for is held in the files of the sections.
 */

describe("one mistake is one diagnostic", () => {
  it.each([
    [
      'principal User { team: Strng } action go policy p { rule r allow User to go when principal.team == "x" rule s allow User to go when principal has team }',
      "POL2006 Strng",
    ],
    [
      "principal User action go(x: Strng) policy p { rule r allow User to go when args.x == 1 }",
      "POL2006 Strng",
    ],
    [
      "principal User action go(r: { a: Strng }) policy p { rule r allow User to go when args.r.a == 1 }",
      "POL2006 Strng",
    ],
    [
      "principal User action go context { x: Strng } policy p { rule r allow User to go when context.x == 1 }",
      "POL2006 Strng",
    ],
    [
      "principal User { x: List } action go policy p { rule r allow User to go when 1 in principal.x }",
      "POL2019 List",
    ],
    [
      "type T = { a: T } principal User { t: T } action go policy p { rule r allow User to go when principal.t.a == 1 }",
      "POL2009 T",
    ],
    [
      "principal User action go def f(x: Strng) = x == 1 policy p { rule r allow User to go when f(1) }",
      "POL2006 Strng",
    ],
    [
      "principal User action go def f(x: Int) = x == y policy p { rule r allow User to go when f(1) rule s allow User to go when f(2) }",
      "POL2002 y",
    ],
    [
      'principal User action go const c: Int = "x" policy p { rule r allow User to go when c == 1 rule s allow User to go when c == 2 }',
      'POL2011 "x"',
    ],
    [
      "principal User action go const c = d policy p { rule r allow User to go when c == 1 rule s allow User to go when c == 2 }",
      "POL2002 d",
    ],
    ["principal User action go tagged rading policy p { rule r allow User to rading }", "POL2005 rading"],
    [
      "principal User entity Doc action go on Docc policy p { rule r allow User to go on Doc rule s allow User to go when resource.x == 1 }",
      "POL2006 Docc",
    ],
    [
      "principal User action go obligation log(x: Strng) policy p { rule r oblige User to go with log(x: 1) }",
      "POL2006 Strng",
    ],
    [
      "principal User action go remedy m(x: Strng) = x == 1 policy p { rule a deny User to go unless m(x: 1) }",
      "POL2006 Strng",
    ],
    [
      "principal Bot acting for Usr action go policy p { rule r allow Bot acting for Usr to go }",
      "POL2006 Usr",
    ],
    ['principal User in Tem action go policy p { rule r allow User in Tem("x") to go }', "POL2006 Tem"],
    [
      "principal User action go refine action go(x: Int) policy p { rule r allow User to go when args.x == 1 }",
      "POL2003 x",
    ],
    [
      "principal User action go(x: Int) refine action go(x: String) policy p { rule r allow User to go when args.x == 1 }",
      "POL2011 x: String",
    ],
    [
      "principal User { x: Int, x: String } action go policy p { rule r allow User to go when principal.x == 1 }",
      "POL2001 x",
    ],
    [
      "principal User { xs: List<Int> } action go policy p { rule r allow User to go when any x in principal.ys: x == 1 and x.z == 3 }",
      "POL2003 ys",
    ],
    [
      "principal User action go policy p { rule r allow User to go when foo(bar, principal.x) }",
      "POL2002 foo",
    ],
    ["principal User action go policy p { rule r allow Usr to go when principal.x == 1 }", "POL2006 Usr"],
    ["principal User action go policy p { rule r allow User to gone when args.x == 1 }", "POL2004 gone"],
    [
      'use std.agent principal User { team: String } action go policy p { rule r allow Agent acting for User to go when context.now.hour > 3 rule s deny User to go unless approval(from: "x", max_age: 1h) }',
      "POL2007 std.agent",
    ],
    [
      'principal User { t: Strng } action go(a: Strng) test "t" { subject User("a") { t: "x" } action go { a: 1 } expect deny }',
      "POL2006 Strng",
      "POL2006 Strng",
    ],
    [
      'principal User action go fixture f = Usr("x") { y: 1 } test "t" { subject f action go expect deny } test "u" { subject f action go expect deny }',
      "POL2006 Usr",
    ],
    [
      "principal User { o?: Int } action go policy p { rule r allow User to go when principl has o and principal.o > 3 when principal.o > 4 }",
      "POL2002 principl",
    ],
    [
      "principal A principal B { n: Int } action go policy p { rule r allow anyone to go when principal is Bb and principal.n > 3 }",
      "POL2006 Bb",
    ],
    [
      'const office = ["10.0.0.0/33"] principal User action go(i: Ip) policy p { rule r allow User to go when args.i in office rule s deny User to go when args.i in office }',
      'POL2017 "10.0.0.0/33"',
    ],
    [
      "principal User action go policy p { rule r allow anyone to go when principal.x == 1 or principal.x == 1 }",
      "POL2003 x",
    ],
  ])("%s", (text, ...expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });

  it("of a file that does not parse in part, what stands there is not missed elsewhere", () => {
    const text =
      'principal User { team: } action go(x: Int policy p { rule r allow User to go when principal.team == "x" and args.x == 1 }';
    expect(errorsOf(text).every((line) => line.startsWith("POL1"))).toBe(true);
  });
});

describe("different mistakes are different diagnostics", () => {
  it("in one run: in clauses, rules, declarations, tests and files", () => {
    expect(
      found([
        "principal User { x: Int, y: Strng } action go",
        'policy p { rule a allow User to go when principal.x == "a" when principal.z > 3 rule b allow Usr to go rule c allow User to gone }',
        'test "t" { subject Usr("a") action gone expect allow by p.x obliging z }',
      ]),
    ).toEqual([
      "POL2006 Strng",
      'POL2011 principal.x == "a"',
      "POL2003 z",
      "POL2006 Usr",
      "POL2004 gone",
      "POL2006 Usr",
      "POL2004 gone",
      "POL2002 p.x",
      "POL2002 z",
    ]);
  });
});

describe("an unknown attribute behind another mistake", () => {
  const schema =
    "principal User { x: Int } principal Agent { y: Int } entity Doc { owner: User | Agent } action go(n: Int) on Doc";
  const rule = (clauses: string) => `${schema} policy p { rule r allow User, Agent to go ${clauses} }`;
  it.each([
    ["when args.m == 1 when args.k == 1", ["POL2003 m", "POL2003 k"]],
    ["when args.m == 1 and args.k == 1 or resource.z == 2", ["POL2003 m", "POL2003 k", "POL2003 z"]],
    // What the mistake was to guard, nobody knows.
    ["when principal is User and args.m == 1 when principal.x == 1", ["POL2003 m"]],
    ["when resource.owner is Usr when resource.owner.y == 1", ["POL2006 Usr"]],
    ["when resource.owner is Usr when resource.owner.z == 1", ["POL2006 Usr", "POL2003 z"]],
  ])("is said where no environment has it: %s", (clauses, expected) => {
    expect(found([rule(clauses)])).toEqual(expected);
  });
});

describe("help says what to do", () => {
  const help = (text: string) => diagnosticsOf(text).find(({ severity }) => severity === "error")?.help;
  const schema = `use std.agents principal User in Team { team: String, kind: "admin" | "editor", age?: Int, m: Map<Int>, x: User | Team, boss?: User } entity Team { lead: String }
    entity Doc action docs.read(url: Url, ip: Ip, wait: Duration, path: String) on Doc tagged reading action docs.list tag reading obligation log(to: String) def owns(d: Doc, u: User) = d == Doc("x") and u == u`;
  const rule = (sentence: string) => `${schema} policy p { rule r ${sentence} }`;
  const when = (condition: string) => rule(`allow User to docs.read when ${condition}`);
  const membership =
    'membership is written the other way round: `x in list`; a text is searched with `like "*x*"`';

  it.each([
    [when('principal.taem == "x"'), "did you mean `team`?"],
    [when('principal.kind == "edtor"'), 'did you mean `"editor"`?'],
    [when("owns(resource, u: principal)"), "name the others too: `d: …`"],
    [
      rule('oblige User to docs.read with log("x")'),
      'an obligation\'s arguments are named: `mask(column: "birthday")`',
    ],
    [
      rule("oblige User to docs.read with log(principal)"),
      'an obligation\'s arguments are named: `mask(column: "birthday")`',
    ],
    [when("principal.age > 3"), "guard it with `principal has age`, or give a default: `principal.age ?? …`"],
    [
      when("principal.age == null"),
      "guard it with `principal has age`, or give a default: `principal.age ?? …`",
    ],
    [when("args.ip == null"), "test that something is there with `… has name`, or give a default with `??`"],
    [when('principal.m["a"] > 3'), 'give a default: `principal.m["a"] ?? …`'],
    [when("principal.m.a > 3"), 'a map is read by key: `…["a"]`'],
    [when('"a" in principal.m'), 'test a key with `has`: `… has "key"`'],
    [when('principal.x.lead == "a"'), "`Team` has it: guard it with `… is Team`"],
    [
      rule('allow Agent acting for User to docs.read when principal.team == "a"'),
      "`User` has it: `subject.team`",
    ],
    [
      rule('deny Agent to docs.read when subject.team == "a"'),
      "`User` has it, which is the `subject` of `Agent acting for User` only",
    ],
    [
      when('args.path.host within "example.com"'),
      "declare it as `Url`, which has one; what is imported is narrowed by `refine action`",
    ],
    [when('args.url within "example.com"'), "test its host: `….host within …`"],
    [when('args.path within "/srv"'), "declare it as `Path` or `Host`, so that it has one plain form"],
    [when('args.ip == "10.0.0.0/8"'), "an address is `in` a block, not equal to it"],
    [when('args.ip == "localhost"'), 'write it like "10.0.0.1"'],
    [when("args.wait > 15"), "write a duration with its unit: `90s`, `15m`, `2h`, `1d`"],
    [
      when("actor.id == principal.id"),
      "name the principal `… acting for …`, or guard it with `actor is Agent`",
    ],
    [when("owns(resource)"), undefined],
    [when("own(resource, principal)"), "did you mean `owns`?"],
    [when("owns == 1"), 'a definition is called, and an entity has an id: `owns("…")`'],
    [rule("allow Usr to docs.read"), "did you mean `User`?"],
    [rule("allow User to docs.raed"), "did you mean `docs.read`?"],
    [rule("allow User to doc.*"), "did you mean `docs`?"],
    [rule("allow User to raeding"), "did you mean `reading`?"],
    [rule("allow User to list"), "its whole name is `docs.list`"],
    [
      when('user.team == "a"'),
      "`principal` is whom the rule is about, `subject` the one that is acted for, `args` what is called with",
    ],
    [
      rule('deny User to docs.read unless approval(from: "x", max_age: "15m")'),
      "write a duration without quotes: `15m`",
    ],
    [
      rule('oblige User to docs.read with approval(from: "x", max_age: 1h)'),
      "a remedy lifts a deny: `unless approval(…)`",
    ],
    [rule("allow Doc to docs.read"), "declare it with `principal Doc`"],
    [rule("allow User acting for Service to docs.read"), "declare it: `principal User acting for Service`"],
    [rule("allow User to docs.list on Doc"), "`docs.list` is declared without `on`"],
    [rule('allow Service in Team("x") to docs.read'), "declare it: `principal Service in Team`"],
    [rule('oblige User to docs.read with lgo(to: "x")'), "did you mean `log`?"],
    [rule('oblige User to docs.read with log(too: "x")'), "did you mean `to`?"],
    [rule('allow User to docs.read because "x"'), "put it in a `///` comment above the rule"],
    [
      rule('deny User to docs.read unless principal.team == "a" unless principal.team == "b"'),
      "join them: `unless a or b`",
    ],
    [`${schema} use std.nett`, "did you mean `std.net`?"],
    [`${schema} action x tagged raeding`, "did you mean `reading`?"],
    [`${schema} action x tagged other`, "declare it: `tag other`"],
    [`${schema} refine action docs.lst`, "did you mean `docs.list`?"],
    [`${schema} type T = Strnig`, "did you mean `String`?"],
  ])("%#: %s", (text, expected) => {
    expect(help(text)).toBe(expected);
  });

  it.each([
    ["type T = boolean", "Pol says `Bool`"],
    ["type T = Array<String>", "Pol says `List<…>`"],
    ["type T = DateTime", "Pol says `Time`"],
    ["type T = string", "did you mean `String`?"],
    [rule("allow everyone to docs.read"), "Pol says `anyone`"],
    [rule("allow User to everything"), "Pol says `anything`"],
    [rule("allow User to all"), "Pol says `anything`"],
  ])("in the words of other languages: %#: %s", (text, expected) => {
    expect(help(text)).toBe(expected);
  });

  it.each([
    [when('principal.team not in ["x"]'), "write `not (x in list)`"],
    [when('principal.team not like "x*"'), 'write `not (x like "…")`'],
    [when('args.path not within "/x"'), "write `not (x within y)`"],
    [rule("allow User to docs.* except docs.list"), "what is excepted has a rule of its own: `deny …`"],
    [
      `${schema} policy p { rule r hold User to docs.read }`,
      "what waits for somebody is denied until then: `deny … unless approval(…)`",
    ],
    [`${schema} policy p { default deny }`, "what no rule allows is denied"],
    [when('principal.m contains "x"'), membership],
    [when('not (principal.team contains "x")'), membership],
    [
      rule("allow User to docs.re*"),
      "`*` stands for all that follows a dot: `server.*`; name the actions, or give them a tag",
    ],
    [when('principal.team.startsWith("x")'), 'write `like "x*"`'],
    [when('principal.team <> "x"'), "inequality is written `!=`"],
    [when("exists k in principal.m: true"), "write `any x in list: …`, or `all x in list: …`"],
    [when('principal.team matches "x"'), "write it between slashes: `/…/`"],
    [rule("allow User to docs.read where true"), "a condition begins with `when`"],
    [rule("allow User or Agent to docs.read"), "several principals are separated by commas"],
    [rule("allow * to docs.read"), "everybody is `anyone`"],
    ["rule r allow User to go", "rules stand in a policy: `policy NAME { rule NAME allow … }`"],
    ["type T = String[]", "a list is `List<T>`"],
    ["principal A { b: String[] }", "a list is `List<T>`"],
    ["principal A { b: [String] }", "a list is `List<T>`"],
    ["type T = Int(1..5)", "a type is refined by words: `Int in 1..5`, `String length 1..39`"],
    ['type T = enum("a", "b")', 'a choice among strings is written `"a" | "b"`'],
    ["type T = String?", "what may be absent is an attribute: `name?: T`"],
    ["def f(x: Int): Bool = x > 3", "a definition's type follows from its body"],
    ["const x := 3", "write `const x = 3`, or `const x: Int = 3`"],
    ["context { ip = Ip }", "write `name: Type`"],
  ])("in the grammar of other languages: %#: %s", (text, expected) => {
    expect(help(text)).toBe(expected);
  });

  it("suggests nothing that is far", () => {
    expect(help(when("principal.qqq == 1"))).not.toContain("did you mean");
    expect(help(rule("allow Somebody to docs.read"))).toBeUndefined();
    expect(help(when("q == 1"))).toBeUndefined();
  });
});

describe("a diagnostic that holds in some environments names them", () => {
  const schema =
    "principal A { n: Int } principal B { m: Int } principal C acting for A { n: Int } entity D { k: Int } entity E action go(x: Int) on D, E action plain(y: Int)";
  const label = (rule: string) => diagnosticsOf(`${schema} policy p { rule r ${rule} }`)[0]?.label;

  it.each([
    ["deny anyone to plain when principal.n > 1", "for B alone to plain"],
    ["deny anyone to plain when principal.m > 1", "for A alone to plain and 1 more"],
    ["deny A to go when resource.k > 1", "for A alone to go on E"],
    ["deny A to anything when args.x > 1", "for A alone to plain"],
    ["deny A to plain when args.x > 1", undefined],
  ])("%s: %s", (rule, expected) => {
    expect(label(rule)).toBe(expected);
  });
});

describe("diagnostics point into the files", () => {
  it("of the user, sorted by file and place", () => {
    const diagnostics = diagnosticsOf(["const b = x const a = y", "const d = x const c: Int = true"]);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ code, span }) => `${span.file} ${span.start} ${code}`)).toEqual([
      "a.pol 10 POL2002",
      "a.pol 22 POL2002",
      "b.pol 10 POL2002",
      "b.pol 27 POL2011",
    ]);
  });

  it("with the other place, where there is one", () => {
    const [first] = diagnosticsOf(["use std.agents", "principal User { x: Int }", "type Agent = Int"]);
    expect(first).toMatchObject({ code: "POL2001" });
    expect(first?.related).toHaveLength(1);
  });
});

describe("every code of the checker", () => {
  const folder = new URL(".", import.meta.url);
  const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));

  it.each(checkCatalogue.map(({ code }) => code))("%s is held by a test of conformance", (code) => {
    expect(
      texts.some(
        (text) => text.includes(`${code} `) || text.includes(`"${code}"`) || text.includes(`(${code})`),
      ),
    ).toBe(true);
  });
});
