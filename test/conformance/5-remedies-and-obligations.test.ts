import { describe, expect, it } from "vitest";
import { bot, errors, plain, schema, set } from "./rules.js";
import { decide, errorsOf, type Json, outcome } from "./support.js";

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
