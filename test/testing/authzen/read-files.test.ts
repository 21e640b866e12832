import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import { completeEntities, readEntityDirectory } from "../../../src/testing/authzen/entity-directory.js";
import { readDecisions } from "../../../src/testing/authzen/read-decisions.js";
import { runTest } from "../../../src/testing/test-runner.js";
import { invariant } from "../../../src/util/invariant.js";
import { policy } from "../../cli/sample-set.js";

const { policySet } = check([{ path: "a.pol", text: policy }]);
invariant(policySet !== undefined, "the policies check");

/** JSON that is near what is expected: the members that are known, with anything in them. */
const near = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(true, false, null, 1, "", "x", "deny_on_first_deny", "permit_on_first_permit"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...[
          "evaluation",
          "evaluations",
          "request",
          "expected",
          "decision",
          "options",
          "evaluations_semantic",
        ],
        ...["subject", "actor", "action", "resource", "context", "type", "id", "properties", "__proto__"],
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

const text = fc.oneof(
  near.map((value) => JSON.stringify(value)),
  near.map((value) => JSON.stringify({ evaluation: [{ request: value, expected: true }] })),
  near.map((value) =>
    JSON.stringify({ evaluations: [{ request: { evaluations: [value, {}] }, expected: [] }] }),
  ),
  fc.string(),
);

function isInside({ span }: Diagnostic, written: string): boolean {
  return span.file === "d.json" && span.start <= span.end && span.end <= written.length;
}

describe("files in AuthZEN's format", () => {
  it("authzen-files-are-read-or-reported", () => {
    fc.assert(
      fc.property(text, text, (decisions, entities) => {
        const read = readDecisions({ path: "d.json", text: decisions });
        if (read.diagnostic) expect(isInside(read.diagnostic, decisions)).toBe(true);
        const directory = readEntityDirectory({ path: "d.json", text: entities });
        if (directory.diagnostic) expect(isInside(directory.diagnostic, entities)).toBe(true);
        for (const test of read.value ?? []) {
          const request = directory.value
            ? completeEntities(test.request, directory.value, policySet)
            : test.request;
          expect(runTest(policySet, { ...test, request }).decision.digest).toBe(policySet.digest);
        }
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  it("takes the last word of a batch for its end", () => {
    const batch = (semantic: string, expected: readonly boolean[]) =>
      readDecisions({
        path: "d.json",
        text: JSON.stringify({
          evaluations: [
            {
              request: { options: { evaluations_semantic: semantic }, evaluations: [{}, {}, {}] },
              expected,
            },
          ],
        }),
      }).value?.map((each) => each.expected.decision);
    expect(batch("deny_on_first_deny", [true, false])).toEqual(["allow", "deny"]);
    expect(batch("permit_on_first_permit", [true])).toEqual(["allow"]);
    expect(batch("execute_all", [true, false, true])).toEqual(["allow", "deny", "allow"]);
    expect(batch("deny_on_first_deny", [true, true, true])).toEqual(["allow", "allow", "allow"]);
    expect(batch("deny_on_first_deny", [true, true])).toBeUndefined();
    expect(batch("execute_all", [false])).toBeUndefined();
  });
});
