import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { ruleLines } from "../../src/testing/rule-lines.js";
import { rulesThatMattered } from "../../src/testing/rules-that-mattered.js";
import type { Expectation } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";

const schema = `use std.agents

principal User in Team { level: Int, team: String, quota?: Int }
entity Team
action files.read(path: String)
obligation log(level: String)
def high(n: Int) = n > 5 and n != 7
`;

/** The rules that mattered to a request of `ann`, with `rules` for policies, as people see them. */
function shown(rules: string, wanted: Expectation, properties: object, actor?: object): string {
  const files = [{ path: "a.pol", text: `${schema}\npolicy p {\n${rules}\n}\n` }];
  const { policySet, diagnostics } = check(files);
  invariant(policySet !== undefined, JSON.stringify(diagnostics));
  const request = {
    subject: { type: "User", id: "ann", properties, ancestors: [{ type: "Team", id: "dev" }] },
    ...(actor && { actor }),
    action: { name: "files.read", properties: { path: "/a" } },
    context: { now: "2026-11-21T10:00:00Z" },
  };
  return ruleLines(rulesThatMattered(policySet, request, wanted), files).join("\n");
}

const ann = { level: 3, team: "dev" };
const bot = { type: "Agent", id: "bot" };

describe("rulesThatMattered", () => {
  it("has the operands of a clause that made it what it is", () => {
    const rule = (condition: string) => `rule r\n allow User to files.read\n when ${condition}`;
    const lines = (condition: string) =>
      shown(rule(condition), { decision: "allow" }, ann).split("\n").slice(2).join("\n");
    expect(lines('principal.team == "ops" or principal.level > 9')).toBe(
      `    false  when principal.team == "ops" or principal.level > 9
      false  principal.team == "ops"
      false  principal.level > 9`,
    );
    expect(lines('principal.team == "dev" and principal.level > 9')).toBe(
      `    false  when principal.team == "dev" and principal.level > 9
      false  principal.level > 9`,
    );
    expect(lines('not (principal.team == "dev" or principal.level > 9)')).toBe(
      `    false  when not (principal.team == "dev" or principal.level > 9)
      true   principal.team == "dev"`,
    );
    expect(lines('if principal.team == "dev" then principal.level > 9 else true')).toBe(
      `    false  when if principal.team == "dev" then principal.level > 9 else true
      true   principal.team == "dev"
      false  principal.level > 9`,
    );
    expect(lines("principal has quota and principal.quota > 1")).toBe(
      `    false  when principal has quota and principal.quota > 1
      false  principal has quota`,
    );
    expect(lines("not principal.level > 2")).toBe("    false  when not principal.level > 2");
  });

  it("looks into definitions, those of the standard library too", () => {
    const rules = `rule all
  allow User to files.read
rule high
  deny User to files.read
  when high(principal.level)
rule reviewed
  deny User to files.read
  unless approval(from: "ops", max_age: 1h)`;
    expect(shown(rules, { decision: "allow" }, { ...ann, level: 9 })).toBe(`subject
  deny   p.high: true, matches
    true   when high(principal.level)
      true   n > 5
      true   n != 7
  deny   p.reviewed: true, matches
    true   unless approval(from: "ops", max_age: 1h)
      false  context has approval`);
  });

  it("has the groups that a rule names where they do not fit, and not its clauses then", () => {
    const rules = `rule ops
  allow User in Team("ops") to files.read
  when principal.level > 9`;
    expect(shown(rules, { decision: "allow" }, ann)).toBe(`subject
  allow  p.ops: false
    false  the ids and groups that it names
      false  User in Team("ops")`);
  });

  it("has what denied one principal, and nothing of the other that may", () => {
    const rules = `rule people
  allow User to files.read
rule agents
  allow Agent acting for User to files.read
rule low
  deny Agent acting for User to files.read
  when subject.level < 5`;
    expect(shown(rules, { decision: "allow" }, ann, bot)).toBe(`actor
  deny   p.low: true, matches
    true   when subject.level < 5`);
  });

  it("has of an allowed request what allowed it, and the denies and obligations that might have been", () => {
    const rules = `rule people
  allow User to files.read
rule low
  deny User to files.read
  when principal.level < 2
rule logged
  oblige User to files.read
  when principal.level > 8
  with log(level: "info")`;
    const allowed = "subject\n  allow  p.people: true, matches";
    expect(shown(rules, { decision: "deny" }, ann)).toBe(
      `subject\n  deny   p.low: false\n    false  when principal.level < 2\n  allow  p.people: true, matches`,
    );
    expect(shown(rules, { decision: "allow", rules: ["p.others"] }, ann)).toBe(allowed);
    expect(shown(rules, { decision: "allow", obligations: ["log"] }, ann)).toBe(
      `subject\n  oblige p.logged: false\n    false  when principal.level > 8\n  allow  p.people: true, matches`,
    );
    expect(shown(rules, { decision: "allow", rules: ["p.low"] }, ann)).toContain("p.low: false");
  });

  it("has the five that came nearest, and nothing of a request that is invalid", () => {
    const rules = Array.from(
      { length: 8 },
      (_, index) =>
        `rule r${index}\n allow User to files.read\n when principal.level > 9${index < 3 ? "\n when principal.level > 8" : ""}`,
    ).join("\n");
    const names = [...shown(rules, { decision: "allow" }, ann).matchAll(/p\.r\d/g)].map(([name]) => name);
    expect(names).toEqual(["p.r3", "p.r4", "p.r5", "p.r6", "p.r7"]);
    expect(shown(rules, { decision: "allow" }, { level: "high" })).toBe("");
  });
});
