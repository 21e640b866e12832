import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { expectDecision } from "../../src/testing/expect-decision.js";
import { lawSubject } from "../../src/testing/law-subject.js";
import { invariant } from "../../src/util/invariant.js";

const policy = `principal User { team: String }
action mail.send(to: Email)
obligation log(level: String)

policy mail {
  rule people
    allow User to mail.send

  rule sales_stay_inside
    deny User to mail.send
    when principal.team == "sales"
    unless args.to.domain within "example.com"
    because "Sales writes to colleagues."

  rule logged
    oblige User to mail.send
    with log(level: "info")
}
`;

const files = [{ path: "mail.pol", text: policy }];
const { policySet } = check(files);
invariant(policySet !== undefined, "the policies check");
const policies = lawSubject(policySet, files);

function request(team: string, to: string) {
  return {
    subject: { type: "User", id: "ann", properties: { team } },
    action: { name: "mail.send", properties: { to } },
  };
}

const allowed = request("dev", "kim@example.org");
const denied = request("sales", "kim@example.org");

/** The message that comes of an expectation that is not met. */
function messageOf(compare: () => unknown): string {
  try {
    compare();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "";
}

describe("expectDecision", () => {
  it("gives the decision that is as expected", () => {
    expect(expectDecision(policies, allowed).toAllow()).toEqual(policies.module.decide(allowed));
    expectDecision(policies, allowed).toAllow({ by: "mail.people", obliging: ["log"] });
    const because = "Sales writes to colleagues.";
    expectDecision(policies, denied).toDeny({ by: ["mail.sales_stay_inside"], because });
    expectDecision(policies, denied).toDeny({ reason: "denied_by_rule" });
    expectDecision(policies, {}).toDeny({ reason: "invalid_request" });
  });

  it.each([
    ["the other decision", () => expectDecision(policies, denied).toAllow()],
    ["another rule", () => expectDecision(policies, allowed).toAllow({ by: "mail.others" })],
    ["another text", () => expectDecision(policies, denied).toDeny({ because: "No." })],
    ["another reason", () => expectDecision(policies, denied).toDeny({ reason: "no_matching_rule" })],
    ["no obligation", () => expectDecision(policies, allowed).toAllow({ obliging: [] })],
  ])("throws for %s", (_, compare) => {
    expect(messageOf(compare)).toContain("another decision than expected");
  });

  it("shows the request and what decided it", () => {
    expect(
      messageOf(() => expectDecision(policies, denied).toAllow({ by: "mail.people" })),
    ).toBe(`another decision than expected
expected  allow by mail.people
decided   deny by mail.sales_stay_inside because "Sales writes to colleagues."
request   {"subject":{"type":"User","id":"ann","properties":{"team":"sales"}},"action":{"name":"mail.send","properties":{"to":"kim@example.org"}}}
subject
  allow  mail.people: true, matches
  deny   mail.sales_stay_inside: true, matches
    true   when principal.team == "sales"
    true   unless args.to.domain within "example.com"`);
  });

  it("shows of an allowed request the denies that came nearest, with what kept them from it", () => {
    expect(messageOf(() => expectDecision(policies, allowed).toDeny())).toMatch(
      / {2}deny {3}mail\.sales_stay_inside: false\n {4}false {2}when principal\.team == "sales"$/,
    );
  });

  it("has what test runners put side by side", () => {
    expect(() => expectDecision(policies, allowed).toDeny()).toThrow(
      expect.objectContaining({ expected: "deny", actual: "allow by mail.people obliging log" }),
    );
  });

  it("does with a module alone, without what is behind its decisions", () => {
    const { module } = policies;
    expectDecision({ module }, allowed).toAllow();
    expect(messageOf(() => expectDecision({ module }, denied).toAllow())).toMatch(/\nrequest {3}.*$/);
  });
});
