import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { matchesNot, type Point } from "./analysis.js";
import { conjunctsOf, type Formula } from "./encode/formula.js";

/** A rule that may take the decision from others, and what has to hold for it not to match. */
export interface Rival {
  readonly body: RuleBody;
  readonly away: readonly Formula[];
  /** Whether it matches whatever the request. */
  readonly isAlways: boolean;
}

type Origin = Point["encoder"]["truthOf"];

/** A scope's rivals are the same for each of its rules. */
const known = new WeakMap<Origin, WeakMap<Scope, ScopeRivals>>();

interface ScopeRivals {
  readonly denies: readonly Rival[];
  /** Denies first. */
  readonly deciders: readonly Rival[];
  readonly byRule: ReadonlyMap<RuleBody["rule"], Rival>;
}

/** The rules whose match takes the decision from rules of an effect at a point, the rule itself among them: denies first. */
export function rivalsOf(point: Point, effect: RuleBody["rule"]["effect"]): readonly Rival[] {
  switch (effect) {
    case "allow":
      return scopeRivals(point).deciders;
    case "deny":
      return scopeRivals(point).denies;
    case "oblige":
      return [];
  }
}

/** What a rule is to the others at a point, where it can decide there. */
export function rivalAt(point: Point, rule: RuleBody["rule"]): Rival | undefined {
  return scopeRivals(point).byRule.get(rule);
}

function scopeRivals(point: Point): ScopeRivals {
  const { encoder, scope } = point;
  const ofFormulas = known.get(encoder.truthOf) ?? new WeakMap<Scope, ScopeRivals>();
  known.set(encoder.truthOf, ofFormulas);
  const rivals = ofFormulas.get(scope) ?? createRivals(point);
  ofFormulas.set(scope, rivals);
  return rivals;
}

function createRivals(point: Point): ScopeRivals {
  const { denies, allows } = point.scope;
  const rivalOf = (body: RuleBody): Rival => {
    const away = conjunctsOf(matchesNot(point, body));
    return { body, away, isAlways: away.some((each) => each.kind === "constant" && !each.value) };
  };
  const denying = denies.map(rivalOf);
  const deciders = [...denying, ...allows.map(rivalOf)];
  return { denies: denying, deciders, byRule: new Map(deciders.map((each) => [each.body.rule, each])) };
}
