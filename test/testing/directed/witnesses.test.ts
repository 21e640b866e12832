import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { interpret, interpretWithOutcomes } from "../../../src/interpret/interpret.js";
import { lower } from "../../../src/ir/lower.js";
import { witnessRequests } from "../../../src/testing/directed/witnesses.js";
import type { JsonObject } from "../../../src/util/json-object.js";
import { policySetOf } from "../../interpret/policy-set.js";

const schema = `
  principal User in Team { level: Int in 0..9, keys: Map<Bool> }
  principal Agent acting for User
  entity Team
  action send(to: Email, cents: Int, at: Time, from: Ip, file: Path, key: String)
  context { now: Time }
`;

function witnesses(rules: string): { readonly policySet: PolicySet; readonly found: readonly JsonObject[] } {
  const policySet = policySetOf(`${schema}\npolicy p {\n${rules}\n}`);
  return { policySet, found: witnessRequests(createAnalysis(lower(policySet))) };
}

function argumentsOf(found: readonly JsonObject[], name: string): readonly unknown[] {
  return found.map(({ action }) => (action as { properties: JsonObject }).properties[name]);
}

function decides(policySet: PolicySet, request: JsonObject, rule: string): boolean {
  const { decision, subject, actor } = interpret(policySet, request);
  const sides = [subject, actor].filter((side) => side !== undefined);
  return sides.some((side) => side.decision === decision && side.rules.join() === rule);
}

describe("witnesses", () => {
  it("have each rule decide by itself, also where another rule of its effect is wider", () => {
    const { policySet, found } = witnesses(`
      rule few  allow User to send when args.cents < 10
      rule many allow User to send when args.cents < 100
      rule agents allow Agent acting for User to send
      rule none deny Agent to send when args.cents == 3`);
    for (const rule of ["p.many", "p.agents", "p.none"])
      expect(found.some((request) => decides(policySet, request, rule))).toBe(true);
    // A request that `few` allows, `many` allows as well.
    expect(found.some((request) => interpret(policySet, request).subject?.rules.includes("p.few"))).toBe(
      true,
    );
  });

  it("stand on both sides of a bound", () => {
    const { found } = witnesses("rule r allow User to send when args.cents <= 100");
    expect(argumentsOf(found, "cents")).toEqual(expect.arrayContaining([100, 101]));
  });

  it("stand at both ends of a block of addresses, and outside", () => {
    const { found } = witnesses('rule r allow User to send when args.from in "10.1.0.0/16"');
    const addresses = argumentsOf(found, "from");
    expect(addresses.some((address) => String(address).startsWith("10.1."))).toBe(true);
    expect(addresses.some((address) => !String(address).startsWith("10.1."))).toBe(true);
    expect(addresses.length).toBeGreaterThan(2);
  });

  it("tell a pattern from one that is a character wider", () => {
    const { found } = witnesses('rule r allow User to send when args.file like "/srv/*"');
    const files = argumentsOf(found, "file").map(String);
    expect(files.some((file) => file.startsWith("/srv/"))).toBe(true);
    expect(files.some((file) => file.startsWith("/srv") && !file.startsWith("/srv/"))).toBe(true);
  });

  it("have each condition by itself decide", () => {
    const { policySet, found } = witnesses(`
      rule r allow User to send when principal.level > 5 and args.cents < 10 or principal in Team("desk")`);
    const allowed = found.filter((request) => interpret(policySet, request).decision);
    const inTeam = (request: JsonObject) => JSON.stringify(request.subject).includes("desk");
    expect(allowed.some(inTeam)).toBe(true);
    expect(allowed.some((request) => !inTeam(request))).toBe(true);
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  it("have arithmetic go wrong where it can", () => {
    const { policySet, found } = witnesses("rule r deny User to send when args.cents + 1 > 100");
    expect(found.some((request) => interpret(policySet, request).errors.length > 0)).toBe(true);
  });

  it("reach what the analysis has no words for", () => {
    const { policySet, found } = witnesses(
      "rule r allow User to send when principal.keys[args.key] ?? false",
    );
    expect(found.some((request) => interpret(policySet, request).decision)).toBe(true);
  });

  it("reach a rule of which no decision tells", () => {
    const { policySet, found } = witnesses(`
      rule hidden allow User to send when args.cents > 10
      rule stop deny User to send when args.cents > 5`);
    const matches = (request: JsonObject) =>
      interpretWithOutcomes(policySet, request).outcomes.some(
        ({ rule, matches: isMatch }) => rule.id === "p.hidden" && isMatch,
      );
    expect(found.some(matches)).toBe(true);
  });

  it("are none for a rule that can never match", () => {
    const { policySet, found } = witnesses(
      "rule dead allow User to send when args.cents > 10 and args.cents < 5",
    );
    expect(found.some((request) => interpret(policySet, request).decision)).toBe(false);
    expect(found.length).toBeGreaterThan(0);
  });

  it("show what the tests of the policy set show by those tests alone", () => {
    const test = `
      test "eleven" {
        subject User("a") { level: 1, keys: {} }
        action send { to: "a@b.org", cents: 11, at: "2026-01-01T00:00:00Z", from: "::1", file: "/", key: "k" }
        context { now: "2026-01-01T00:00:00Z" }
        expect allow
      }`;
    const policySet = policySetOf(
      `${schema}\npolicy p {\nrule r allow User to send when args.cents == 11\n}\n${test}`,
    );
    const found = witnessRequests(createAnalysis(lower(policySet)));
    expect(found[0]).toEqual(policySet.tests[0]?.request);
    expect(found.filter((request) => interpret(policySet, request).decision).length).toBe(1);
  });
});
