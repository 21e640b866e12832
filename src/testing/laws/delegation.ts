import type { PolicySet, PrincipalEnvironment } from "../../check/typed-policy-set.js";
import { decidePrincipal } from "../../interpret/decide-principal.js";
import { isUnresolved } from "../../interpret/unresolved.js";
import type { PrincipalDecision, PrincipalRole } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import { type Change, changedBuilds } from "../changed-builds.js";
import { equalJson } from "../equal-json.js";
import type { Law, LawSubject, LawViolation } from "../law.js";
import { observe } from "../observe.js";

/**
 * Acting for somebody gives nothing that one of the two lacks: allowed on behalf of a subject implies that the rules allow the subject, and
 * the actor. Each side is decided by its own rules alone, so taking away all rules on the other side leaves its decision as it is.
 */
export const delegation: Law = {
  name: "delegation",
  statement: "Acting for a subject is allowed only where both sides are, each by its own rules alone.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    if (request.actor === undefined || generated.problems.length > 0) return undefined;
    const sides = roles.map((role) => generated[role]?.decision === true);
    if (generated.decision && !sides.every(Boolean)) {
      const message = "allowed on behalf of a subject, and not both sides are allowed";
      return { message, expected: { subject: true, actor: true }, actual: generated, request };
    }
    return sideByRules(subject, request) ?? sideAlone(subject, request);
  },
};

const roles: readonly PrincipalRole[] = ["subject", "actor"];

/** Each side is what the rules on it make of it. */
function sideByRules(subject: LawSubject, request: JsonObject): LawViolation | undefined {
  const { outcomes, generated } = observe(subject, request);
  for (const role of roles) {
    const expected = decidePrincipal(outcomes.filter(({ principal }) => principal === role)).decision;
    const actual = generated[role]?.decision;
    if (actual !== expected) {
      const message = `the ${role}'s side is not what the rules on it say`;
      return { message, expected, actual, request };
    }
  }
  return undefined;
}

/** Each side stays as it is without any rule on the other one; but whether a rule that nobody answered matters may hang on both. */
function sideAlone(subject: LawSubject, request: JsonObject): LawViolation | undefined {
  const { generated } = observe(subject, request);
  const builds = oneSidedBuilds(subject);
  for (const [index, role] of roles.entries()) {
    const alone = builds[index]?.module.decide(request)[role];
    if (
      !equalJson(
        withoutUnresolved(subject, request, alone),
        withoutUnresolved(subject, request, generated[role]),
      )
    ) {
      const message = `the ${role}'s side changes with the rules on the other one`;
      return { message, expected: alone, actual: generated[role], request };
    }
  }
  return undefined;
}

function withoutUnresolved(
  subject: LawSubject,
  request: JsonObject,
  side: PrincipalDecision | undefined,
): PrincipalDecision | undefined {
  const unresolved = new Set(
    observe(subject, request)
      .outcomes.filter(isUnresolved)
      .map(({ rule }) => rule.id),
  );
  if (side === undefined || unresolved.size === 0) return side;
  return { ...side, rules: side.rules.filter((id) => !unresolved.has(id)) };
}

const oneSidedBuilds = changedBuilds(({ policySet }: LawSubject): readonly Change[] =>
  roles.map((role) => ({
    description: `the rules on the ${role} alone`,
    policySet: oneSided(policySet, role),
  })),
);

function oneSided(policySet: PolicySet, kept: PrincipalRole): PolicySet {
  const isKept = ({ role }: PrincipalEnvironment): boolean => role === kept || role === "alone";
  const rules = policySet.rules.flatMap((rule) => {
    const variants = rule.variants.flatMap((variant) => {
      const principals = variant.principals.filter(isKept);
      return principals.length === 0 ? [] : [{ ...variant, principals }];
    });
    return variants.length === 0 ? [] : [{ ...rule, variants }];
  });
  return { ...policySet, rules };
}
