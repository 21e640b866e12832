import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { lawSubject } from "../../src/testing/law-subject.js";
import { laws } from "../../src/testing/laws.js";
import type { DecisionModule } from "../../src/testing/load-module.js";
import { type PolicyLawsOptions, policyLaws } from "../../src/testing/policy-laws.js";
import { invariant } from "../../src/util/invariant.js";
import { policy } from "../cli/sample-set.js";

const files = [{ path: "support.pol", text: policy }];
const { policySet } = check(files);
invariant(policySet !== undefined, "the policies check");
const policies = lawSubject(policySet, files);

interface Registered {
  readonly name: string;
  readonly timeout: number | undefined;
  readonly test: () => void;
}

/** The tests that `policyLaws` registers. */
function registered(module: DecisionModule, options: Partial<PolicyLawsOptions> = {}): readonly Registered[] {
  const tests: Registered[] = [];
  policyLaws(module, {
    policies,
    runs: 30,
    describe: (_, define) => define(),
    it: (name, test, timeout) => tests.push({ name, test, timeout }),
    ...options,
  });
  return tests;
}

/** What a test ends with; nothing if it passes. */
function problemOf({ test }: Registered): string {
  try {
    test();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A build that lets invalid requests through. */
const open: DecisionModule = {
  ...policies.module,
  allows: () => true,
  decide: (request) => ({ ...policies.module.decide(request), decision: true, reason: "allowed" }),
};

describe("policyLaws", () => {
  policyLaws(policies.module, { policies, runs: 30, describe, it });

  it("registers a test for each law, with its statement and time", () => {
    const tests = registered(policies.module);
    expect(tests.map(({ name }) => name)).toEqual(laws.map(({ name, statement }) => `${name}: ${statement}`));
    expect(new Set(tests.map(({ timeout }) => timeout))).toEqual(new Set([60_000]));
    expect(registered(policies.module, { laws: ["purity"], timeout: 5 })).toMatchObject([{ timeout: 5 }]);
  });

  it("fails where a law is broken, with all that there is to know", () => {
    const [problem = ""] = registered(open, { laws: ["default-deny"] }).map(problemOf);
    expect(problem).toMatch(/^(.*)\nlaw {7}What no allow speaks for .*\nfound {5}\1\n/);
    expect(problem).toMatch(/\nexpected {2}false\nactual {4}true\nrequest {3}\{.*\}\npolicies {2}deny by /);
    expect(problem).toMatch(
      /\nreplay {4}policyLaws\(module, \{ policies, laws: \["default-deny"\], seed: 1, /,
    );
  });

  it("replays a failure, and only that", () => {
    const [problem = ""] = registered(open, { laws: ["default-deny"] }).map(problemOf);
    const [, path = ""] = /path: "([\d:]+)"/.exec(problem) ?? [];
    const again = { laws: ["default-deny"], seed: 1, path };
    const shown = (text: string) => /^request .*$/m.exec(text)?.[0];
    expect(shown(registered(open, again).map(problemOf)[0] ?? "")).toBe(shown(problem));
    expect(registered(policies.module, again).map(problemOf)).toEqual([""]);
  });

  it("says that a module was built from other policies rather than that it breaks every law", () => {
    const other = { ...policies.module, policySet: { digest: "sha256:0" } };
    const problems = new Set(registered(other).map(problemOf));
    expect([...problems]).toEqual([expect.stringContaining("was built from other policies")]);
  });

  it("refuses laws that do not exist, and a place without a test runner", () => {
    expect(() => registered(policies.module, { laws: ["murphy"] })).toThrow("there is no law `murphy`");
    expect(() => policyLaws(policies.module, { policies })).toThrow("there is no test runner");
  });
});
