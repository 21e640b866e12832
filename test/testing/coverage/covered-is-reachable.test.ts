import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import type { PolicySet, TypedRule } from "../../../src/check/typed-policy-set.js";
import { check } from "../../../src/compiler.js";
import { interpretWithOutcomes } from "../../../src/interpret/interpret.js";
import { lower } from "../../../src/ir/lower.js";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { createCoverageRecorder } from "../../../src/testing/coverage/coverage-recorder.js";
import { createReach, type RuleReach } from "../../../src/testing/coverage/reach.js";
import { hingeName, type OutcomeName, type RuleTally } from "../../../src/testing/coverage/tally.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { isJsonObject, type JsonObject } from "../../../src/util/json-object.js";
import { inAWorld } from "../../analysis/in-a-world.js";

const subject = arbitraryOf((choices) => ({
  files: generatePolicySet(choices),
  seed: choices.int(0, 2 ** 31 - 1),
}));

function requestsOf(policySet: PolicySet, seed: number): readonly JsonObject[] {
  const generate = createRequestGenerator(policySet);
  return Array.from({ length: 40 }, (_, index) => generate(seededChoices(seed + index)))
    .filter(isJsonObject)
    .map((request, index) => inAWorld(policySet, request, seed + index))
    .filter((request) => request !== undefined);
}

/** What was shown of rules and is said to be out of reach. */
function wronglyUnreachable(rules: Iterable<RuleTally>, reachOf: (rule: TypedRule) => RuleReach) {
  return [...rules].flatMap(({ rule, matched, conditions }) => {
    const reach = reachOf(rule);
    const ofConditions = [...conditions].flatMap(([key, { outcomes, hinges }]) => [
      ...outcomeNames.flatMap((name) => (outcomes[name].count > 0 ? [reach.outcome(key, name)] : [])),
      ...hingeNames.flatMap((name) => (hinges[name].count > 0 ? [reach.hinge(key, name)] : [])),
    ]);
    const answers = [...(matched.count > 0 ? [reach.matched()] : []), ...ofConditions];
    return answers.filter(({ kind }) => kind === "unreachable").map(() => rule.text);
  });
}

const outcomeNames: readonly OutcomeName[] = ["true", "false", "error"];
const hingeNames = [true, false].flatMap((truth) =>
  [true, false].map((matches) => hingeName(truth, matches)),
);

describe("coverage of random policy sets", () => {
  it("covered-is-reachable: what a request shows is never said to be out of reach", () => {
    fc.assert(
      fc.property(subject, ({ files, seed }) => {
        const { policySet } = check(files, { schemas: generatorSchemas });
        fc.pre(policySet !== undefined);
        const recorder = createCoverageRecorder(policySet);
        for (const request of requestsOf(policySet, seed)) recorder.see(request);
        const reachOf = createReach(createAnalysis(lower(policySet)));
        expect(wronglyUnreachable(recorder.rules.values(), reachOf)).toEqual([]);
      }),
      { seed: 20261201, numRuns: 15 },
    );
  });

  it("recorder-matches-as-interpreted: as many matches are counted as the interpreter finds", () => {
    fc.assert(
      fc.property(subject, ({ files, seed }) => {
        const { policySet } = check(files, { schemas: generatorSchemas });
        fc.pre(policySet !== undefined);
        const recorder = createCoverageRecorder(policySet);
        const counts = new Map(policySet.rules.map(({ id }) => [id, { evaluated: 0, matched: 0 }]));
        for (const request of requestsOf(policySet, seed)) {
          recorder.see(request);
          for (const { rule, matches } of interpretWithOutcomes(policySet, request).outcomes) {
            const count = counts.get(rule.id);
            if (count === undefined) continue;
            count.evaluated += 1;
            if (matches) count.matched += 1;
          }
        }
        const recorded = [...recorder.rules].map(([id, { evaluated, matched }]) => [
          id,
          { evaluated, matched: matched.count },
        ]);
        expect(new Map(recorded as [string, { evaluated: number; matched: number }][])).toEqual(counts);
      }),
      { seed: 20261202, numRuns: 25 },
    );
  });
});
