import { describe, expect, it } from "vitest";
import { denying, request, said, schema } from "./expressions.js";
import { errorsOf, found, outcome } from "./support.js";

describe("§6 what is no test", () => {
  it.each([
    ["args.l == args.l", "POL2011 args.l == args.l"],
    ["principal.m == principal.m", "POL2011 principal.m == principal.m"],
    ["1 < args.n < 3", "POL1010 <"],
    ["args.n == 3 == true", "POL1010 =="],
    ["args.n in 1..3 in [true]", "POL1010 in"],
    ["args.b < true", "POL2011 args.b < true"],
    ['principal.s < "b"', 'POL2011 principal.s < "b"'],
    ["args.i < args.i6", "POL2011 args.i < args.i6"],
    ["args.n in principal.s", "POL2011 principal.s"],
    ["args.n in principal.m", "POL2011 principal.m"],
    ["args.n in principal.xs", "POL2011 args.n in principal.xs"],
    ["args.c in args.i", "POL2011 args.i"],
    ["args.n in args.c", "POL2011 args.n"],
    ["args.b in 1..2", "POL2011 1"],
    ["args.l containsAll 1", "POL2011 1"],
    ['args.l containsAny ["x"]', 'POL2011 args.l containsAny ["x"]'],
    ['args.n like "3"', "POL2011 args.n"],
    ["args.t matches /2026.*/", "POL2011 args.t"],
    ['args.i like "10.*"', "POL2011 args.i"],
    ['args.p within "srv"', 'POL2017 "srv"'],
    ['args.u within "example.com"', "POL2011 args.u"],
    ["args.p within args.h", "POL2011 args.h"],
    ["principal is Usr", "POL2006 Usr"],
    ["args.n is User", "POL2011 args.n"],
    ["args.s has x", "POL2003 s"],
    ["args.n has x", "POL2003 args.n has x"],
    ["principal has bos", "POL2003 principal has bos"],
    ["any c in args.n: true", "POL2011 args.n"],
    ["any c in args.l: c", "POL2011 c"],
    ["if args.n then true else false", "POL2011 args.n"],
    ["if args.b then 1 else true", "POL2011 if args.b then 1 else true"],
    ["args.b and 1", "POL2011 1"],
    ["not args.n", "POL2011 args.n"],
    ['lower(args.n) == "x"', "POL2011 args.n"],
    ["args.f + 1 > 2", "POL2011 args.f + 1"],
    ["args.n * args.n > 2", "POL2011 args.n * args.n"],
    ["args.d + 1d > args.d", "POL2011 args.d + 1d"],
    ["args.t + args.t > args.t", "POL2011 args.t + args.t"],
    ["args.du + 1 > 1h", "POL2011 args.du + 1"],
    ["-args.b", "POL2011 -args.b"],
    ['principal.s like "a\\\\q"', 'POL1019 "a\\\\q"'],
    ["principal.s matches /^a/", "POL1018 ^"],
    ["principal.s matches /a(?=b)/", "POL1018 ("],
    ["principal.s matches /(a)\\1/", "POL1018 \\1"],
    ["args.n ?? 1 == 1 and args.on ?? 1 ?? 2 == 1", "POL2010 1"],
    ["args.n + 1 ?? 2 == 2", "POL2010 args.n + 1"],
    ["double(args.f) == 1", "POL2011 args.f"],
    ["double() == 1", "POL2020 double()"],
    ["double(1, 2) == 1", "POL2020 2"],
    ["double(y: 1) == 1", "POL2020 y: 1"],
    ["owns(resource, d: resource)", "POL2020 owns(resource, d: resource)"],
    ["owns(d: resource, d: resource)", "POL2020 d: resource"],
  ])("%s: %s", (condition, expected) => {
    expect(said(condition)[0]).toBe(expected);
  });
});

describe("§6 a test that can never hold by its types", () => {
  it.each([
    'principal.t == "c"',
    '"c" == principal.t',
    'principal.t != "c"',
    "args.z == 6",
    "args.z > 5",
    "args.z < 1",
    "args.z >= 6",
    "args.z <= 0",
    "args.z in 6..9",
    "args.n in 9..1",
    "args.n == 1.5",
    "args.n in 1.2..1.8",
    "args.t.hour == 24",
    'args.t.weekday == "monday"',
    "principal.xs.length == -1",
    "principal == resource",
    'principal == Team("x")',
    'principal in Folder("x")',
    'resource in Team("x")',
    'principal.t in ["c", "d"]',
    "principal.t in []",
    'User("x") in Team("y")',
  ])("%s", (condition) => {
    expect(said(condition)).toEqual([`POL2013 ${condition}`]);
  });

  it("also where it stands behind others, and in a definition", () => {
    expect(said('args.b or principal.t == "c"')).toEqual(['POL2013 principal.t == "c"']);
    expect(said('any c in principal.xs: principal.t == "c"')).toEqual(['POL2013 principal.t == "c"']);
    expect(said("if args.z == 9 then true else false")).toEqual(["POL2013 args.z == 9"]);
    expect(errorsOf('def f(t: "a" | "b") = t == "c"')).toEqual(['POL2013 t == "c"']);
  });

  it.each([
    "principal.s in nothing",
    "args.z > 4",
    "args.z >= 5",
    "args.z <= 1",
    "args.z != 5",
    "args.z + 1 == 6",
    "args.on ?? 3 == 3",
    "args.n < 1.5",
    'principal.s == "anything"',
    "principal.x == principal",
    'principal in User("x")',
    'any c in ["c", "d"]: c == principal.s',
  ])("but not: %s", (condition) => {
    expect(said(condition)).toEqual([]);
  });
});

describe("§6 flow typing", () => {
  it.each([
    "principal has o and principal.o > 3",
    "principal has o and args.b and principal.o > 3",
    "(principal has o and args.b) and principal.o > 3",
    "not (principal has o) or principal.o > 3",
    "not (principal has o and args.b) or principal.o > 3",
    "if principal has o then principal.o > 3 else false",
    "if not (principal has o) then false else principal.o > 3",
    "(if principal has o then principal.o else 0) > 3",
    "principal has o when principal.o > 3",
    "principal has o unless principal.o > 3",
    "args.b unless not (principal has o) when principal.o > 3",
    "any x in args.l: principal has o and principal.o > x",
    "principal has o and (any x in args.l: principal.o > x)",
    'principal has r.b and principal.r.b has c and principal.r.b.c == "x"',
    "principal has boss.boss.o and principal.boss.boss.o > 3",
    "subject has o and principal.o > 3",
    'principal.m has k and principal.m["k"] > 3',
    'principal.x is Team and principal.x has lead and principal.x.lead.s == "x"',
    "principal.x is Team and principal.x.n > 3",
    'not (principal.x is Team) and principal.x.s == "x"',
    'principal.x is Team or principal.x.s == "x"',
    'if principal.x is Team then principal.x.n > 3 else principal.x.s == "x"',
    "principal.x has n and principal.x.n > 3",
    'actor is Bot and actor.n == "x"',
    'actor has n and actor.n == "x"',
    'not (actor is Bot) or actor.n == "x"',
    'principal.t == "a" or principal.t == "b"',
    "principal has o and principal has boss and principal.o > 3 and principal.boss has o and principal.boss.o > principal.o",
  ])("holds: %s", (condition) => {
    expect(said(condition)).toEqual([]);
  });

  it.each([
    ["principal has o or principal.o > 3", "POL2012 principal.o"],
    ["principal.o > 3 and principal has o", "POL2012 principal.o"],
    ["(principal has o or args.b) and principal.o > 3", "POL2012 principal.o"],
    ["not (principal has o) and principal.o > 3", "POL2012 principal.o"],
    ["if principal has o then true else principal.o > 3", "POL2012 principal.o"],
    ["args.b unless principal has o when principal.o > 3", "POL2012 principal.o"],
    ["(any x in args.l: principal has o) and principal.o > 3", "POL2012 principal.o"],
    ["principal has boss and principal.boss.o > 3", "POL2012 principal.boss.o"],
    ["principal has boss and principal.o > 3", "POL2012 principal.o"],
    ['principal has boss and principal.boss.boss.s == "x"', "POL2012 principal.boss.boss.s"],
    ['principal.m has k and principal.m["j"] > 3', 'POL2012 principal.m["j"]'],
    ["principal.m has k and principal.m[principal.s] > 3", "POL2012 principal.m[principal.s]"],
    ["all k in args.mo: principal.m[k] > 3", "POL2012 principal.m[k]"],
    ["principal.x is Team or principal.x.n > 3", "POL2003 n"],
    ["not (principal.x is Team) and principal.x.n > 3", "POL2003 n"],
    ["principal.x is User and principal.x.n > 3", "POL2003 n"],
    ["(principal.x is Team or args.b) and principal.x.n > 3", "POL2003 n"],
    ['actor is Bot or actor.n == "x"', "POL2022 actor"],
    ['principal.t == "a" and principal.t == "b"', 'POL2013 principal.t == "b"'],
    ['principal.s == "a" and principal.s == "b"', 'POL2013 principal.s == "b"'],
  ])("does not hold: %s: %s", (condition, expected) => {
    expect(said(condition)).toEqual([expected]);
  });

  it("what an allow rule's guard lets through is evaluated without an error", () => {
    const text = `${schema}policy p { rule r allow User to go when not (principal has o) or principal.o > 3 }`;
    expect(outcome(text, request)).toBe("allowed by p.r");
  });
});

describe("§6 a default on a required value is a diagnostic", () => {
  it.each([
    ["args.n ?? 1 == 1", ["POL2026 args.n ?? 1"]],
    ["args.on ?? args.n ?? 1 == 1", ["POL2026 args.n ?? 1"]],
    ["principal has o and principal.o ?? 1 == 1", ["POL2026 principal.o ?? 1"]],
    ["args.on ?? 1 == 1", []],
    ["args.nn ?? 1 == 1", []],
  ])("%s: %j", (condition, expected) => {
    expect(found(denying(condition)).filter((line) => line.startsWith("POL2026"))).toEqual(expected);
  });

  it("only where no environment of the rule has a use for it", () => {
    const text =
      "principal A { x: Int } principal B { x?: Int } action go policy p { rule r allow anyone to go when principal.x ?? 1 == 1 }";
    expect(found(text)).toEqual([]);
  });
});
