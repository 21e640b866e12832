import type { Coverage, RuleCoverage, Standing } from "../../testing/coverage/coverage-of.js";
import { figuresOf } from "../../testing/coverage/figures.js";
import type { CoverageContext } from "./coverage-context.js";
import { type Places, placesOf } from "./coverage-words.js";

/** What tests show of policy sets, for programs. Members keep their names and meaning; new ones may come. */
export function renderCoverageJson(contexts: readonly CoverageContext[]): string {
  return `${JSON.stringify({ policySets: contexts.map(policySetJson) }, undefined, 2)}\n`;
}

function policySetJson(context: CoverageContext): unknown {
  const places = placesOf(context);
  const { tests, withLaws } = context.report;
  return {
    policies: context.title,
    digest: context.analysis.policySet.digest,
    tests: coverageJson(context, places, tests),
    ...(withLaws && { withLaws: coverageJson(context, places, withLaws) }),
  };
}

function coverageJson(context: CoverageContext, places: Places, coverage: Coverage): unknown {
  return {
    requests: coverage.requests,
    figures: figuresOf(coverage),
    rules: coverage.rules.map((rule) => ruleJson(context, places, rule)),
  };
}

function ruleJson(
  { displayPath }: CoverageContext,
  places: Places,
  { rule, evaluated, matched, conditions }: RuleCoverage,
): unknown {
  const placeJson = (span: RuleCoverage["rule"]["span"]) => ({
    file: displayPath(span.file),
    ...places.position(span),
  });
  return {
    rule: rule.id,
    ...placeJson(rule.heading),
    evaluated,
    matched: standingJson(matched),
    conditions: conditions.map(({ condition: { expression }, outcomes, decisive }) => ({
      text: places.text(expression.span),
      ...placeJson(expression.span),
      outcomes: Object.fromEntries(outcomes.map(({ name, standing }) => [name, standingJson(standing)])),
      ...(decisive && { decides: standingJson(decisive) }),
    })),
  };
}

function standingJson({ kind, ...details }: Standing): unknown {
  return { standing: kind, ...details };
}
