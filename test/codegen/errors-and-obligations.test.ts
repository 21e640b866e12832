import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

const huge = Number.MAX_SAFE_INTEGER;

/** Decides with the module, having made sure that the interpreter and `allows` say the same. */
function decide({ policySet, module }: ReturnType<typeof compile>, request: unknown) {
  const decision = module.decide(request);
  expect(decision).toEqual(interpret(policySet, request));
  expect(module.allows(request)).toBe(decision.decision);
  return decision;
}

function request(args: object, context: object = {}) {
  return { subject: { type: "User", id: "a" }, action: { name: "call", properties: args }, context };
}

describe("rules that err", () => {
  const set = compile(`
    principal User
    action call(n: Int, m: Int, s?: String)
    policy p {
      rule allowed      allow User to call  when args.n >= 0 or args.n < 0
      rule sum          allow User to call  when args.n + args.m > 10
      rule or_true      allow User to call  when args.n + args.m > 10 or args.m == 5
      rule and_false    deny User to call   when args.n * 4 == 7 and args.m == 5
      rule product      deny User to call   when args.n * 4 == 12
      rule chosen       deny User to call   when (if args.n + args.m > 0 then "x" else "y") == "z"
      rule guarded      deny User to call   when args.n + args.m > 100 or args has s  when args has s and args.s == "no"
      rule negated      deny User to call   unless args.n - args.m < 1000
      rule counted      deny User to call   when any x in [1, 2]: x + args.n == args.m + 1000
    }`);

  it.each([
    { n: 1, m: 2 },
    { n: huge, m: 1 },
    { n: huge, m: 5 },
    { n: huge, m: huge },
    { n: -huge, m: huge },
    { n: 3, m: 4 },
    { n: 7, m: 1 },
    { n: 0, m: -huge },
    { n: huge, m: 1, s: "no" },
    { n: 1, m: 1, s: "no" },
    { n: 5000, m: 1 },
    { n: 1001, m: 2 },
  ])("decide %o as the interpreter does", (args) => {
    decide(set, request(args));
  });

  it("do not match if they allow, match if they deny, and are listed", () => {
    const decision = decide(set, request({ n: huge, m: 1 }));
    expect(decision.reason).toBe("denied_by_rule");
    expect(decision.subject?.rules).toEqual(["p.chosen", "p.counted", "p.negated", "p.product"]);
    expect(decision.errors.map(({ rule }) => rule)).toEqual([
      "p.chosen",
      "p.counted",
      "p.or_true",
      "p.product",
      "p.sum",
    ]);
  });
});

describe("obligations", () => {
  const set = compile(`
    principal User
    principal Agent acting for User
    action call(n: Int, kind?: String)
    obligation log(level: Int)
    obligation credential(kind: String) once
    policy p {
      rule everyone  allow anyone to call
      rule plain     oblige User to call  when args.n == 1  with log(level: 1)
      rule computed  oblige User to call  when args.n > 1  with log(level: args.n + 1)
      rule by_user   oblige User to call  when args has kind  with credential(kind: args.kind)
      rule by_agent  oblige Agent to call  with credential(kind: "agent"), log(level: 1)
    }`);
  const delegated = (args: object) => ({ ...request(args), actor: { type: "Agent", id: "b" } });

  it("apply once each, in the order of the rules", () => {
    const { obligations } = decide(set, delegated({ n: 1 }));
    expect(obligations).toEqual([
      { name: "credential", arguments: { kind: "agent" } },
      { name: "log", arguments: { level: 1 } },
    ]);
  });

  it("deny where an argument is an error: `allows` too", () => {
    expect(decide(set, request({ n: 5 })).obligations).toEqual([{ name: "log", arguments: { level: 6 } }]);
    const decision = decide(set, request({ n: huge }));
    expect(decision).toMatchObject({
      decision: false,
      reason: "obligation_error",
      obligations: [],
      subject: { decision: true },
    });
    expect(decision.errors).toEqual([{ rule: "p.computed", principal: "subject", where: "obligation" }]);
  });

  it("deny where two values of one that can apply once only meet", () => {
    expect(decide(set, delegated({ n: 0, kind: "agent" })).decision).toBe(true);
    const decision = decide(set, delegated({ n: 0, kind: "other" }));
    expect(decision.reason).toBe("obligation_error");
    expect(decision.errors.map(({ rule, principal }) => `${rule} ${principal}`)).toEqual([
      "p.by_agent actor",
      "p.by_user subject",
    ]);
  });
});

describe("remedies", () => {
  const set = compile(`
    principal User
    action call(n: Int)
    context { approved?: Int }
    remedy approval(of: Int) = context has approved and context.approved == of
    policy p {
      rule everyone  allow User to call  when args.n != 9
      rule big       deny User to call  when args.n > 10  unless approval(of: args.n + 1)
      rule odd       deny User to call  when args.n == 13
    }`);

  it("are offered where they would be enough", () => {
    expect(decide(set, request({ n: 11 })).remedies).toEqual([
      { rule: "p.big", principal: "subject", name: "approval", arguments: { of: 12 } },
    ]);
    expect(decide(set, request({ n: 11 }, { approved: 12 })).decision).toBe(true);
    expect(decide(set, request({ n: 13 })).remedies).toEqual([]);
    expect(decide(set, request({ n: huge })).remedies).toEqual([]);
  });
});

describe("a decision is its caller's", () => {
  const set = compile(`
    principal User
    action call(n: Int)
    obligation mask(columns: List<String>)
    policy p {
      rule some   allow User to call  when args.n < 9
      rule masks  oblige User to call  with mask(columns: ["salary", "birthday"])
    }`);

  it("who changes one changes no other", () => {
    const obligations = [{ name: "mask", arguments: { columns: ["salary", "birthday"] } }];
    const first = decide(set, request({ n: 1 }));
    expect(first.obligations).toEqual(obligations);
    const { columns } = first.obligations[0]?.arguments ?? {};
    expect(Array.isArray(columns) && columns.pop()).toBe("birthday");
    expect(decide(set, request({ n: 1 })).obligations).toEqual(obligations);
  });
});
