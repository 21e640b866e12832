import { describe, expect, it } from "vitest";
import { call, diagnosticsOf, errorsOf, found, outcome } from "./support.js";

describe("§6 constants", () => {
  it("an unannotated constant takes its type at each use", () => {
    const text =
      'principal U action go(s: String, h: Host, p: Path, i: Ip, c: Cidr) const x = "10.0.0.1" const y = ["10.0.0.1/32"] const z = "/a"';
    const rule = (condition: string) => `${text} policy p { rule r allow U to go when ${condition} }`;
    expect(
      errorsOf(rule("args.s == x and args.h == x and args.i == x and args.i in y and args.c in y")),
    ).toEqual([]);
    expect(errorsOf(rule("args.p within z and args.s == z or args.s in y"))).toEqual([]);
    expect(errorsOf(rule("args.p within x"))).toEqual(['POL2017 "10.0.0.1"']);
  });

  it("says at the constant what is wrong with its use, and where that is", () => {
    const text =
      'principal U action go(p: Path) const x = "srv" policy p { rule r allow U to go when args.p == x }';
    const [first, ...rest] = diagnosticsOf(text);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      code: "POL2017",
      related: [{ message: "`x` is used here", span: { start: text.lastIndexOf("x") } }],
    });
  });

  it.each([
    ["const c: Bool = true", undefined],
    ["const c: Int = -1_000", undefined],
    ["const c: Int in 1..5 = 5", undefined],
    ["const c: Number = 1", undefined],
    ["const c: Number = 0.5", undefined],
    ['const c: String = "x"', undefined],
    ['const c: "a" | "b" = "a"', undefined],
    ["const c: Duration = -15m", undefined],
    ["const c: List<Duration> = [1m, 2h]", undefined],
    ['const c: Time = "2026-01-01T00:00:00Z"', undefined],
    ['const c: Date = "2026-01-01"', undefined],
    ['const c: Url = "https://a.example/"', undefined],
    ['const c: List<List<Ip>> = [["::1"], []]', undefined],
    ['const c: User = User("a") principal User', undefined],
    ['const c: User | Team = Team("a") principal User entity Team', undefined],
    ['const c: List<User | Team> = [Team("a"), User("b")] principal User entity Team', undefined],
    ["const c: List<Int> length 2 = [1, 2]", undefined],
    ["const a = 1 const c: List<Int> = [a, 2]", undefined],
    ["const c: Int = 0.5", "POL2011 0.5"],
    ["const c: Int in 1..5 = 6", "POL2011 6"],
    ['const c: "a" | "b" = "c"', 'POL2011 "c"'],
    ["const c: Duration = 15", "POL2011 15"],
    ["const c: List<Int> length 2 = [1]", "POL2011 [1]"],
    ['const c: List<Int> = ["x"]', 'POL2011 ["x"]'],
    ['const c: User = Team("a") principal User entity Team', 'POL2011 Team("a")'],
    ["const c: Map<Int> = { a: 1 }", "POL2010 { a: 1 }"],
    ['const c: Json = "x"', 'POL2011 "x"'],
    ["const c: Int = d", "POL2002 d"],
    ['const c = User("a") { x: 1 } principal User { x: Int }', 'POL2010 User("a") { x: 1 }'],
    ["const c = User() principal User", "POL2010 User()"],
    ['const c = Usr("a")', "POL2002 Usr"],
  ])("%s: %s", (text, expected) => {
    expect(errorsOf(text)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe("§6 definitions", () => {
  it.each([
    ["def f(x: Int) = x + principal.n", "POL2002 principal"],
    ["def f(x: Int) = x + args.n", "POL2002 args"],
    ["def f(x: Int) = x == context.n context { n: Int }", "POL2002 context"],
    ["def f(x: Int) = x == resource.n", "POL2002 resource"],
    ["def f(x: Int) = f(x)", "POL2009 f"],
    ["def f(x: Int) = g(x) def g(x: Int) = f(x)", "POL2009 f", "POL2009 g"],
    ["def f(x: Int) = y", "POL2002 y"],
    ["def f(x: Int, x: Int) = x", "POL2001 x"],
    ["def f(x: Itn) = x == 1", "POL2006 Itn"],
    ['def f("a b": Int) = 1', 'POL2008 "a b"'],
    ["def f(x: User) = x.n == 1 principal User", "POL2003 n"],
    ["def f(x: { a?: Int }) = x.a == 1", "POL2012 x.a"],
    ["def f(x: Json) = x == 1", "POL2011 x"],
  ])("%s: %s", (text, ...expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });

  it("take values, lists, maps, entities and records; a guard in the body holds for any argument", () => {
    const text = `principal U { r: { a?: Int, b: Int }, m: Map<Int>, l: List<Int> } action go(r: { a?: Int, b: Int })
      def rec(x: { a?: Int, b: Int }) = x has a and x.a == x.b
      def map(x: Map<Int>) = all k in x: x[k] > 0
      def list(x: List<Int>) = x.length > 0 and 1 in x
      policy p { rule r allow U to go when map(principal.m) and list(principal.l) and list([1, 2]) }`;
    expect(found(text)).toEqual([]);
  });

  it("that multiply beyond reason are refused", () => {
    const doubling = Array.from(
      { length: 25 },
      (_, index) => `def d${index + 1}(x: Int) = d${index}(x) or d${index}(x)`,
    );
    const errors = errorsOf(`def d0(x: Int) = x > 1 ${doubling.join(" ")}`);
    expect(errors.map((line) => line.split(" ")[0])).toEqual(["POL2030"]);
  });

  it("are inlined: an error of an argument matters only where the body needs it", () => {
    const text = `principal User action go(n: Int) def either(a: Bool, b: Bool) = a or b
      policy p { rule r allow User to go when either(true, args.n + 1 > 0) rule s allow User to go when either(args.n > 1, args.n + 1 > 0) }`;
    expect(outcome(text, call("go", { n: Number.MAX_SAFE_INTEGER }))).toBe("allowed by p.r, p.s");
  });
});
