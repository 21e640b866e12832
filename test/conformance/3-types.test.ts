import { describe, expect, it } from "vitest";
import { call, errorsOf, found, type Json, outcome } from "./support.js";

describe("§3 type declarations", () => {
  it("a type is what it stands for", () => {
    const text = `type Level = Int in 1..5 type Levels = List<Level> length 1.. type Pair = { a: Level, b?: Levels }
      principal User action go(l: Level, ls: Levels, p: Pair) policy p { rule r allow User to go when args.l in args.ls and args.p.a == args.l }`;
    expect(outcome(text, call("go", { l: 2, ls: [1, 2], p: { a: 2 } }))).toBe("allowed by p.r");
    expect(outcome(text, call("go", { l: 6, ls: [], p: { a: 2, b: [0] } }))).toBe(
      "invalid_request at /action/properties/l invalid, /action/properties/ls invalid, /action/properties/p/b/0 invalid",
    );
  });

  it.each([
    ["type A = A", "POL2009 A"],
    ["type A = { a?: A }", "POL2009 A"],
    ["type A = List<B> type B = Map<A>", "POL2009 A"],
    ["type A = B", "POL2006 B"],
    ["type A = a const a = 1", "POL2006 a"],
    ["type A = Int in 1..5 type B = A in 1..6", "POL2019 in 1..6"],
    ["type A = Int type B = A in 1..6", undefined],
    ["type A = Int secret type B = A secret", undefined],
    ['type A = "a" | "b" type B = A | "c" type C = "x"', undefined],
    ["type A = User | Team principal User entity Team entity D { x: A | D }", undefined],
    ['type A = "a" | User principal User', 'POL2019 "a" | User'],
    ["type A = Int | Int", "POL2019 Int | Int"],
    ["type A = Int | null", "POL2019 null"],
    ["type A = List", "POL2019 List"],
    ["type A = Map", "POL2019 Map"],
    ["type A = String<Int>", "POL2019 Int"],
    ["type A = Set<Int>", "POL2006 Set"],
    ["type A = string", "POL2006 string"],
    ["type A = Integer", "POL2006 Integer"],
    ["type A = { x: Int, x: String }", "POL2001 x"],
    ["type A = { x: null }", "POL2019 null"],
  ])("%s: %s", (text, expected) => {
    expect(found(text)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe("§3 refinements", () => {
  it.each([
    "Int in 1..100",
    "Int in ..5",
    "Int in -5..",
    "Int in 3..3",
    "Number in 0..",
    "Number in 0.5..1",
    "Duration in ..1h",
    "Duration in 1m..2d",
    "Duration in -5m..5m",
    "String length 1..39",
    "String length 3",
    "String length ..3",
    "String length 0..0",
    "String matches /[a-z-]+/",
    "String length 1..3 matches /a*/ secret",
    "String secret matches /a*/ length 1..3",
    "List<Int> length 1..",
    "List<List<Int in 1..2> length 1> length 2 secret",
    "Bool secret",
    "Json secret",
    "Map<String secret> secret",
    "User secret",
  ])("%s", (type) => {
    expect(errorsOf(`principal User action go(x: ${type})`)).toEqual([]);
  });

  it.each([
    ["Int in 1..5 in 1..5", "POL2019 in 1..5"],
    ["String length 1 length 1", "POL2019 length 1"],
    ["String matches /a/ matches /a/", "POL2019 matches /a/"],
    ["Int secret secret", "POL2019 secret"],
    ["Int in 5..1", "POL2019 in 5..1"],
    ["Int in 0.5..1", "POL2019 0.5"],
    ["Int in 1..9007199254740993", "POL1006 9007199254740993"],
    ["Int in 1h..2h", "POL2019 1h"],
    ["Duration in 1..2", "POL2019 1"],
    ["Number in 1h..", "POL2019 1h"],
    ["String in 1..2", "POL2019 in 1..2"],
    ["Time in 1..2", "POL2019 in 1..2"],
    ["Int length 1", "POL2019 length 1"],
    ["Map<Int> length 1", "POL2019 length 1"],
    ["String length -1..2", "POL2019 -1"],
    ["String length 1.5", "POL2019 1.5"],
    ["String length 1h..2h", "POL2019 1h"],
    ["String length 5..1", "POL2019 length 5..1"],
    ["Url matches /a/", "POL2019 matches /a/"],
    ["List<Int> matches /a/", "POL2019 matches /a/"],
    ["Bool in 1..2", "POL2019 in 1..2"],
    ["Json length 1", "POL2019 length 1"],
  ])("each kind at most once, and where it makes sense: %s: %s", (type, expected) => {
    expect(errorsOf(`principal User action go(x: ${type})`)).toEqual([expected]);
  });

  it.each<[string, unknown, boolean]>([
    ["Int in 1..100", 1, true],
    ["Int in 1..100", 100, true],
    ["Int in 1..100", 0, false],
    ["Int in 1..100", 101, false],
    ["Number in 0..", 0, true],
    ["Number in 0..", -0, true],
    ["Number in 0..", -5e-324, false],
    ["Duration in ..1h", "PT1H", true],
    ["Duration in ..1h", "PT1H0.001S", false],
    ["String length 1..3", "", false],
    ["String length 1..3", "abc", true],
    ["String length 1..3", "😀😀😀", true],
    ["String length 1..3", "abcd", false],
    ["String length 2", "ab", true],
    ["String length 2", "abc", false],
    ["String matches /[a-z-]+/", "a-b", true],
    ["String matches /[a-z-]+/", "", false],
    ["String matches /[a-z-]+/", "a-b\n", false],
    ["String matches /[a-z-]+/", "xA", false],
    ["List<Int> length 1..", [], false],
    ["List<Int> length 1..", [1], true],
    ["List<Int> length ..1", [1, 1], false],
    ["List<Int in 1..2>", [1, 3], false],
  ])("%s of %j: %s", (type, value, fits) => {
    const text = `principal User action go(x: ${type}) policy p { rule r allow User to go }`;
    const expected = fits ? "allowed by p.r" : /^invalid_request at \/action\/properties\/x(\/1)? invalid$/;
    expect(outcome(text, call("go", { x: value }))).toMatch(expected);
  });
});

describe("§3 what may be absent, and null", () => {
  const text = `principal User action go(a?: Int, b: Int | null, c?: Int | null, d: Int)
    policy p { rule r allow User to go
      rule a deny User to go when args has a rule b deny User to go when args has b rule c deny User to go when args has c }`;
  it.each<[Json, string]>([
    [{ b: 1, d: 1 }, "denied_by_rule by p.b"],
    [{ b: null, d: 1 }, "allowed by p.r"],
    [{ a: null, b: null, c: null, d: 1 }, "allowed by p.r"],
    [{ a: undefined, b: null, c: undefined, d: 1 }, "allowed by p.r"],
    [{ a: 1, b: null, c: 1, d: 1 }, "denied_by_rule by p.a, p.c"],
    [{ d: 1 }, "invalid_request at /action/properties/b missing"],
    [{ b: undefined, d: 1 }, "invalid_request at /action/properties/b missing"],
    [{ b: null, d: null }, "invalid_request at /action/properties/d invalid"],
    [{ b: null }, "invalid_request at /action/properties/d missing"],
    [
      { a: "1", b: "1", c: "1", d: 1 },
      "invalid_request at /action/properties/a invalid, /action/properties/b invalid, /action/properties/c invalid",
    ],
  ])("%j: %s", (args, expected) => {
    expect(outcome(text, call("go", args))).toBe(expected);
  });

  it("null inside of a list or a map is invalid", () => {
    const lists =
      "principal User action go(l?: List<Int>, m?: Map<Int>) policy p { rule r allow User to go }";
    expect(outcome(lists, call("go", { l: [null] }))).toBe(
      "invalid_request at /action/properties/l/0 invalid",
    );
    expect(outcome(lists, call("go", { m: { a: null } }))).toBe(
      "invalid_request at /action/properties/m/a invalid",
    );
  });
});

describe("§3 Json is opaque", () => {
  const set = (condition: string) =>
    `principal User action go(j?: Json, k: Json) policy p { rule r allow User to go when ${condition} }`;

  it("only its presence can be tested", () => {
    expect(outcome(set("args has j"), call("go", { j: [{ x: null }], k: 1 }))).toBe("allowed by p.r");
    expect(outcome(set("args has j"), call("go", { k: {} }))).toBe("no_matching_rule");
    expect(outcome(set("args has j"), call("go", { j: null, k: {} }))).toBe("no_matching_rule");
    expect(outcome(set("args has j"), call("go", { k: null }))).toBe(
      "invalid_request at /action/properties/k invalid",
    );
  });

  it.each([
    ["args.k == 1", "POL2011 args.k"],
    ['args.k == "x"', "POL2011 args.k"],
    ["args.k.x == 1", "POL2003 x"],
    ['args.k["x"] == 1', "POL2011 args.k"],
    ["args.k in [1]", "POL2011 args.k"],
    ["1 in args.k", "POL2011 args.k"],
    ["any x in args.k: true", "POL2011 args.k"],
    ["args.k", "POL2011 args.k"],
    ["args.k.length > 1", "POL2003 length"],
    ['args.k like "x"', "POL2011 args.k"],
    ["args.k has x", "POL2003 args.k has x"],
    ["args.k is User", "POL2011 args.k"],
    ["args.j ?? args.k == 1", "POL2011 args.j ?? args.k"],
  ])("%s: %s", (condition, expected) => {
    expect(errorsOf(set(condition))).toEqual([expected]);
  });
});
