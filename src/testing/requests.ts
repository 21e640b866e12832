import type fc from "fast-check";
import { type Analysis, createAnalysis } from "../analysis/analysis.js";
import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import { lower } from "../ir/lower.js";
import type { DecisionRequest } from "../runtime/decision.js";
import { didYouMean } from "../util/did-you-mean.js";
import type { JsonObject } from "../util/json-object.js";
import { type Choices, pick } from "./choices.js";
import { createReach, type Reached } from "./coverage/reach.js";
import { shrinkingArbitrary } from "./directed/shrinking-arbitrary.js";
import { type Sighting, sightRequest } from "./directed/sighting.js";
import { witnessRequests } from "./directed/witnesses.js";
import { createRequestSource, nearbyMaker } from "./directed-requests.js";

/*
 * What a request is typed as is up to the caller: the `Request` of the module that was built from the policy set is what its functions take,
 * and {@link DecisionRequest} what every policy set has.
 */

/**
 * Requests for a policy set, valid for the most part, that reach its rules and the edges of their conditions.
 *
 * @example
 * fc.assert(fc.property(requests(policySet), (request) => allows(request) === decide(request).decision));
 */
export function requests<Request = DecisionRequest>(policySet: PolicySet): fc.Arbitrary<Request> {
  return typed(createRequestSource(policySet, analysisOf(policySet)).arbitrary);
}

/**
 * Valid requests that a rule matches, for one of their principals. Throws where there is no such rule, or no such request.
 *
 * @example
 * fc.assert(fc.property(forRule(policySet, "mail.no_silent_copies"), (request) => !allows(request)));
 */
export function forRule<Request = DecisionRequest>(policySet: PolicySet, id: string): fc.Arbitrary<Request> {
  const rule = ruleOf(policySet, id);
  const analysis = analysisOf(policySet);
  const wanted = ({ outcomes }: Sighting) =>
    outcomes.some((outcome) => outcome.rule === rule && outcome.matches);
  const witnesses = witnessRequests(analysis, [rule]).filter(isWanted(policySet, wanted));
  const seeds = witnesses.length > 0 ? witnesses : [requestFor(rule, createReach(analysis)(rule).matched())];
  return typed(directed(policySet, seeds, wanted));
}

/**
 * Valid requests that are allowed, or denied. Throws where there is none.
 *
 * @example
 * fc.assert(fc.property(forDecision(policySet, "allow"), (request) => request.subject.type !== "Service"));
 */
export function forDecision<Request = DecisionRequest>(
  policySet: PolicySet,
  decision: "allow" | "deny",
): fc.Arbitrary<Request> {
  const wanted = (sighting: Sighting) => sighting.decision.decision === (decision === "allow");
  const { seeds } = createRequestSource(policySet, analysisOf(policySet));
  const fitting = seeds.filter(isWanted(policySet, wanted));
  if (fitting.length === 0)
    throw new RangeError(`no request was found that the policy set would ${decision}`);
  return typed(directed(policySet, fitting, wanted));
}

function typed<Request>(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Request> {
  return arbitrary as fc.Arbitrary<Request>;
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
