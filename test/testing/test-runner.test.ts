import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { runTests } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";

const policies = `
principal User { team: String, quota?: Int }
principal Agent acting for User
action mail.send(to: Email)
obligation log(level: String)

policy mail {
  rule people
    allow User to mail.send

  rule agents
    allow Agent acting for User to mail.send

  rule inside
    deny Agent to mail.send
    unless args.to.domain within "example.com"
    because "Agents write to colleagues."

  rule sales_stay_inside
    deny User to mail.send
    when principal.team == "sales" and not (args.to.domain within "example.com")

  rule logged
    oblige Agent acting for User to mail.send
    with log(level: "info")
}
`;

/** How a test with these lines goes. */
function run(team: string, to: string, expectation: string, actor = 'actor Agent("bot")') {
  const test = `test "t" {
  subject User("ann") { team: "${team}" }
  ${actor}
  action mail.send { to: "${to}" }
  expect ${expectation}
}`;
  const { policySet, diagnostics } = check([{ path: "p.pol", text: policies + test }]);
  invariant(policySet !== undefined, diagnostics.map(({ message }) => message).join("\n"));
  const [result] = runTests(policySet);
  return { passed: result?.passed, expected: result?.expected, actual: result?.actual };
}

describe("runTests", () => {
  it.each([
    ["support", "a@example.com", "allow"],
    ["support", "a@example.com", "allow by mail.people, mail.agents"],
    ["support", "a@example.com", "allow by mail.agents, mail.people obliging log"],
    ["support", "a@other.com", "deny"],
    ["support", "a@other.com", "deny by mail.inside"],
    ["support", "a@other.com", 'deny because "Agents write to colleagues."'],
    ["sales", "a@other.com", "deny by mail.inside, mail.sales_stay_inside"],
  ])("of %s to %s: %s passes", (team, to, expectation) => {
    expect(run(team, to, expectation)).toMatchObject({ passed: true });
  });

  it.each([
    ["a@example.com", "deny", "deny", "allow by mail.agents, mail.people obliging log"],
    [
      "a@example.com",
      "allow by mail.people",
      "allow by mail.people",
      "allow by mail.agents, mail.people obliging log",
    ],
    [
      "a@other.com",
      "allow obliging log",
      "allow obliging log",
      'deny by mail.inside because "Agents write to colleagues."',
    ],
    [
      "a@other.com",
      'deny because "No."',
      'deny because "No."',
      'deny by mail.inside because "Agents write to colleagues."',
    ],
    [
      "a@other.com",
      "deny by no_matching_rule",
      "deny by no_matching_rule",
      'deny by mail.inside because "Agents write to colleagues."',
    ],
  ])("to %s: %s fails and says why", (to, expectation, expected, actual) => {
    expect(run("support", to, expectation)).toEqual({ passed: false, expected, actual });
  });

  it("knows the reasons that are no rules", () => {
    const agentAlone = "";
    expect(run("support", "a@example.com", "allow by mail.people", agentAlone)).toMatchObject({
      passed: true,
    });
    expect(run("support", "a@example.com", "allow by mail.people obliging log", agentAlone)).toMatchObject({
      passed: false,
    });
    expect(run("support", "nonsense", "deny by invalid_request")).toMatchObject({ passed: true });
    expect(run("support", "nonsense", "deny by mail.inside")).toMatchObject({
      passed: false,
      actual: "deny by invalid_request",
    });
  });
});
