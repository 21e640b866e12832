import type fc from "fast-check";
import { type Analysis, createAnalysis } from "../analysis/analysis.js";
import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import { lower } from "../ir/lower.js";
import { didYouMean } from "../util/did-you-mean.js";
import type { JsonObject } from "../util/json-object.js";
import { type Choices, pick } from "./choices.js";
import { createReach, type Reached } from "./coverage/reach.js";
import { shrinkingArbitrary } from "./directed/shrinking-arbitrary.js";
import { type Sighting, sightRequest } from "./directed/sighting.js";
import { witnessRequests } from "./directed/witnesses.js";
import { createRequestSource, nearbyMaker } from "./directed-requests.js";

/**
 * Requests for a policy set, valid for the most part, that reach its rules and the edges of their conditions.
 *
 * @example
 * fc.assert(fc.property(requests(policySet), (request) => allows(request) === decide(request).decision));
 */
export function requests(policySet: PolicySet): fc.Arbitrary<JsonObject> {
  return createRequestSource(policySet, analysisOf(policySet)).arbitrary;
}

/**
 * Valid requests that a rule matches, for one of their principals. Throws where there is no such rule, or no such request.
 *
 * @example
 * fc.assert(fc.property(forRule(policySet, "mail.no_silent_copies"), (request) => !allows(request)));
 */
export function forRule(policySet: PolicySet, id: string): fc.Arbitrary<JsonObject> {
  const rule = ruleOf(policySet, id);
  const analysis = analysisOf(policySet);
  const wanted = ({ outcomes }: Sighting) =>
    outcomes.some((outcome) => outcome.rule === rule && outcome.matches);
  const witnesses = witnessRequests(analysis, [rule]).filter(isWanted(policySet, wanted));
  const seeds = witnesses.length > 0 ? witnesses : [requestFor(rule, createReach(analysis)(rule).matched())];
  return directed(policySet, seeds, wanted);
}

/**
 * Valid requests that are allowed, or denied. Throws where there is none.
 *
 * @example
 * fc.assert(fc.property(forDecision(policySet, "allow"), (request) => request.subject.type !== "Service"));
 */
export function forDecision(policySet: PolicySet, decision: "allow" | "deny"): fc.Arbitrary<JsonObject> {
  const wanted = (sighting: Sighting) => sighting.decision.decision === (decision === "allow");
  const { seeds } = createRequestSource(policySet, analysisOf(policySet));
  const fitting = seeds.filter(isWanted(policySet, wanted));
  if (fitting.length === 0)
    throw new RangeError(`no request was found that the policy set would ${decision}`);
  return directed(policySet, fitting, wanted);
}

const analyses = new WeakMap<PolicySet, Analysis>();

function analysisOf(policySet: PolicySet): Analysis {
  const analysis = analyses.get(policySet) ?? createAnalysis(lower(policySet));
  analyses.set(policySet, analysis);
  return analysis;
}

function ruleOf(policySet: PolicySet, id: string): TypedRule {
  const rule = policySet.rules.find((each) => each.id === id);
  if (rule !== undefined) return rule;
  const meant = didYouMean(
    id,
    policySet.rules.map((each) => each.id),
  );
  throw new RangeError(`there is no rule \`${id}\`${meant === undefined ? "" : `: is \`${meant}\` meant?`}`);
}

function requestFor({ id }: TypedRule, reached: Reached): JsonObject {
  switch (reached.kind) {
    case "reached":
      return reached.request;
    case "unreachable":
      throw new RangeError(`no request can match rule \`${id}\``);
    case "unsettled":
      throw new RangeError(`no request was found that matches rule \`${id}\``);
  }
}

type IsWanted = (sighting: Sighting) => boolean;

function isWanted(policySet: PolicySet, wanted: IsWanted): (request: JsonObject) => boolean {
  return (request) => {
    const sighting = sightRequest(policySet, request);
    return sighting !== undefined && wanted(sighting);
  };
}

/** How often another request is made where one is not as wanted, before a seed is taken as it is. */
const mostTries = 8;

function directed(
  policySet: PolicySet,
  seeds: readonly JsonObject[],
  wanted: IsWanted,
): fc.Arbitrary<JsonObject> {
  const make = nearbyMaker(policySet, seeds);
  const fits = isWanted(policySet, wanted);
  const generate = (choices: Choices): JsonObject => {
    for (let tries = 0; tries < mostTries; tries++) {
      const request = make(choices);
      if (fits(request)) return request;
    }
    return pick(choices, seeds);
  };
  return shrinkingArbitrary(generate, (_, simpler) => fits(simpler));
}
