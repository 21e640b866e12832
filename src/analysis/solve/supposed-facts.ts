import type { NotingEncoder } from "../encode/create-encoder.js";
import { relationRules } from "../relations/relation-rules.js";
import type { Assumptions } from "./assumptions.js";
import type { Model } from "./build-request.js";

type AssumedFact = Assumptions["facts"][number];

/** Whether a fact is so and follows from no others. */
function isSupposed({ atom, wanted }: AssumedFact): boolean {
  return wanted && atom.fact.way.kind !== "defined";
}

/**
 * Whether formulas say all that is the case where these facts are: each is one tuple of the two entities themselves, over which nothing is
 * inherited. What other facts bring about besides, a store has to say.
 */
export function areFactsPlain(encoder: NotingEncoder, facts: readonly AssumedFact[]): boolean {
  return facts.every((fact) => {
    const { way } = fact.atom.fact;
    if (!isSupposed(fact)) return true;
    const rules = relationRules(encoder.viewpoint.policySet.entities);
    return way.kind === "direct" && !rules.isInheritedOver(way.relation);
  });
}

/** Of more facts than this, none is left out: each is tried by itself, and a request of hundreds takes long to make. */
const mostTried = 32;

/** A model with as few of its facts as it takes: those are left out, one after the other, without which it is still enough. */
export function withFewestFacts(model: Model, isEnough: (smaller: Model) => boolean): Model {
  const supposed = model.assumptions.facts.filter(isSupposed);
  if (supposed.length > mostTried) return model;
  let fewest = model;
  for (const fact of supposed) {
    const { assumptions } = fewest;
    const facts = assumptions.facts.filter((each) => each !== fact);
    const smaller = { ...model, assumptions: { ...assumptions, facts } };
    if (isEnough(smaller)) fewest = smaller;
  }
  return fewest;
}
