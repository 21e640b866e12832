import type { PolicySet, RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import { evaluateRule, matchesRule, type RuleOutcome } from "../../interpret/decide-principal.js";
import {
  principalsOf,
  type RequestTypes,
  type RuleInScope,
  rulesInScope,
} from "../../interpret/environment.js";
import type { ReadRequest } from "../../interpret/read-request.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import type { Effect } from "../../syntax/ast.js";
import { remembered, rememberedOf } from "../../util/remembered.js";
import { partKey, partsRead, type RequestPart } from "./request-parts.js";
import { conditionsOf } from "./variant-formulas.js";

/** A principal of a request, and the rules in scope of it. */
export interface Side {
  readonly role: PrincipalRole;
  readonly inScope: readonly RuleInScope[];
  readonly candidates: ReadonlyMap<TypedRule, RuleInScope>;
  evaluate(candidate: RuleInScope): RuleOutcome;
  /** The rules of an effect that match. Which of them are looked at is left to the verdict: one deny, and no allow matters. */
  matching(effect: Effect): readonly RuleInScope[];
}

/** The sides of a request that another one was made of, and what of it was changed. */
export interface EditedSides {
  readonly sides: readonly Side[];
  readonly changed: readonly RequestPart[];
}

/** The principals of a request. Rules are evaluated when they are first looked at; where it is an edited one, only those that read what changed. */
export function requestSides(policySet: PolicySet, read: ReadRequest, edited?: EditedSides): readonly Side[] {
  return scopesIn(policySet)(read.types).map(({ role, inScope }): Side => {
    const known = new Map<RuleInScope, RuleOutcome>();
    const before = edited?.sides.find((side) => side.role === role && side.inScope === inScope);
    /** The side before it was edited, if the rule is there what it is here. */
    const unchanged = ({ variant }: RuleInScope): Side | undefined =>
      edited?.changed.some((part) => mayRead(variant, role, part)) ? undefined : before;
    const isMatched = (each: RuleInScope): boolean =>
      known.get(each)?.matches ??
      unchanged(each)?.matching(each.rule.effect).includes(each) ??
      matchesRule(each, read, role);
    return {
      role,
      inScope,
      candidates: candidatesIn(inScope),
      evaluate(candidate) {
        const outcome =
          known.get(candidate) ??
          unchanged(candidate)?.evaluate(candidate) ??
          evaluateRule(candidate, read, role);
        known.set(candidate, outcome);
        return outcome;
      },
      matching: remembered((effect) =>
        inScope.filter((each) => each.rule.effect === effect && isMatched(each)),
      ),
    };
  });
}

/** The principals of requests, and the rules in scope of each. An edited request has the very types of the one that it was made of. */
const scopesIn = rememberedOf((policySet: PolicySet) =>
  rememberedOf((types: RequestTypes) =>
    principalsOf(types).map(({ role, environment }) => ({
      role,
      inScope: rulesInScope(policySet, environment, types.target),
    })),
  ),
);

/** Whether a part of a request may matter to a rule's conditions. */
function mayRead(variant: RuleVariant, principal: PrincipalRole, { key, root }: RequestPart): boolean {
  const keys = keysRead(variant)(principal);
  return keys.has(key) || keys.has(wholeKeys.get(root) ?? key);
}

/** What reads a record as a whole reads each of its attributes. Of an entity it reads the id and the ancestors alone. */
const wholeKeys: ReadonlyMap<RequestPart["root"], string> = new Map(
  (["context", "args"] as const).map((root) => [root, partKey(root, undefined)]),
);

/** Of the parts that a variant's conditions read. */
const keysRead = rememberedOf((variant: RuleVariant) =>
  remembered(
    (principal: PrincipalRole): ReadonlySet<string> =>
      new Set(conditionsOf(variant).flatMap((condition) => [...partsRead(condition, principal).keys()])),
  ),
);

/** By their rules. Requests of one kind share the list. */
function candidatesIn(inScope: readonly RuleInScope[]): ReadonlyMap<TypedRule, RuleInScope> {
  const known = knownCandidates.get(inScope) ?? new Map(inScope.map((each) => [each.rule, each]));
  knownCandidates.set(inScope, known);
  return known;
}

const knownCandidates = new WeakMap<readonly RuleInScope[], ReadonlyMap<TypedRule, RuleInScope>>();
