import { describe, expect, it } from "vitest";
import { call, compiledSet, decide, type Json, outcome } from "./support.js";

const schema = `
principal User in Team { n: Int, o?: Int, team: Team }
principal Bot acting for User { n: Int }
entity Team { n: Int }
entity Doc { n: Int, o?: Int, owner: User }
action go(n: Int, o?: Int)
action see(n: Int) on Doc
action other
context { n: Int, o?: Int, xs: List<Int>, who?: User }
obligation log(n: Int)
`;
const set = (...rules: readonly string[]) =>
  `${schema} policy p { ${rules.map((rule) => `rule ${rule}`).join("\n")} }`;

const max = Number.MAX_SAFE_INTEGER;
const user = (properties: Json = { n: 1 }, more: Json = {}) => ({
  type: "User",
  id: "ann",
  properties,
  ...more,
});
const bot = (properties: Json = { n: 1 }) => ({ type: "Bot", id: "b", properties });
const go = (more: Json = {}, args: Json = { n: 1 }) =>
  call("go", args, { subject: user(), context: { n: 1, xs: [] }, ...more });

describe("§5 the decision", () => {
  it("allowed iff at least one allow matches and no deny does; nothing matches: denied", () => {
    const allow = "a allow User to go when args.n > 1";
    const deny = "d deny User to go when args.n > 2";
    const asked = [1, 2, 3].map((n) => outcome(set(allow, deny), go({}, { n })));
    expect(asked).toEqual(["no_matching_rule", "allowed by p.a", "denied_by_rule by p.d"]);
    expect(outcome(set(deny), go({}, { n: 1 }))).toBe("no_matching_rule");
    expect(outcome(`${schema}`, go())).toBe("no_matching_rule");
  });

  it("the order of rules, policies and files cannot show", () => {
    const rules = [
      "a allow User to go",
      "d deny User to go when args.n > 2",
      "o oblige User to go with log(n: args.n)",
    ];
    const request = go({}, { n: 2 });
    const expected = decide(set(...rules), request);
    expect(decide(set(...[...rules].reverse()), request)).toEqual(expected);
    expect(
      decide([schema, ...rules.map((rule, index) => `policy p${index} { rule ${rule} }`)], request).decision,
    ).toBe(expected.decision);
  });

  it("actor and subject are each decided by themselves, with `principal` bound to the one in question", () => {
    const text = set("a allow anyone to go when principal.n > 0", "d deny anyone to go when principal.n > 8");
    const ask = (subject: number, actor: number) =>
      outcome(text, go({ subject: user({ n: subject }), actor: bot({ n: actor }) }));
    expect(ask(1, 1)).toBe("allowed by p.a");
    expect(ask(0, 1)).toBe("no_matching_rule by p.a");
    expect(ask(1, 0)).toBe("no_matching_rule by p.a");
    expect(ask(9, 1)).toBe("denied_by_rule by p.a, p.d");
    expect(ask(1, 9)).toBe("denied_by_rule by p.a, p.d");
    expect(ask(0, 9)).toBe("denied_by_rule by p.d");
    expect(ask(0, 0)).toBe("no_matching_rule");
  });

  it("an agent can be held tighter than its user, and never exceeds that user", () => {
    const text = set(
      "u allow User to go",
      "b allow Bot acting for User to go, other when args has n and args.n < 5",
    );
    expect(outcome(text, go({ actor: bot() }, { n: 1 }))).toBe("allowed by p.b, p.u");
    expect(outcome(text, go({ actor: bot() }, { n: 9 }))).toBe("no_matching_rule by p.u");
    const reversed = set("u allow User to go when args.n < 5", "b allow Bot to go");
    expect(outcome(reversed, go({ actor: bot() }, { n: 9 }))).toBe("no_matching_rule by p.b");
  });

  it("carries everything: per principal the determining rules, because, args and digest", () => {
    const text = set(
      "a allow anyone to go",
      'd deny User to go when args.n == 2 because "two"',
      'e deny User to go when args.n > 1 because "two"',
      'c deny User to go when args.n > 1 because "more"',
    );
    expect(decide(text, go({ actor: bot() }, { n: 2 }))).toEqual({
      decision: false,
      reason: "denied_by_rule",
      subject: { decision: false, rules: ["p.c", "p.d", "p.e"] },
      actor: { decision: true, rules: ["p.a"] },
      because: ["more", "two"],
      remedies: [],
      obligations: [],
      errors: [],
      problems: [],
      args: { n: 2 },
      digest: compiledSet(text).set.digest,
    });
    const { subject, actor, args, ...rest } = decide(text, { ...go(), action: undefined });
    expect([subject, actor, args]).toEqual([undefined, undefined, undefined]);
    expect(rest).toMatchObject({
      decision: false,
      reason: "invalid_request",
      problems: [{ path: "/action", kind: "missing" }],
      because: [],
    });
  });
});

describe("§5 errors of evaluation fail closed", () => {
  const overflow = "args.n + 1 > 0";
  const big = go({}, { n: max });

  it.each<[string, readonly string[], string]>([
    [
      "an allow that is an error does not match",
      [`a allow User to go when ${overflow}`],
      "no_matching_rule, errors in p.a",
    ],
    [
      "a deny that is an error matches",
      ["a allow User to go", `d deny User to go when ${overflow}`],
      "denied_by_rule by p.d, errors in p.d",
    ],
    [
      "`unless` an error is an error",
      ["a allow User to go", `d deny User to go unless ${overflow}`],
      "denied_by_rule by p.d, errors in p.d",
    ],
    [
      "false and error is false",
      ["a allow User to go", `d deny User to go when args.n < 0 when ${overflow}`],
      "allowed by p.a",
    ],
    [
      "error and false is false",
      ["a allow User to go", `d deny User to go when ${overflow} when args.n < 0`],
      "allowed by p.a",
    ],
    ["true or error is true", [`a allow User to go when args.n > 0 or ${overflow}`], "allowed by p.a"],
    [
      "the scope of ids counts as false",
      ["a allow User to go", `d deny User("bob") to go when ${overflow}`],
      "allowed by p.a",
    ],
    [
      "whatever decided, errors are listed",
      ["a allow User to go", `b allow User to go when ${overflow}`, "d deny User to go when args.n > 3"],
      "denied_by_rule by p.d, errors in p.b",
    ],
    [
      "an error in both clauses is one error",
      [`a allow User to go when ${overflow} when ${overflow}`],
      "no_matching_rule, errors in p.a",
    ],
    [
      "an error in a choice's condition",
      [`a allow User to go when if ${overflow} then true else true`],
      "no_matching_rule, errors in p.a",
    ],
    [
      "an error on the left of `??` passes on",
      ["a allow User to go", "d deny User to go when args.o ?? args.n + 1 == 1"],
      "denied_by_rule by p.d, errors in p.d",
    ],
  ])("%s", (_what, rules, expected) => {
    expect(outcome(set(...rules), big)).toBe(expected);
  });

  it("of both principals are listed, the subject first", () => {
    const text = set("a allow anyone to go when principal.n + 1 > 0");
    expect(decide(text, go({ subject: user({ n: max }), actor: bot({ n: max }) })).errors).toEqual([
      { rule: "p.a", principal: "subject", where: "clauses" },
      { rule: "p.a", principal: "actor", where: "clauses" },
    ]);
  });

  it("`has` never errs", () => {
    expect(outcome(set("a allow User to go when not (context has o)"), go())).toBe("allowed by p.a");
  });

  it("quantifiers are Kleene or and and", () => {
    const any = set("a allow User to go when any x in context.xs: args.n + x > 0");
    const all = set("a allow User to go when all x in context.xs: args.n + x > 5 and x > 2");
    const ask = (text: string, xs: readonly number[]) =>
      outcome(text, go({ context: { n: 1, xs } }, { n: max }));
    expect([ask(any, []), ask(any, [0]), ask(any, [1]), ask(any, [1, 0]), ask(any, [0, 1])]).toEqual([
      "no_matching_rule",
      "allowed by p.a",
      "no_matching_rule, errors in p.a",
      "allowed by p.a",
      "allowed by p.a",
    ]);
    expect([ask(all, []), ask(all, [1]), ask(all, [3]), ask(all, [3, 1]), ask(all, [1, 3])]).toEqual([
      "allowed by p.a",
      "no_matching_rule",
      "no_matching_rule, errors in p.a",
      "no_matching_rule",
      "no_matching_rule",
    ]);
  });
});

describe("§5 relevant attributes", () => {
  const missing = (path: string) => `invalid_request at ${path} missing`;

  it("are what rules in scope read, of either principal, whatever the rules would say", () => {
    const text = set(
      "a allow anyone to go",
      "d deny Bot to go when context.n > 3",
      "e deny User to other when principal.n > 3",
    );
    expect(outcome(text, go({ context: {} }))).toBe("allowed by p.a");
    expect(outcome(text, go({ context: {}, actor: bot() }))).toBe(missing("/context/n"));
    expect(outcome(text, go({ subject: user({}) }))).toBe("allowed by p.a");
    expect(outcome(text, call("other", {}, { subject: user({}) }))).toBe(missing("/subject/properties/n"));
  });

  it("ids and groups of a sentence are ignored for the scope", () => {
    const text = set("a allow User to go", 'd deny User("bob") to go when context.n > 3');
    expect(outcome(text, go({ context: {} }))).toBe(missing("/context/n"));
  });

  it.each([
    "context.n == context.n",
    "context.n * 0 == 0",
    "args.n > 100 and context.n > 3",
    "not (args.n > 0 or context.n > 3)",
    "(any x in [context.n]: x == 1 and x == 2)",
  ])("come from the source, before any simplification: %s", (condition) => {
    const text = set("a allow User to go", `d deny User to go when args.n > 100 and ${condition}`);
    expect(outcome(text, go({ context: {} }))).toBe(missing("/context/n"));
  });

  it("a rule that is satisfied early still reads all", () => {
    const text = set("a allow User to go when args.n == 1 or context.n > 3");
    expect(outcome(text, go({ context: {} }))).toBe(missing("/context/n"));
  });

  it("of clauses, remedies, obligations and their arguments", () => {
    const text = `${schema} remedy r(x: Int) = context.n == x
      policy p { rule a allow User to go rule d deny User to go when args.n > 3 unless r(x: principal.n) rule o oblige User to go with log(n: context.n) }`;
    expect(outcome(text, go({ context: {}, subject: user({}) }))).toBe(
      "invalid_request at /context/n missing, /subject/properties/n missing",
    );
  });

  it("`subject`, `actor` and `principal` read the same attributes", () => {
    const text = set(
      "a allow anyone to go",
      "d deny User to go when actor is Bot and actor.n > 3",
      "e deny Bot acting for User to go when subject.n > 3",
    );
    expect(outcome(text, go({ subject: user({}) }))).toBe("allowed by p.a");
    expect(outcome(text, go({ subject: user({}), actor: bot({}) }))).toBe(
      "invalid_request at /actor/properties/n missing, /subject/properties/n missing",
    );
  });

  it("a top-level attribute is checked whole; of an entity its type, id and what is read", () => {
    const text = `principal User { r: { a: Int, b: { c: String } }, team: Team } entity Team { n: Int, m: Int } action go
      policy p { rule a allow User to go when principal.r.a == 1 and principal.team.n == 1 }`;
    const ask = (r: unknown, team: unknown) => outcome(text, call("go", {}, { subject: user({ r, team }) }));
    const team = { type: "Team", id: "t", properties: { n: 1 } };
    expect(ask({ a: 1, b: { c: "x" } }, team)).toBe("allowed by p.a");
    expect(ask({ a: 1 }, team)).toBe(missing("/subject/properties/r/b"));
    expect(ask({ a: 1, b: { c: 1 } }, team)).toBe("invalid_request at /subject/properties/r/b/c invalid");
    expect(ask({ a: 1, b: { c: "x" } }, { ...team, id: 3 })).toBe(
      "invalid_request at /subject/properties/team/id invalid",
    );
    expect(ask({ a: 1, b: { c: "x" } }, { ...team, properties: { n: 1, m: "bad" } })).toBe("allowed by p.a");
  });

  it("an optional one may be absent, and is checked where it is there", () => {
    const text = set("a allow User to go unless context has o and context.o > 3");
    expect(outcome(text, go())).toBe("allowed by p.a");
    expect(outcome(text, go({ context: { n: 1, o: null } }))).toBe("allowed by p.a");
    expect(outcome(text, go({ context: { n: 1, o: "4" } }))).toBe("invalid_request at /context/o invalid");
  });

  it("entities in lists and maps, in the context and in arguments", () => {
    const text = `principal User { n: Int } action go(us: List<User>, m: Map<User>) context { us: List<User> }
      policy p { rule a allow User to go when all u in context.us: u.n > 1 when all u in args.us: u.n > 1 when all k in args.m: args.m[k].n > 1 }`;
    const u = (n?: unknown) => ({ type: "User", id: "x", properties: n === undefined ? {} : { n } });
    const ask = (context: unknown, us: unknown, m: unknown) =>
      outcome(text, call("go", { us, m }, { context: { us: context } }));
    expect(ask([u(2)], [u(2)], { k: u(2) })).toBe("allowed by p.a");
    expect(ask([u(2), u()], [u("2")], { k: u() })).toBe(
      "invalid_request at /action/properties/m/k/properties/n missing, /action/properties/us/0/properties/n invalid, /context/us/1/properties/n missing",
    );
  });
});

describe("§10 mayAllow", () => {
  const may = (text: string, request: unknown) => compiledSet(text).module.mayAllow(request);
  const nameless = { subject: user(), action: { name: "go" } };

  it("arguments, resource and context attributes may be absent, meaning unknown", () => {
    const text = set("a allow User to go when args.n > 3 and context.n > 3");
    expect(may(text, nameless)).toBe(true);
    expect(may(text, { ...nameless, context: {} })).toBe(true);
    expect(may(text, { ...nameless, context: { n: 4 } })).toBe(true);
    expect(may(text, { ...nameless, context: { n: 3 } })).toBe(false);
    expect(may(text, { ...nameless, action: { name: "go", properties: { n: 3 } } })).toBe(false);
    expect(may(text, { ...nameless, action: { name: "go", properties: { n: 4 } } })).toBe(true);
  });

  it("subject and actor are given in full", () => {
    const text = set("a allow anyone to go when principal.n > 3");
    expect(may(text, { ...nameless, subject: user({ n: 4 }) })).toBe(true);
    expect(may(text, { ...nameless, subject: user({ n: 3 }) })).toBe(false);
    expect(may(text, { ...nameless, subject: user({}) })).toBe(false);
    expect(may(text, { ...nameless, subject: user({ n: 4 }), actor: bot({ n: 3 }) })).toBe(false);
    expect(may(text, { ...nameless, subject: user({ n: 4 }), actor: bot({ n: 4 }) })).toBe(true);
  });

  it("what is present is checked, invalid is false", () => {
    const text = set("a allow User to go when context.n > 3 or args.n > 3");
    for (const request of [
      undefined,
      null,
      {},
      [],
      { ...nameless, extra: 1 },
      { ...nameless, subject: undefined },
      { ...nameless, actor: null },
      { ...nameless, context: { n: "4" } },
      { ...nameless, context: null },
      { ...nameless, action: { name: "nothing" } },
      { ...nameless, action: { name: "go", properties: { n: "4" } } },
      { ...nameless, action: { name: "go", properties: {} } },
    ]) {
      expect(may(text, request)).toBe(false);
    }
  });

  it("false where no allow can match, or a deny certainly does", () => {
    expect(may(set("d deny User to other"), nameless)).toBe(false);
    expect(may(set("a allow User to go", "d deny User to go"), nameless)).toBe(false);
    expect(may(set("a allow User to go", "d deny User to go when args.n > 3"), nameless)).toBe(true);
    expect(
      may(set("a allow User to go", "d deny User to go when args.n > 3 or principal.n == 1"), nameless),
    ).toBe(false);
    expect(
      may(set("a allow User to go", "d deny User to go when args.n > 3 and principal.n == 2"), nameless),
    ).toBe(true);
    expect(may(set("a allow User to go", "d deny User to go unless context.n > 3"), nameless)).toBe(true);
    expect(
      may(set("a allow User to go", "d deny User to go when principal.n + 9007199254740991 > 0"), nameless),
    ).toBe(false);
    expect(may(set("a allow Bot to go"), nameless)).toBe(false);
  });

  it("an unknown resource is one of any of the action's types", () => {
    const text = `principal User action see on Doc, Pic entity Doc { n: Int } entity Pic policy p { rule a allow User to see on Doc when resource.n > 3 rule d deny User to see on Pic }`;
    const see = { subject: user(), action: { name: "see" } };
    expect(may(text, see)).toBe(true);
    expect(may(text, { ...see, resource: { type: "Doc" } })).toBe(true);
    expect(may(text, { ...see, resource: { type: "Doc", id: "1", properties: { n: 3 } } })).toBe(false);
    expect(may(text, { ...see, resource: { type: "Doc", properties: { n: 4 } } })).toBe(true);
    expect(may(text, { ...see, resource: { type: "Pic" } })).toBe(false);
    expect(may(text, { ...see, resource: { type: "Nothing" } })).toBe(false);
    expect(may(text, { ...see, resource: { type: "Doc", properties: { n: "x" } } })).toBe(false);
    expect(may(text, { ...see, resource: null })).toBe(false);
  });

  it("ids and ancestors of a resource may be unknown, those of principals are known", () => {
    const text = `principal User in Team entity Team entity Folder entity Doc in Folder action see on Doc
      policy p { rule a allow User in Team("t") to see on Doc in Folder("f"), Doc("7") }`;
    const see = (subject: Json, resource?: Json) => ({
      subject,
      action: { name: "see" },
      ...(resource && { resource }),
    });
    const member = { type: "User", id: "a", ancestors: [{ type: "Team", id: "t" }] };
    expect(may(text, see(member))).toBe(true);
    expect(may(text, see({ ...member, ancestors: [] }))).toBe(false);
    expect(may(text, see({ type: "User", id: "a" }))).toBe(false);
    expect(may(text, see(member, { type: "Doc" }))).toBe(true);
    expect(may(text, see(member, { type: "Doc", id: "8" }))).toBe(true);
    expect(may(text, see(member, { type: "Doc", id: "8", ancestors: [] }))).toBe(false);
    expect(may(text, see(member, { type: "Doc", id: "7", ancestors: [] }))).toBe(true);
  });

  it("a needed remedy or approval is unknown, not refused", () => {
    const text = `use std.agents action go policy p { rule a allow User to go rule d deny User to go unless approval(from: "x", max_age: 1h) }`;
    expect(may(text, { subject: { type: "User", id: "a" }, action: { name: "go" } })).toBe(true);
  });

  it("what `has` tests of the context is unknown", () => {
    expect(may(set("a allow User to go when context has o"), nameless)).toBe(true);
    expect(may(set("a allow User to go when not (context has o)"), nameless)).toBe(true);
    expect(may(set("a allow User to go when args has o"), nameless)).toBe(true);
    expect(
      may(set("a allow User to go when args has o"), {
        ...nameless,
        action: { name: "go", properties: { n: 1 } },
      }),
    ).toBe(false);
    expect(may(set("a allow User to go when principal has o"), nameless)).toBe(false);
  });
});
