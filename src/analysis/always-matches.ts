import type { RuleBody } from "../ir/decision-graph.js";
import { type Analysis, ask, matches, type Point } from "./analysis.js";
import { negate } from "./encode/formula.js";

/** Whether every request of a point matches a rule; false where it could not be settled. */
export function alwaysMatches(analysis: Analysis, point: Point, body: RuleBody): boolean {
  if (body.condition.kind === "settled") return body.condition.value;
  const misses = negate(matches(point, body));
  return ask(analysis, point, misses, ({ matching }) => !matching.has(body.rule.id)).kind === "none";
}
