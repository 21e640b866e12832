import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Analysis, createAnalysis } from "../../src/analysis/analysis.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { interpret, interpretWithOutcomes, validateRequest } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import { createCoverageRecorder } from "../../src/testing/coverage/coverage-recorder.js";
import { figuresOf, percentOf } from "../../src/testing/coverage/figures.js";
import { settleCoverage } from "../../src/testing/coverage/settle-coverage.js";
import { kindOf } from "../../src/testing/directed/cross-requests.js";
import { simplerRequests } from "../../src/testing/directed/simpler-requests.js";
import { createRequestSource } from "../../src/testing/directed-requests.js";
import type { RequestSource } from "../../src/testing/request-source.js";
import { isJsonObject, type JsonObject } from "../../src/util/json-object.js";
import { exampleSets, measuredSets, readPolicySet } from "./read-policy-set.js";

interface KnownSource {
  readonly policySet: PolicySet;
  readonly analysis: Analysis;
  readonly source: RequestSource;
}

const known = new Map<string, KnownSource>();

/** Where requests for the policy set in a folder come from, made once. */
function sourceFor(folder: string): KnownSource {
  const found = known.get(folder) ?? createSource(readPolicySet(folder));
  known.set(folder, found);
  return found;
}

function createSource(policySet: PolicySet): KnownSource {
  const analysis = createAnalysis(lower(policySet));
  return { policySet, analysis, source: createRequestSource(policySet, analysis) };
}

describe.each([...exampleSets, ...measuredSets])("the seeds for %s", (folder) => {
  const { policySet, analysis, source } = sourceFor(folder);
  const { seeds } = source;

  it("are valid", () => {
    expect(seeds.flatMap((request) => validateRequest(policySet, request))).toEqual([]);
  });

  // Of what the analysis does not prove to be out of reach; no random request is needed for it.
  it("reach 99 % of the rules and 95 % of the outcomes of their conditions", () => {
    const recorder = createCoverageRecorder(policySet);
    for (const request of seeds) recorder.see(request);
    const { rules, outcomes } = figuresOf(settleCoverage(analysis, recorder).tests);
    expect(rules.covered + rules.unreachable).toBeGreaterThan(0);
    expect(percentOf(rules)).toBeGreaterThanOrEqual(99);
    expect(percentOf(outcomes)).toBeGreaterThanOrEqual(95);
  });
});

describe("a source of requests", () => {
  const { policySet, source } = sourceFor("test/testing/policy-sets/payments");

  it("is the same for the same policy set and seed", () => {
    const again = createRequestSource(readPolicySet("test/testing/policy-sets/payments"));
    expect(again.seeds).toEqual(source.seeds);
    expect(sampleOf(again, 50)).toEqual(sampleOf(source, 50));
  });

  it("makes requests of every outcome, few of them invalid", () => {
    const reasons = sampleOf(source, 500).map((request) => interpret(policySet, request).reason);
    const share = (reason: string) => reasons.filter((each) => each === reason).length / reasons.length;
    expect(share("invalid_request")).toBeLessThan(0.3);
    expect(share("allowed")).toBeGreaterThan(0.1);
    expect(share("denied_by_rule")).toBeGreaterThan(0.1);
    expect(share("no_matching_rule")).toBeGreaterThan(0.1);
  });

  it("makes requests of rules that random ones hardly meet", () => {
    const matched = new Set(sampleOf(source, 500).flatMap((request) => matchedIn(policySet, request)));
    const missed = policySet.rules.filter(({ id }) => !matched.has(id));
    expect(missed.map(({ id }) => id)).toEqual([]);
  });

  it("shrinks to what matters, in words of one letter", () => {
    expect(smallest(policySet, source, "paying.clerks_pay")).toEqual({
      subject: { type: "Clerk", id: "a", properties: { branch: "a", grade: 1, limit: 1 } },
      action: {
        name: "bank.transfer",
        properties: { to: "DE0000000000000", amount: { cents: 1, currency: "EUR" } },
      },
      resource: { type: "Account", properties: { branch: "a", frozen: false, kind: "current" } },
      context: { now: "1970-01-01T00:00:00Z" },
    });
  });

  it("shrinks a seed as it shrinks any request", () => {
    const rule = "looking.statements_of_one_year";
    const [seed] = source.seeds.filter((request) => matchedIn(policySet, request).includes(rule));
    const { counterexample } = fc.check(
      fc.property(source.arbitrary, (request) => !matchedIn(policySet, request).includes(rule)),
      { seed: 20261126, numRuns: 1, examples: seed === undefined ? [] : [[seed]] },
    );
    expect(counterexample).toEqual([
      {
        subject: expect.objectContaining({ id: "a" }) as unknown,
        action: { name: "bank.statement", properties: { from: "1970-01-01", to: "1970-01-01" } },
        resource: expect.objectContaining({ type: "Account" }) as unknown,
      },
    ]);
  });
});

describe.each(["mail-agent", "network-hours", "code-host"])("requests for %s", (name) => {
  const { policySet, source } = sourceFor(`test/testing/policy-sets/${name}`);
  const requests = new Map(policySet.rules.map(({ id }) => [id, smallest(policySet, source, id)]));

  it("shrunk-requests-are-minimal", () => {
    for (const [id, request] of requests) {
      expect(validateRequest(policySet, request)).toEqual([]);
      const simpler = [...simplerRequests(request)].filter(
        (each) => validateRequest(policySet, each).length === 0 && matchedIn(policySet, each).includes(id),
      );
      expect(simpler).toEqual([]);
    }
  });

  // The analysis makes the smallest request that it can of a kind.
  it("shrunk-requests-have-few-attributes", () => {
    for (const [id, request] of requests) {
      const witnesses = source.seeds.filter(
        (seed) => kindOf(seed) === kindOf(request) && matchedIn(policySet, seed).includes(id),
      );
      expect(sizeOf(request)).toBeLessThanOrEqual(Math.min(...witnesses.map(sizeOf)));
    }
  });
});

function sampleOf({ arbitrary }: RequestSource, count: number): readonly JsonObject[] {
  return fc.sample(arbitrary, { seed: 20261122, numRuns: count });
}

function matchedIn(policySet: PolicySet, request: JsonObject): readonly string[] {
  const { outcomes } = interpretWithOutcomes(policySet, request);
  return outcomes.flatMap(({ rule, matches }) => (matches ? [rule.id] : []));
}

/** What fast-check comes to for "this rule never matches". */
function smallest(policySet: PolicySet, { seeds, arbitrary }: RequestSource, rule: string): JsonObject {
  const { counterexample } = fc.check(
    fc.property(arbitrary, (request) => !matchedIn(policySet, request).includes(rule)),
    { seed: 20261125, numRuns: 1000 + seeds.length, examples: seeds.map((request) => [request]) },
  );
  const [request] = counterexample ?? [];
  if (request === undefined) throw new Error(`no request matches ${rule}`);
  return request;
}

/** How many members and elements a request has, at any depth. */
function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + sizeOf(each), 1);
  return isJsonObject(value) ? Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each), 1) : 1;
}
