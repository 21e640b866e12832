import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { interpret, interpretWithOutcomes } from "../../src/interpret/interpret.js";
import { seededChoices } from "../../src/testing/choices.js";
import { hostileRequestArbitrary } from "../../src/testing/hostile-request-arbitrary.js";
import { isPlainData } from "../../src/testing/plain-data.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { requestArbitrary } from "../../src/testing/request-arbitrary.js";
import { forDecision, forRule, requests } from "../../src/testing/requests.js";
import { policySetOf } from "../interpret/policy-set.js";
import { readPolicySet } from "./read-policy-set.js";

const sets = Array.from({ length: 30 }, (_, seed) => {
  const { policySet } = check(generatePolicySet(seededChoices(seed + 1)), { schemas: generatorSchemas });
  return policySet ? [policySet] : [];
}).flat();

const { policySet: analytics } = check([
  {
    path: "p.pol",
    text: `
      principal User { team: String }
      action query(table: String, limit?: Int in 1..100, columns: List<String>)
      context { ip: Ip, now: Time }
      policy p {
        rule narrow
          allow User to query
          when args.table like "sales_*" and args.limit ?? 100 <= 10
          when context.ip in "10.0.0.0/8" and context.now.hour in 8..18
          when "id" in args.columns and (all c in args.columns: c != "salary")
      }`,
  },
]);

describe("random requests", () => {
  it("are JSON, mostly valid, and of every outcome", () => {
    const reasons = new Map<string, number>();
    for (const policySet of sets) {
      const generate = createRequestGenerator(policySet);
      for (let seed = 0; seed < 50; seed++) {
        const request = generate(seededChoices(seed));
        expect(isPlainData(JSON.parse(JSON.stringify(request)))).toBe(true);
        const { reason } = interpret(policySet, request);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    const share = (reason: string) => (reasons.get(reason) ?? 0) / (sets.length * 50);
    expect(share("invalid_request")).toBeLessThan(0.35);
    expect(share("allowed")).toBeGreaterThan(0.15);
    expect(share("denied_by_rule")).toBeGreaterThan(0.08);
  });

  it("find the way through a rule with many conditions", () => {
    expect(analytics).toBeDefined();
    if (!analytics) return;
    const requests = fc.sample(requestArbitrary(analytics), { seed: 1, numRuns: 200 });
    const allowed = requests.filter((request) => interpret(analytics, request).decision);
    expect(allowed.length).toBeGreaterThan(20);
    expect(allowed.length).toBeLessThan(190);
  });
});

const mail = readPolicySet("test/testing/policy-sets/mail-agent");

describe("directed requests", () => {
  it.each(mail.rules.map(({ id }) => id))("for %s: it matches every one, and they differ", (id) => {
    const made = fc.sample(forRule(mail, id), { seed: 20261128, numRuns: 100 });
    const matches = (request: unknown) =>
      interpretWithOutcomes(mail, request).outcomes.some((each) => each.rule.id === id && each.matches);
    expect(made.filter(matches)).toEqual(made);
    expect(new Set(made.map((request) => JSON.stringify(request))).size).toBeGreaterThan(10);
  });

  it.each(["allow", "deny"] as const)("for a decision: %s", (decision) => {
    const made = fc.sample(forDecision(mail, decision), { seed: 20261129, numRuns: 100 });
    const reasons = made.map((request) => interpret(mail, request).reason);
    expect(new Set(reasons)).toEqual(
      new Set(decision === "allow" ? ["allowed"] : ["denied_by_rule", "no_matching_rule"]),
    );
  });

  it("stay what they are while they shrink", () => {
    const { counterexample } = fc.check(
      fc.property(forRule(mail, "mail.no_wide_searches"), () => false),
      { seed: 20261130 },
    );
    expect(counterexample).toEqual([
      {
        subject: expect.objectContaining({ id: "a" }) as unknown,
        action: { name: "mail.search", properties: { query: "", limit: 101 } },
        resource: expect.objectContaining({ type: "Mailbox" }) as unknown,
      },
    ]);
  });

  it("are asked for by names that there are", () => {
    expect(() => forRule(mail, "mail.no_wide_search")).toThrow(
      "there is no rule `mail.no_wide_search`: is `mail.no_wide_searches` meant?",
    );
    expect(() => forRule(mail, "x")).toThrow("there is no rule `x`");
  });

  it("are not made where there can be none", () => {
    const dead = policySetOf(`
      principal User
      action go(speed: Int)
      policy p {
        rule never
          allow User to go
          when args.speed > 10 and args.speed < 5
      }`);
    expect(() => forRule(dead, "p.never")).toThrow("no request can match rule `p.never`");
    expect(() => forDecision(dead, "allow")).toThrow("no request was found that the policy set would allow");
    expect(fc.sample(requests(dead), { seed: 1, numRuns: 10 }).length).toBe(10);
  });
});

describe("hostile requests", () => {
  it("make the interpreter neither throw nor forget to say what is wrong", () => {
    for (const policySet of sets.slice(0, 10)) {
      fc.assert(
        fc.property(hostileRequestArbitrary(policySet), (request) => {
          const decision = interpret(policySet, request);
          expect(decision.reason === "invalid_request").toBe(decision.problems.length > 0);
        }),
        { seed: 20261123, numRuns: 100 },
      );
    }
  });
});
