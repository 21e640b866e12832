import type { Analysis } from "../../analysis/analysis.js";
import { decidingRequest } from "../../analysis/generate/find-shown.js";
import { mostHinges, type RulePlace, rulePlaces } from "../../analysis/generate/rule-places.js";
import { type ShownRequest, showRequest } from "../../analysis/generate/shown-request.js";
import { testNames } from "../../analysis/generate/test-names.js";
import { withTuples } from "../../analysis/relations/given.js";
import type { TypedRule } from "../../check/typed-policy-set.js";
import { interpret } from "../../interpret/interpret.js";
import type { Decision } from "../../runtime/decision.js";
import type { SourceFile } from "../../source/source-file.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Coverage, Standing } from "./coverage-of.js";

/** A test of a rule that no test matches yet. */
export interface DecidingTest {
  readonly rule: TypedRule;
  readonly name: string;
  readonly request: JsonObject;
  readonly decision: Decision;
}

/**
 * For each rule that no request matched and one could, a test with a request that does: one on which the rule decides, if there is one, and
 * that is like another test's but for what the rule reads, if there is one.
 */
export function decidingTests(
  analysis: Analysis,
  coverage: Coverage,
  sources: Iterable<SourceFile>,
): readonly DecidingTest[] {
  const { policySet } = analysis;
  const never = coverage.rules.filter(({ matched }) => matched.kind === "missed");
  if (never.length === 0) return [];
  const names = testNames(
    sources,
    policySet.tests.map(({ name }) => name),
  );
  const places = rulePlaces(analysis);
  const others = policySet.tests.flatMap(
    ({ request, tuples, expected }) => showRequest(policySet, withTuples(request, tuples), expected) ?? [],
  );
  return never.flatMap(({ rule, matched }) => {
    const request = requestOf(analysis, places.get(rule.id) ?? [], others) ?? firstOf(matched);
    if (request === undefined) return [];
    const name = names.unique(`${rule.id} decides`);
    return [{ rule, name, request, decision: interpret(policySet, request) }];
  });
}

function requestOf(
  analysis: Analysis,
  places: readonly RulePlace[],
  others: readonly ShownRequest[],
): JsonObject | undefined {
  for (let hinge = 0; hinge < mostHinges; hinge++)
    for (const place of places) {
      const shown =
        hinge < place.hinges().length ? decidingRequest(analysis, place, hinge, others) : undefined;
      if (shown !== undefined) return shown.request;
    }
  return undefined;
}

function firstOf(standing: Standing): JsonObject | undefined {
  return standing.kind === "missed" ? standing.requests[0] : undefined;
}
