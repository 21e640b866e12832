import { describe, expect, it } from "vitest";
import { checkedSet, checkTexts, codesOf } from "./support.js";

const wrong: readonly (readonly [text: string, ...found: string[]])[] = [
  ["use std.agent", "POL2007 std.agent"],
  ["principal User entity Team const User = 3", "POL2001 User"],
  ["principal String", "POL2008 String"],
  ["const context = 3", "POL2008 context"],
  ["entity A { x: Strng }", "POL2006 Strng"],
  ["entity A { x: String, x: Int }", "POL2001 x"],
  ["entity A { x: String } entity A { x: Int }", "POL2001 x"],
  ["entity A in B", "POL2006 B"],
  ["principal A acting for B entity B", "POL2010 B"],
  ["entity A acting for B principal B", "POL2010 B"],
  ["entity A { x: Int in 5..1 }", "POL2019 in 5..1"],
  ["entity A { x: String in 1..2 }", "POL2019 in 1..2"],
  ["entity A { x: Int length 1..2 }", "POL2019 length 1..2"],
  ["entity A { x: Int matches /a/ }", "POL2019 matches /a/"],
  ["entity A { x: Int in 1..5 in 1..6 }", "POL2019 in 1..6"],
  ["entity A { x: Duration in 1..5 }", "POL2019 1"],
  ["entity A { x: String length 1..2h }", "POL2019 2h"],
  ["entity A { x: String | Int }", "POL2019 String | Int"],
  ["entity A { x: List }", "POL2019 List"],
  ["entity A { x: Int<String> }", "POL2019 String"],
  ["entity A { x: null }", "POL2019 null"],
  ["entity A { x: List<String | null> }", "POL2019 null"],
  ["type A = B type B = List<A> action a(b: B)", "POL2009 A"],
  ["tag a, a action b tagged a", "POL2001 a"],
  ["action a on B", "POL2006 B"],
  ["action a tagged b", "POL2005 b"],
  ["action a(..., x: String)", "POL2010 ..."],
  ['action a.b action "a".b', 'POL2001 "a".b'],
  ["refine action a", "POL2004 a"],
  ["action a(x: String) refine action a(y: String)", "POL2003 y"],
  ["action a(x: Int) refine action a(x: String)", "POL2011 x: String"],
  ["action a(x: Int in 1..5) refine action a(x: Int in 1..9)", "POL2011 x: Int in 1..9"],
  ["action a(x: String) refine action a(x?: String)", "POL2011 x?: String"],
  ["def f(x: Int) = f(x)", "POL2009 f"],
  ["def f(x?: Int) = 3 const y = 4", "POL2010 x"],
  ["def f(x: Int) = context.ip == x context { ip: Ip }", "POL2002 context"],
  ["def f(x: Int) = x == y", "POL2002 y"],
  ["remedy r(x: Int) = x", "POL2011 x"],
  ['const a: List<Cidr> = ["10.0.0.0/8", "x"]', 'POL2017 "x"'],
  ['const a: Int = "x"', 'POL2011 "x"'],
  ["const a = b const b = a", "POL2009 a", "POL2009 b"],
  ['type T = json("x.json")', 'POL2028 json("x.json")'],
  ["entity A { relation r }", "POL2027 r"],
  ["entity A { relation r: B }", "POL2006 B"],
  ["entity A { relation r: A.s }", "POL2027 s"],
  ["entity A { relation r = direct }", "POL2027 direct"],
  ["entity A { relation r: A = s }", "POL2027 s"],
  ["entity A { relation r: A = r of parent }", "POL2027 parent"],
  ["entity A in B { relation r: A = s of parent } entity B", "POL2027 s"],
  ["entity A { relation r: A relation up: A = direct but not r relation s = r of up }", "POL2027 up"],
];

describe("declarations", () => {
  it.each(wrong)("%s", (text, ...found) => {
    expect([...codesOf(text)].sort()).toEqual([...found].sort());
  });

  it("merges blocks of one entity and of the context", () => {
    const set = checkedSet(
      "use std.agents principal User { team: String } context { ip: Ip }",
      "principal User { level: Int } principal Agent acting for Service principal Service",
    );
    expect([...(set.entities.get("User")?.attributes.keys() ?? [])]).toEqual(["level", "team"]);
    expect(set.entities.get("Agent")?.actingFor).toEqual(["Service", "User"]);
    expect([...set.context.keys()]).toEqual(["approval", "ip", "now", "task"]);
  });

  it("narrows an action with refine, and adds resources and tags", () => {
    const set = checkedSet(
      "entity D tag t action a(x: String, y: List<String>, z?: Json) refine action a(x: Path, y: List<Email> length 1..2, z: { b: Int }) on D tagged t",
    );
    const action = set.actions.get("a");
    expect(
      [...(action?.parameters.values() ?? [])].map((field) => [field.name, field.type.kind, field.optional]),
    ).toEqual([
      ["x", "Path", false],
      ["y", "List", false],
      ["z", "Record", false],
    ]);
    expect(action?.resources).toEqual(["D"]);
    expect(action?.tags).toEqual(["t"]);
  });

  it("shows both places of a name that is declared twice in two files", () => {
    const { diagnostics } = checkTexts(["const a = 1", "\nconst a = 2"]);
    const [first] = diagnostics.filter(({ code }) => code === "POL2001");
    expect(first?.span.file).toBe("b.pol");
    expect(first?.related?.[0]?.span.file).toBe("a.pol");
  });

  it("narrows a definition's own parameter", () => {
    const text = 'principal A { s: String } principal B def f(p: A | B) = p is A and p.s == "x" action go';
    expect(codesOf(`${text} policy p { rule r allow anyone to go when f(principal) }`)).toEqual([]);
  });

  it("takes names of built-in things as ordinary attribute names", () => {
    expect(
      codesOf("principal User { type: String, to: Int, action: Bool, __proto__: String, constructor: Int }"),
    ).toEqual([]);
  });
});

describe("digest", () => {
  const rules = "policy p { rule a allow User to read when principal.level > 1 }";
  const types = "principal User { level: Int } action read(x: String)";
  const digest = checkedSet(types, rules).digest;

  it("does not depend on files, order, layout or comments", () => {
    expect(checkedSet(rules, types).digest).toBe(digest);
    expect(checkedSet(`/// documented\n${types} // and more\n${rules.replaceAll(" ", "\n ")}`).digest).toBe(
      digest,
    );
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("does not depend on tests and fixtures", () => {
    const tests =
      'fixture ada = User("a") { level: 1 } test "t" { subject ada action read { x: "" } expect allow by p.a }';
    expect(checkedSet(types, rules, tests).digest).toBe(digest);
  });

  it.each([
    [types, rules.replace("1", "2")],
    [types, rules.replace("allow", "deny")],
    [types, rules.replace("rule a", "rule b")],
    [types.replace("x: String", "x?: String"), rules],
    [types.replace("level: Int", "level: Int in 1..5"), rules],
    [`${types} entity D`, rules],
    [`${types} context { ip: Ip }`, rules],
  ])("changes with the meaning: %s %s", (...texts) => {
    expect(checkedSet(...texts).digest).not.toBe(digest);
  });
});

describe("what needs itself or grows without measure", () => {
  const chain = (count: number, link: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => link(index + 1)).join(" ");

  it.each([
    ['principal User action go fixture a = a test "t" { subject a action go expect deny }', "POL2009 a"],
    [
      'principal User action go fixture a = { x: a } test "t" { subject User("x") action go context a expect deny }',
      "POL2009 a",
    ],
    ["const a = [b] const b = [a] const c = a", "POL2009 a", "POL2009 b"],
    [`const c0 = 1 ${chain(300, (index) => `const c${index} = c${index - 1}`)}`, "POL2009 c200"],
    [
      `def d0(x: Int) = x ${chain(300, (index) => `def d${index}(x: Int) = d${index - 1}(x)`)}`,
      "POL2009 d200",
    ],
    [`type T0 = Int ${chain(256, (index) => `type T${index} = List<T${index - 1}>`)}`, "POL2019 T256"],
    [`${chain(400, (index) => `type T${index} = List<T${index + 1}>`)} type T401 = Int`, "POL2019 T257"],
    [
      `type T0 = Int ${chain(14, (index) => `type T${index} = { a: T${index - 1}, b: T${index - 1} }`)}`,
      "POL2019 T13",
    ],
  ])("%s", (text, ...found) => {
    const errors = codesOf(text).filter((code) => !code.startsWith("POL2025"));
    expect(errors).toEqual(found);
  });

  it("says once what is wrong with a constant, and says it also where nothing uses it", () => {
    const start =
      'principal User action go(i: Ip) const n = ["10.0.0.0/33"] const m = { x: 1 } const o = [1, "x"]';
    const rules =
      "policy p { rule a deny User to go when args.i in n rule b deny User to go when args.i in n }";
    const errors = codesOf(`${start} ${rules}`);
    expect(errors).toEqual(['POL2017 "10.0.0.0/33"', "POL2010 { x: 1 }", 'POL2011 "x"']);
  });

  it("gives a definition parameters that are there", () => {
    expect(codesOf("def f(n: Int | null) = n > 3")).toContain("POL2010 n");
    expect(codesOf("def f(n?: Int) = n > 3")).toContain("POL2010 n");
  });
});
