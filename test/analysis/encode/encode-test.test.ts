import { describe, expect, it } from "vitest";
import { type Analysis, createAnalysis, type Point } from "../../../src/analysis/analysis.js";
import { evaluateFormula } from "../../../src/analysis/encode/evaluate-formula.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { failure } from "../../../src/interpret/value.js";
import type { RuleBody } from "../../../src/ir/decision-graph.js";
import { lower } from "../../../src/ir/lower.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { inAWorld } from "../in-a-world.js";
import { jsonReader } from "./json-reader.js";

const sets = 40;
const requestsPerSet = 25;

interface Request {
  readonly action?: { readonly name: string };
  readonly subject?: { readonly type: string };
  readonly actor?: { readonly type: string };
  readonly resource?: { readonly type: string };
}

function pointsOf({ points }: Analysis, request: Request): readonly Point[] {
  return points.filter(
    ({ environment: { action, subject, actor, resource } }) =>
      action === request.action?.name &&
      subject.type === request.subject?.type &&
      actor?.type === request.actor?.type &&
      (resource === undefined || resource === request.resource?.type),
  );
}

/** What the formulas of a rule say of a request: true, false, an error, or nothing (for tests that no formula speaks of). */
function formulaTruth(point: Point, { condition }: RuleBody, request: object): unknown {
  const { holds, fails } = point.encoder.truthOf(condition);
  const reader = jsonReader(point.encoder, request);
  const [isTrue, isFalse] = [evaluateFormula(holds, reader), evaluateFormula(fails, reader)];
  if (isTrue === undefined || isFalse === undefined) return undefined;
  return isTrue ? (isFalse ? "both" : true) : isFalse ? false : failure;
}

interface Census {
  readonly differences: string[];
  readonly seen: Map<unknown, number>;
}

function compare(policySet: PolicySet, seed: number, { differences, seen }: Census): void {
  const analysis = createAnalysis(lower(policySet));
  const generate = createRequestGenerator(policySet);
  for (let index = 0; index < requestsPerSet; index += 1) {
    const own = seed * 1000 + index;
    const request = inAWorld(policySet, generate(seededChoices(own)) as Request, own);
    if (request === undefined) continue;
    for (const point of pointsOf(analysis, request)) {
      const { outcomes } = analysis.replay(point, request);
      const { allows, denies, obliges } = point.scope;
      for (const body of [...allows, ...denies, ...obliges]) {
        const outcome = outcomes.find(({ rule }) => rule.id === body.rule.id)?.outcome;
        if (outcome === undefined) continue;
        const truth = formulaTruth(point, body, request);
        seen.set(truth, (seen.get(truth) ?? 0) + 1);
        if (truth !== undefined && truth !== outcome)
          differences.push(`${seed}.${index} ${body.rule.text}: ${String(truth)}, not ${String(outcome)}`);
      }
    }
  }
}

describe("encodeTest", () => {
  it("formulas-agree-with-interpreter: what the formulas of a rule say of a request, the interpreter says", () => {
    const census: Census = { differences: [], seen: new Map() };
    for (let seed = 121; seed < 121 + sets; seed += 1) {
      const { policySet } = check(generatePolicySet(seededChoices(seed), 6), { schemas: generatorSchemas });
      if (policySet) compare(policySet, seed, census);
    }
    expect(census.differences).toEqual([]);
    expect(census.seen.get(true)).toBeGreaterThan(100);
    expect(census.seen.get(false)).toBeGreaterThan(100);
    expect(census.seen.get(failure)).toBeGreaterThan(2);
  });
});
