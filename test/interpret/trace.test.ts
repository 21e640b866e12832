import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { printTrace, trace } from "../../src/interpret/trace.js";
import { policySetOf } from "./policy-set.js";

const set = policySetOf(`
  principal User { level: Int }
  principal Agent acting for User { level: Int }
  action act(n: Int)
  policy p {
    rule a allow User, Agent acting for User to act
      when principal.level > 0
      unless args.n == 9
    rule b deny Agent("bot") to act when args.n + 9007199254740991 > 0
    rule c deny User("bob") to act
  }
`);

const request = {
  subject: { type: "User", id: "ann", properties: { level: 1 } },
  actor: { type: "Agent", id: "bot", properties: { level: 0 } },
  action: { name: "act", properties: { n: 1 } },
};

describe("trace", () => {
  it("tells of every rule in scope of each principal, and of each clause", () => {
    const { decision, rules } = trace(set, request);
    expect(decision).toEqual(interpret(set, request));
    expect(printTrace(rules)).toBe(`subject
  allow  p.a: true, matches
    true   when principal.level > 0
    true   unless args.n == 9
  deny   p.c: false
    false  the ids and groups that it names
actor
  allow  p.a: false
    false  when principal.level > 0
    true   unless args.n == 9
  deny   p.b: error, matches
    error  when args.n + 9007199254740991 > 0
`);
  });

  it("has nothing to tell of an invalid request", () => {
    expect(trace(set, {})).toMatchObject({ decision: { reason: "invalid_request" }, rules: [] });
    expect(printTrace([])).toBe("");
  });
});
