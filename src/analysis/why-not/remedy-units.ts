import type { RuleBody } from "../../ir/decision-graph.js";
import type { ReportedRemedy } from "../../runtime/decision.js";
import type { Point } from "../analysis.js";
import type { Formula } from "../encode/formula.js";
import { mentionedKeys } from "./mentions.js";
import type { Unit } from "./request-facts.js";
import { type Situation, unitFinder } from "./situation.js";

/** What of a request the remedies of denies ask about. */
export function remedyUnits(
  { kind, known }: Situation,
  remedies: readonly ReportedRemedy[],
): readonly Unit[] {
  const unitOf = unitFinder(known.units);
  const keys = kind.sides.flatMap((side) =>
    side.scope.denies
      .filter(({ rule }) =>
        remedies.some((each) => each.rule === rule.id && each.principal === side.principal),
      )
      .flatMap((body) => remedyConditions(side, body))
      .flatMap((condition) => [...mentionedKeys(side.encoder, condition)]),
  );
  const asked = new Set(keys.flatMap((key) => unitOf(key) ?? []));
  return known.units.filter((unit) => asked.has(unit));
}

/** The clauses of a deny that are its remedies. */
function remedyConditions({ encoder }: Point, { rule, clauses }: RuleBody): readonly Formula[] {
  const places = rule.variants
    .flatMap((variant) => variant.clauses)
    .filter(({ remedy }) => remedy !== undefined)
    .map(({ span }) => span.start);
  return clauses
    .filter(({ span }) => places.includes(span.start))
    .map(({ test }) => encoder.truthOf(test).fails);
}
