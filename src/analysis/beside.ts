import type { TypedRule } from "../check/typed-policy-set.js";
import type { Environment, RuleBody } from "../ir/decision-graph.js";
import { lowerBeside } from "../ir/lower-beside.js";
import { type Analysis, type Point, replayOn } from "./analysis.js";

/** A point of which a rule beside the policy set speaks, and what the rule comes to there. */
export interface PointBeside {
  /** Its requests carry what the rule reads, too. */
  readonly point: Point;
  readonly body: RuleBody;
}

/** An analysis with a rule beside its policy set. */
export interface Beside {
  /** Replays the rule along with those of the policy set. */
  readonly analysis: Analysis;
  /** Those of the analysis' points of which the rule speaks, in their order. Made as they are asked for. */
  readonly points: Iterable<PointBeside>;
}

/**
 * An analysis that can be asked about a rule that is not in its policy set. The rule must oblige to nothing: so it decides nothing, and
 * what it reads is relevant all the same, to the formulas and to the interpreter.
 */
export function besideRule(analysis: Analysis, rule: TypedRule): Beside {
  const bodyOf = lowerBeside(analysis.graph, rule);
  const originals = new Map<Environment, Environment>();
  function* points(): Generator<PointBeside> {
    for (const point of analysis.points) {
      const beside = bodyOf(point.environment, point.principal);
      if (beside === undefined) continue;
      originals.set(beside.environment, point.environment);
      yield { point: pointIn(point, beside.environment), body: beside.body };
    }
  }
  const replay: Analysis["replay"] = (point, request) => {
    const policySet = analysis.policySetIn(originals.get(point.environment) ?? point.environment);
    return replayOn({ ...policySet, rules: [...policySet.rules, rule] }, point, request);
  };
  return { analysis: { ...analysis, replay }, points: { [Symbol.iterator]: points } };
}

/** The same point with the needs of another environment; its formulas stay as they are, and those made already are not made again. */
function pointIn({ principal, scope, contenders, encoder }: Point, environment: Environment): Point {
  const viewpoint = { ...encoder.viewpoint, environment };
  const own = {
    ...encoder,
    viewpoint,
    get constants() {
      return encoder.constants;
    },
  };
  return { environment, principal, scope, contenders, encoder: own };
}
