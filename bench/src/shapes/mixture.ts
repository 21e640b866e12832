import { allowsMixtureOf20 } from "../hand/mixture-20.js";
import { createMixtureIndex } from "../hand/mixture-index.js";
import type { Shape } from "../workload.js";
import { grantsOfTenant, mixtureTools, rulesOfTenant } from "./mixture-grants.js";
import { mixtureRequest } from "./mixture-requests.js";

/**
 * What the tenants of a platform have each: ten rules of all shapes over the same tools, with several conditions to a rule. Two
 * tenants are the policy set of 20 rules.
 */
export const mixture: Shape = {
  name: "mixture",
  grants: (rules) => {
    const tenants = Array.from({ length: Math.ceil(rules / rulesOfTenant) }, (_, index) => index);
    return { tools: mixtureTools, grants: tenants.flatMap(grantsOfTenant) };
  },
  request: ({ grants }, choices) => mixtureRequest(grants.length / rulesOfTenant, choices),
  byHand: createMixtureIndex,
  byHandOf20: allowsMixtureOf20,
};
