import type { PolicySet } from "../../check/typed-policy-set.js";
import { rememberedOf } from "../../util/remembered.js";

/** How many steps it is to read a request, and to evaluate a clause. */
const [stepsOfRequest, stepsOfClause] = [500, 50];

/** How many steps a decision of a policy set takes, about: so many as all its rules have clauses. */
export const stepsOfDecision = rememberedOf(
  ({ rules }: PolicySet): number =>
    stepsOfRequest +
    rules.reduce((sum, { variants }) => sum + stepsOfClause * (1 + (variants[0]?.clauses.length ?? 0)), 0),
);
