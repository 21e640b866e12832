import { describe, expect, it } from "vitest";
import { checkedSet, checkTexts, codesOf } from "./support.js";

const start =
  "principal User { age?: Int, boss?: User, team: String, a: Int, m: Map<String>, n: Map<String> } action go(b: Bool)";

function rule(condition: string, more = ""): string {
  return `${start} ${more} policy p { rule r deny User to go when ${condition} }`;
}

describe("inlined calls", () => {
  it.each([
    ["def f(u: User) = u has age and u.age > 3", "f(principal.boss ?? principal)"],
    ["def f(u: User) = u has age and u.age > 3", 'f(if args.b then principal else User("x"))'],
    ['def f(m: Map<String>) = any k in m: m[k] == "x"', "f(if args.b then principal.m else principal.n)"],
  ])("keep the guards of a body whose argument is no path: %s, %s", (definition, call) => {
    expect(checkedSet(rule(call, definition)).rules).toHaveLength(1);
  });

  it("do not carry what one call established over to another", () => {
    const definitions = "def f(u: User) = u has age and u.age > 3 def g(u: User) = u == u";
    const text = rule(
      "f(principal.boss ?? principal) and (principal.boss ?? principal).age > 3",
      definitions,
    );
    expect(codesOf(text)).toContain("POL2012 (principal.boss ?? principal).age");
  });

  it("say at the call what is wrong with the body for these arguments", () => {
    const text = rule('f(User("x"))', 'def f(u: User) = u.team == "x"');
    const { diagnostics } = checkTexts([text]);
    expect(diagnostics).toMatchObject([
      {
        code: "POL2012",
        message: "`u.team` may be absent",
        span: { start: text.indexOf('f(User("x"))') },
        related: [{ message: "in `f`" }],
      },
    ]);
  });

  it("are refused where they grow too large, once a declaration", () => {
    const doubling = Array.from(
      { length: 30 },
      (_, index) => `def d${index + 1}(x: Int) = d${index}(x) and d${index}(x)`,
    );
    const text = rule("d30(principal.a)", `def d0(x: Int) = x > 1 ${doubling.join(" ")}`);
    const codes = checkTexts([text]).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(["POL2030"]);
  });
});

describe("entities that a policy names", () => {
  it("have a type and an id", () => {
    expect(codesOf(rule('User("x").id == "x" and User("x").type == "User"'))).toEqual([]);
  });

  it("have no attributes that are known", () => {
    const named = 'User("x").team == "y"';
    expect(codesOf(rule(named))).toEqual(['POL2012 User("x").team']);
    expect(codesOf(rule('User("x").team ?? "" == "y"'))).toEqual([]);
    expect(codesOf(rule('any u in [principal, User("x")]: u.team == "y"'))).toEqual(["POL2012 u.team"]);
    expect(codesOf(rule('(principal.boss ?? User("x")).team == "y"'))).toEqual([
      'POL2012 (principal.boss ?? User("x")).team',
    ]);
  });
});
