import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { type Json, policySetOf } from "./policy-set.js";

/*
 * The decision, by the letter of language.md §5: one describe block for each of its sentences.
 */

const schema = `
  principal User in Team { level: Int, name?: String }
  principal Agent acting for User { level: Int }
  principal Service { level: Int }
  entity Team
  entity Folder
  entity Document in Folder { owner: User, size: Int }
  tag read, write
  action docs.read(page?: Int) on Document tagged read
  action docs.write(text: String) on Document tagged write
  action docs.make(title: String) on Document tagged write
  action ping(count?: Int)
  context { hour: Int, big: Int, reason?: String }
`;

const user = { type: "User", id: "ann", properties: { level: 1 } };
const agent = { type: "Agent", id: "bot", properties: { level: 2 } };
const document = { type: "Document", id: "7", properties: { owner: { type: "User", id: "ann" }, size: 10 } };
const context = { hour: 10, big: Number.MAX_SAFE_INTEGER };
const ping: Json = { subject: user, action: { name: "ping" }, context };
const read: Json = { subject: user, action: { name: "docs.read" }, resource: document, context };

/** Decides by the rules of one policy called `p`. */
function decide(rules: string, request: Json) {
  return interpret(policySetOf(`${schema}\npolicy p {\n${rules}\n}`), request);
}

describe("a principal is allowed iff an allow matches it and no deny does", () => {
  it("nothing matches: denied", () => {
    expect(decide("rule a allow User to ping when context.hour == 1", ping)).toMatchObject({
      decision: false,
      reason: "no_matching_rule",
      subject: { decision: false, rules: [] },
    });
  });

  it("no rule at all: denied", () => {
    expect(decide("", ping)).toMatchObject({ decision: false, reason: "no_matching_rule" });
  });

  it("a group that the schema rules out is none, whatever the request says, and what comes after it is not forgotten", () => {
    const rules = `
      rule a allow User, Service to ping
        when principal in Team("t")
        when context.hour == 1`;
    const ancestors = [{ type: "Team", id: "t" }];
    const service = { type: "Service", id: "s", properties: { level: 1 }, ancestors };
    expect(decide(rules, { ...ping, subject: service })).toMatchObject({ reason: "no_matching_rule" });
    expect(decide(rules, { ...ping, subject: { ...user, ancestors } })).toMatchObject({
      reason: "no_matching_rule",
    });
    const inTime = { ...ping, context: { ...context, hour: 1 } };
    expect(decide(rules, { ...inTime, subject: service })).toMatchObject({ reason: "no_matching_rule" });
    expect(decide(rules, { ...inTime, subject: { ...user, ancestors } })).toMatchObject({
      reason: "allowed",
    });
  });

  it("an allow matches: allowed, by all that match", () => {
    const rules = `
      rule b allow User to ping
      rule a allow anyone to anything
      rule c allow User to ping when context.hour == 1`;
    expect(decide(rules, ping)).toEqual({
      decision: true,
      reason: "allowed",
      subject: { decision: true, rules: ["p.a", "p.b"] },
      because: [],
      remedies: [],
      obligations: [],
      errors: [],
      problems: [],
      args: {},
      digest: policySetOf(`${schema}\npolicy p {\n${rules}\n}`).digest,
    });
  });

  it("a deny overrides every allow, and all denies that match are named", () => {
    const rules = `
      rule a allow User to ping
      rule d2 deny User to ping when context.hour == 10
      rule d1 deny anyone to ping
      rule d3 deny User to ping when context.hour == 11`;
    expect(decide(rules, ping)).toMatchObject({
      decision: false,
      reason: "denied_by_rule",
      subject: { decision: false, rules: ["p.d1", "p.d2"] },
    });
  });

  it("a deny alone is a denial by rule", () => {
    expect(decide("rule d deny User to ping", ping).reason).toBe("denied_by_rule");
  });
});

describe("actor and subject are each decided by themselves, and both must be allowed", () => {
  const delegated = { ...ping, actor: agent };

  it("the agent alone is not enough", () => {
    expect(decide("rule a allow Agent acting for User to ping", delegated)).toMatchObject({
      decision: false,
      reason: "no_matching_rule",
      subject: { decision: false, rules: [] },
      actor: { decision: true, rules: ["p.a"] },
    });
  });

  it("nor is the user", () => {
    expect(decide("rule a allow User to ping", delegated)).toMatchObject({
      decision: false,
      subject: { decision: true, rules: ["p.a"] },
      actor: { decision: false, rules: [] },
    });
  });

  it("both are", () => {
    const rules = "rule a allow Agent acting for User to ping rule u allow User to ping";
    expect(decide(rules, delegated)).toMatchObject({
      decision: true,
      subject: { decision: true, rules: ["p.u"] },
      actor: { decision: true, rules: ["p.a"] },
    });
  });

  it("a deny of either one denies, and is the reason even where the other has no allow", () => {
    const rules = "rule a allow User to ping rule d deny User to ping when context.hour == 10";
    expect(decide(rules, delegated)).toMatchObject({
      reason: "denied_by_rule",
      subject: { decision: false, rules: ["p.d"] },
      actor: { decision: false, rules: [] },
    });
  });

  it("`principal` is the one in question; `subject` and `actor` are who they are", () => {
    const rules = `
      rule own allow User, Agent acting for User to ping when principal.level >= 1
      rule two deny Agent acting for User to ping when subject.level == 1 and actor.level == 3
      rule three deny User to ping when principal.level == 2`;
    expect(decide(rules, delegated)).toMatchObject({ decision: true });
    expect(decide(rules, { ...delegated, actor: { ...agent, properties: { level: 3 } } })).toMatchObject({
      actor: { decision: false, rules: ["p.two"] },
      subject: { decision: true, rules: ["p.own"] },
    });
  });

  it("a bare type matches in every role; `acting for` and `acting alone` in one", () => {
    const rules = `
      rule bare allow Agent to ping
      rule alone allow Agent acting alone to ping
      rule for allow Agent acting for User to ping
      rule user allow User to ping`;
    expect(decide(rules, { ...ping, subject: agent }).subject?.rules).toEqual(["p.alone", "p.bare"]);
    const decision = decide(rules, delegated);
    expect(decision.actor?.rules).toEqual(["p.bare", "p.for"]);
    expect(decision.subject?.rules).toEqual(["p.user"]);
  });

  it("an undelegated request has no actor to speak of", () => {
    expect(decide("rule a allow User to ping", ping)).not.toHaveProperty("actor");
  });
});

describe("the scope of a rule", () => {
  const allows = (rule: string, request: Json) => decide(`rule r ${rule}`, request).decision;

  it.each<[string, Json, boolean]>([
    ['allow User("ann") to ping', ping, true],
    ['allow User("bob") to ping', ping, false],
    [
      'allow User in Team("t") to ping',
      { ...ping, subject: { ...user, ancestors: [{ type: "Team", id: "t" }] } },
      true,
    ],
    [
      'allow User in Team("t") to ping',
      { ...ping, subject: { ...user, ancestors: [{ type: "Team", id: "u" }] } },
      false,
    ],
    [
      'allow User in Team("t") to ping',
      { ...ping, subject: { ...user, ancestors: [{ type: "Folder", id: "t" }] } },
      false,
    ],
    ['allow User in Team("t") to ping', { ...ping, subject: { ...user, ancestors: [] } }, false],
    [
      'allow User("bob"), User in Team("t") to ping',
      { ...ping, subject: { ...user, ancestors: [{ type: "Team", id: "t" }] } },
      true,
    ],
    ["allow anyone to ping", ping, true],
    ["allow Service to ping", ping, false],
    ["allow anyone to anything", ping, true],
    ["allow anyone to docs.*", read, true],
    ["allow anyone to docs.*", ping, false],
    ["allow anyone to read", read, true],
    ["allow anyone to write", read, false],
    ["allow anyone to ping, docs.read", read, true],
    ["allow anyone to docs.read on Document", read, true],
    ['allow anyone to docs.read on Document("7")', read, true],
    ['allow anyone to docs.read on Document("8")', read, false],
    [
      'allow anyone to docs.read on Document in Folder("f")',
      { ...read, resource: { ...document, ancestors: [{ type: "Folder", id: "f" }] } },
      true,
    ],
    [
      'allow anyone to docs.read on Document in Folder("f")',
      { ...read, resource: { ...document, ancestors: [] } },
      false,
    ],
    ["allow anyone to anything on Document", read, true],
  ])("%s", (rule, request, expected) => {
    expect(allows(rule, request)).toBe(expected);
  });
});

describe("clauses", () => {
  it.each([
    ["when context.hour == 10 when context.big > 0", true],
    ["when context.hour == 10 when context.big < 0", false],
    ["unless context.hour == 10", false],
    ["unless context.hour == 11", true],
    ["when context.hour == 10 unless context.big < 0", true],
  ])("%s", (clauses, expected) => {
    expect(decide(`rule a allow User to ping ${clauses}`, ping).decision).toBe(expected);
  });
});

describe("errors fail closed", () => {
  const overflow = "context.big + 1 > 0";

  it("an allow whose conditions are an error does not match", () => {
    expect(decide(`rule a allow User to ping when ${overflow}`, ping)).toMatchObject({
      decision: false,
      reason: "no_matching_rule",
      errors: [{ rule: "p.a", principal: "subject", where: "clauses" }],
    });
  });

  it("a deny whose conditions are an error matches", () => {
    expect(decide(`rule a allow User to ping rule d deny User to ping when ${overflow}`, ping)).toMatchObject(
      {
        decision: false,
        reason: "denied_by_rule",
        subject: { rules: ["p.d"] },
        errors: [{ rule: "p.d", principal: "subject", where: "clauses" }],
      },
    );
  });

  it("an error under `unless` is an error too", () => {
    expect(decide(`rule a allow User to ping unless ${overflow}`, ping).decision).toBe(false);
    expect(decide(`rule a allow User to ping rule d deny User to ping unless ${overflow}`, ping).reason).toBe(
      "denied_by_rule",
    );
  });

  it("errors are listed whatever decided, sorted by rule, the subject's first", () => {
    const rules = `
      rule b allow User, Agent acting for User to ping when ${overflow}
      rule a allow User, Agent acting for User to ping
      rule c deny Agent acting for User to ping when ${overflow} and context.hour == 11`;
    const decision = decide(rules, { ...ping, actor: agent });
    expect(decision.decision).toBe(true);
    expect(decision.errors).toEqual([
      { rule: "p.b", principal: "subject", where: "clauses" },
      { rule: "p.b", principal: "actor", where: "clauses" },
    ]);
  });

  it("a rule whose ids or groups do not fit is false, not an error", () => {
    expect(decide(`rule a allow User("bob") to ping when ${overflow}`, ping).errors).toEqual([]);
  });
});

describe("because", () => {
  it("has the texts of the denies that match, by rule, each once", () => {
    const rules = `
      rule z deny User to ping because "first"
      rule a deny User to ping because "second"
      rule b deny Agent acting for User to ping because "first"
      rule c deny User to ping when context.hour == 11 because "not this"
      rule d deny User to ping`;
    expect(decide(rules, { ...ping, actor: agent }).because).toEqual(["second", "first"]);
  });
});

describe("remedies", () => {
  const remedies = `
    remedy reason(text: String, least?: Int) = context has reason and context.reason == text
    remedy later(hour: Int) = context.hour >= hour`;
  const decideWith = (rules: string, request: Json) =>
    interpret(
      policySetOf(`${schema}${remedies.replace(", least?: Int", "")}\npolicy p {\n${rules}\n}`),
      request,
    );

  const rules = `
    rule a allow User to ping
    rule d deny User to ping when context.hour == 10 unless reason(text: "because") unless later(hour: context.hour + 2)`;

  it("are reported with their arguments where they would lift every deny", () => {
    expect(decideWith(rules, ping).remedies).toEqual([
      { rule: "p.d", principal: "subject", name: "reason", arguments: { text: "because" } },
      { rule: "p.d", principal: "subject", name: "later", arguments: { hour: 12 } },
    ]);
  });

  it("lift the rule when they hold: one is enough", () => {
    const decision = decideWith(rules, { ...ping, context: { ...context, reason: "because" } });
    expect(decision).toMatchObject({ decision: true, remedies: [] });
  });

  it("are not reported where a principal has no allow", () => {
    const only = "rule d deny User to ping unless later(hour: 12)";
    expect(decideWith(only, ping)).toMatchObject({ reason: "denied_by_rule", remedies: [] });
  });

  it("are not reported where another deny has none", () => {
    expect(decideWith(`${rules} rule e deny User to ping`, ping).remedies).toEqual([]);
  });

  it("are not reported where a deny matched by an error", () => {
    const error = "rule e deny User to ping when context.big + 1 > 0 unless later(hour: 12)";
    expect(decideWith(`${rules} ${error}`, ping).remedies).toEqual([]);
  });

  it("are not reported where an argument is an error", () => {
    const error = 'rule e deny User to ping unless reason(text: if context.big + 1 > 0 then "a" else "b")';
    expect(decideWith(`rule a allow User to ping ${error}`, ping)).toMatchObject({
      reason: "denied_by_rule",
      remedies: [],
    });
  });

  it("are reported for both principals, by rule, the subject's first", () => {
    const both = `
      rule a allow User, Agent acting for User to ping
      rule e deny User, Agent acting for User to ping unless later(hour: 11)
      rule d deny Agent acting for User to ping unless later(hour: 12)`;
    expect(decideWith(both, { ...ping, actor: agent }).remedies).toEqual([
      { rule: "p.d", principal: "actor", name: "later", arguments: { hour: 12 } },
      { rule: "p.e", principal: "subject", name: "later", arguments: { hour: 11 } },
      { rule: "p.e", principal: "actor", name: "later", arguments: { hour: 11 } },
    ]);
  });
});

describe("obligations", () => {
  const declarations = `
    obligation mask(column: String, rows?: Int)
    obligation log
    obligation use(key: String, at?: Time) once`;
  const decideWith = (rules: string, request: Json) =>
    interpret(
      policySetOf(`${schema}${declarations}\npolicy p {\nrule allowed allow anyone to ping\n${rules}\n}`),
      request,
    );
  const delegated = { ...ping, actor: agent };

  it("of all matching rules apply, by rule id, without duplicates", () => {
    const rules = `
      rule o2 oblige User to ping with mask(column: "a"), log
      rule o1 oblige User to ping with mask(column: "b", rows: context.hour)
      rule o3 oblige Agent acting for User to ping with mask(column: "a"), mask(column: "c")
      rule o4 oblige User to ping when context.hour == 11 with mask(column: "not this")`;
    expect(decideWith(rules, delegated).obligations).toEqual([
      { name: "mask", arguments: { column: "b", rows: 10 } },
      { name: "mask", arguments: { column: "a" } },
      { name: "log", arguments: {} },
      { name: "mask", arguments: { column: "c" } },
    ]);
  });

  it("apply also where the condition is an error", () => {
    const decision = decideWith("rule o oblige User to ping when context.big + 1 > 0 with log", ping);
    expect(decision).toMatchObject({
      decision: true,
      obligations: [{ name: "log" }],
      errors: [{ rule: "p.o", where: "clauses" }],
    });
  });

  it("are none where the request is denied", () => {
    const decision = decideWith("rule o oblige User to ping with log rule d deny User to ping", ping);
    expect(decision).toMatchObject({ reason: "denied_by_rule", obligations: [] });
  });

  it("with an argument that is an error deny", () => {
    const rules = `
      rule o oblige User, Agent acting for User to ping with log, mask(column: "a", rows: context.big + 1)`;
    expect(decideWith(rules, delegated)).toMatchObject({
      decision: false,
      reason: "obligation_error",
      subject: { decision: true, rules: ["p.allowed"] },
      actor: { decision: true, rules: ["p.allowed"] },
      obligations: [],
      errors: [
        { rule: "p.o", principal: "subject", where: "obligation" },
        { rule: "p.o", principal: "actor", where: "obligation" },
      ],
    });
  });

  it("say nothing of an argument's error where the request is denied anyway", () => {
    const rules =
      'rule o oblige User to ping with mask(column: "a", rows: context.big + 1) rule d deny User to ping';
    expect(decideWith(rules, ping).errors).toEqual([]);
  });

  it("that are `once` deny where two values would apply", () => {
    const rules = `
      rule o1 oblige User to ping with use(key: "a"), log
      rule o2 oblige Agent acting for User to ping with use(key: "b")
      rule o3 oblige User to ping with log`;
    expect(decideWith(rules, delegated)).toMatchObject({
      decision: false,
      reason: "obligation_error",
      errors: [
        { rule: "p.o1", principal: "subject", where: "obligation" },
        { rule: "p.o2", principal: "actor", where: "obligation" },
      ],
    });
  });

  it("that are `once` apply where all say the same", () => {
    const rules = `
      rule o1 oblige User to ping with use(key: "a")
      rule o2 oblige Agent acting for User to ping with use(key: "a")`;
    expect(decideWith(rules, delegated).obligations).toEqual([{ name: "use", arguments: { key: "a" } }]);
  });
});
