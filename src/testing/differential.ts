import type { PolicySet } from "../check/typed-policy-set.js";
import { interpret, validateRequest } from "../interpret/interpret.js";
import { relationsNeeded } from "../interpret/relations-needed.js";
import type { Decision, Problem } from "../runtime/decision.js";
import { asksRelations } from "./asks-relations.js";
import { equalJson } from "./equal-json.js";
import { incompleteRequests } from "./incomplete-requests.js";
import type { DecisionModule } from "./load-module.js";
import { isPlainData } from "./plain-data.js";
import type { JsonRecord } from "./request/values.js";

/** Where the interpreter and a generated module part. */
export interface Disagreement {
  /** `decide`, `allows`, `validate`, `mayAllow …`. */
  readonly about: string;
  readonly interpreted: unknown;
  readonly generated: unknown;
}

/**
 * The first difference between what the interpreter and the module say of a request, or undefined. `makeRequest` gives the
 * same request each time it is called: a hostile one may change when it is read.
 */
export function findDisagreement(
  policySet: PolicySet,
  module: DecisionModule,
  makeRequest: () => unknown,
): Disagreement | undefined {
  const decision = interpret(policySet, makeRequest());
  const generated = module.decide(makeRequest());
  return (
    differ("decide", comparable(decision), comparable(generated)) ??
    differ("the order of what is forwarded", forwarded(decision), forwarded(generated)) ??
    differ("allows", decision.decision, module.allows(makeRequest())) ??
    differ(
      "validate",
      problems(validateRequest(policySet, makeRequest())),
      problems(module.validate(makeRequest())),
    ) ??
    differ(
      "validate is decide's problems",
      problems(decision.problems),
      problems(module.validate(makeRequest())),
    ) ??
    differ("relationsNeeded", neededOf(policySet, makeRequest()), module.relationsNeeded(makeRequest())) ??
    (decision.decision ? findMayAllowMiss(module, makeRequest()) : undefined)
  );
}

function neededOf(policySet: PolicySet, request: unknown): unknown {
  return asksRelations(policySet) ? relationsNeeded(policySet, request) : [];
}

function differ(about: string, interpreted: unknown, generated: unknown): Disagreement | undefined {
  return equalJson(interpreted, generated) ? undefined : { about, interpreted, generated };
}

/** A decision without the wording of its problems, which is for people. */
function comparable(decision: Decision): unknown {
  return { ...decision, problems: problems(decision.problems) };
}

/** What an enforcement point passes on: its text counts, and so the order of its members. */
function forwarded({ args, obligations, remedies }: Decision): string {
  return JSON.stringify([args, obligations, remedies]);
}

function problems(all: readonly Problem[]): unknown {
  return all.map(({ path, kind }) => ({ path, kind }));
}

/** A request that is allowed may be allowed with anything of it unknown (language.md §10). */
function findMayAllowMiss(module: DecisionModule, complete: unknown): Disagreement | undefined {
  if (!isPlainData(complete)) return undefined;
  for (const [about, request] of incompleteRequests(complete as JsonRecord)) {
    if (!module.mayAllow(request)) return { about: `mayAllow ${about}`, interpreted: true, generated: false };
  }
  return undefined;
}
