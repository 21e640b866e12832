import type { RuleBody } from "../ir/decision-graph.js";
import { type Analysis, matchesNot, type Point, sketch } from "./analysis.js";
import { plainlyHolds } from "./plainly-holds.js";

/** Whether every request of a point matches a rule; false where it could not be settled. */
export function alwaysMatches(analysis: Analysis, point: Point, body: RuleBody): boolean {
  if (body.condition.kind === "settled") return body.condition.value;
  const misses = matchesNot(point, body);
  if (plainlyHolds(point.encoder, misses)) return false;
  return sketch(analysis, point, misses, (replay) => !replay.isMatched(body.rule)).kind === "none";
}
