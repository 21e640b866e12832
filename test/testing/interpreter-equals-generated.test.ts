import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { seededChoices } from "../../src/testing/choices.js";
import { deepFrozen } from "../../src/testing/deep-frozen.js";
import { findDisagreement } from "../../src/testing/differential.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { spoilRequest } from "../../src/testing/request/hostile.js";
import { requestsWithOneWrong } from "../../src/testing/request/one-wrong.js";
import { compileTyped } from "./compile-set.js";

/*
 * Law interpreter-equals-generated: for every policy set and every request, the generated module gives the interpreter's whole
 * decision. 100 sets with 20 requests each here; `scripts/fuzz-differential.ts` runs as many as one has time for.
 */

/** A policy set that checks, with what runs it, and a number from which its requests are made. */
const subject = arbitraryOf((choices) => {
  const files = generatePolicySet(choices);
  return { files, seed: choices.int(0, 2 ** 31 - 1) };
});

const requestsPerSet = 20;

/** For machines that are busy with other tests. */
const patience = 240_000;

describe("interpreter-equals-generated", () => {
  it(
    "for valid, near-miss and incomplete requests",
    () => {
      const seen = new Map<string, number>();
      fc.assert(
        fc.property(subject, ({ files, seed }) => {
          const { policySet } = check(files, { schemas: generatorSchemas });
          fc.pre(policySet !== undefined);
          const { module } = compileTyped(policySet, files);
          const generate = createRequestGenerator(policySet);
          for (let index = 0; index < requestsPerSet; index++) {
            const request = deepFrozen(generate(seededChoices(seed + index)));
            const { reason } = module.decide(request);
            seen.set(reason, (seen.get(reason) ?? 0) + 1);
            expect(findDisagreement(policySet, module, () => request)).toBeUndefined();
          }
        }),
        { seed: 20261121, numRuns: 100 },
      );
      for (const reason of ["allowed", "denied_by_rule", "no_matching_rule", "invalid_request"]) {
        expect(seen.get(reason) ?? 0, `requests that are ${reason}`).toBeGreaterThan(100);
      }
    },
    patience,
  );

  it(
    "for an allowed request with any one thing wrong",
    () => {
      let compared = 0;
      fc.assert(
        fc.property(subject, ({ files, seed }) => {
          const { policySet } = check(files, { schemas: generatorSchemas });
          fc.pre(policySet !== undefined);
          const { module } = compileTyped(policySet, files);
          const generate = createRequestGenerator(policySet);
          const requests = Array.from({ length: 10 }, (_, index) => generate(seededChoices(seed + index)));
          const allowed = requests.find((request) => module.allows(request));
          for (const wrong of allowed ? requestsWithOneWrong(allowed) : []) {
            compared++;
            expect(findDisagreement(policySet, module, () => wrong)).toBeUndefined();
          }
        }),
        { seed: 20261123, numRuns: 12 },
      );
      expect(compared).toBeGreaterThan(1000);
    },
    patience,
  );

  it(
    "for hostile requests",
    () => {
      fc.assert(
        fc.property(subject, ({ files, seed }) => {
          const { policySet } = check(files, { schemas: generatorSchemas });
          fc.pre(policySet !== undefined);
          const { module } = compileTyped(policySet, files);
          const generate = createRequestGenerator(policySet);
          for (let index = 0; index < requestsPerSet; index++) {
            const makeRequest = () => {
              const choices = seededChoices(seed + index);
              return spoilRequest(choices, generate(choices));
            };
            expect(findDisagreement(policySet, module, makeRequest)).toBeUndefined();
          }
        }),
        { seed: 20261122, numRuns: 15 },
      );
    },
    patience,
  );
});
