import fc from "fast-check";
import { expectDecision, forDecision, forRule, loadPolicies, policyLaws, requests } from "polc/testing";
import { describe, expect, it } from "vitest";
import * as module from "./dist/policy.js";

const policies = await loadPolicies("policies");
const { policySet } = policies;

// One test for each law of decisions, of the module that will be deployed.
policyLaws(module, { policies, describe, it });

/** A refund by the agent of somebody in support. */
function refund(amount: number) {
  return {
    subject: {
      type: "User",
      id: "sam",
      properties: { limit: 200 },
      ancestors: [{ type: "Team", id: "support" }],
    },
    actor: { type: "Agent", id: "sam-bot" },
    action: { name: "refunds.issue", properties: { amount, reason: "Arrived late." } },
    resource: { type: "Order", id: "A-1", properties: { total: 120 } },
    context: { now: "2026-11-21T10:00:00Z" },
  };
}

describe("an agent", () => {
  it("refunds small amounts", () => {
    expectDecision({ module, policySet }, refund(50)).toAllow({
      by: ["refunds.agents_help", "refunds.people_work"],
    });
  });

  it("leaves larger ones to people", () => {
    expectDecision({ module, policySet }, refund(51)).toDeny({
      by: "refunds.small_ones_only",
      because: "An agent refunds at most 50.",
    });
  });
});

describe("refunds", () => {
  it("are never more than the order", () => {
    fc.assert(
      fc.property(forRule<module.Request>(policySet, "refunds.within_the_order"), (request) => {
        expect(module.allows(request)).toBe(false);
      }),
    );
  });

  it("are issued for somebody in support, and by nobody else", () => {
    fc.assert(
      fc.property(forDecision<module.Request>(policySet, "allow"), (request) => {
        expect(request.subject.type).toBe("User");
        if (request.action.name !== "refunds.issue") return;
        expect(request.subject.ancestors).toContainEqual({ type: "Team", id: "support" });
      }),
    );
  });

  it("are decided alike by `allows` and `decide`", () => {
    fc.assert(
      fc.property(requests<module.Request>(policySet), (request) => {
        expect(module.allows(request)).toBe(module.decide(request).decision);
      }),
    );
  });
});
