import { printType } from "../../types/print-type.js";
import { assertNever } from "../../util/invariant.js";
import { lazy } from "../../util/lazy.js";
import { remembered, rememberedOf } from "../../util/remembered.js";
import { canBeIn } from "../check-membership.js";
import type { Checker } from "../checker.js";
import { relationSubjects } from "../relation-subjects.js";
import { withParts } from "../typed-children.js";
import type { PrincipalEnvironment, RuleVariant, Target, TypedRule } from "../typed-policy-set.js";
import { type Grant, grantName, grantsAsked, grantsNamed, type PartyRoots } from "./grants.js";
import type { LintedRule } from "./lint.js";

/**
 * Law: no delegated call is allowed by what its *actor* was granted (a role, a group, to own the resource, a relation to it) where its subject can be granted
 * the same and nothing asks it: an agent with more rights would lend them to whoever it acts for. Where some rule holds the subject to it
 * too, or where agents alone can have it, it is the agent's that is meant; but nobody owns beside somebody else what has one owner.
 */
export function lintActorGrant(checker: Checker, rules: readonly LintedRule[]): void {
  const askedAnywhere = lazy(() => askedOfSubjects(rules));
  for (const linted of rules) {
    if (linted.rule.effect !== "allow") continue;
    const askedHere = lazy(() => askedOfSubjects([linted]));
    for (const { parties, target, grant } of actorGrants(checker, linted.rule)) {
      const asked = isSole(grant) ? askedHere : askedAnywhere;
      if (!asked().has(keyOf(parties, target, grantName(grant)))) report(checker, parties, grant);
    }
  }
}

/** Who makes a delegated call, and on whose authority. */
interface Parties {
  readonly actor: string;
  readonly subject: string;
}

interface ActorGrant {
  readonly parties: Parties;
  readonly target: Target;
  readonly grant: Grant;
}

/** What a rule asks of actors though their subjects could have it as well. */
function actorGrants(checker: Checker, { variants }: TypedRule): readonly ActorGrant[] {
  return variants.flatMap(({ principals, targets, clauses }) =>
    principals.flatMap((environment) => {
      const parties = partiesOf(environment);
      if (parties === undefined) return [];
      const meant = grantsOfActor(clauses)(environment.role).filter((grant) =>
        isOfBoth(checker, parties, grant),
      );
      return meant.flatMap((grant) => targets.map((target) => ({ parties, target, grant })));
    }),
  );
}

/** The next version's rules are mostly these. */
const grantsOfActor = rememberedOf((clauses: RuleVariant["clauses"]) =>
  remembered((role: PrincipalEnvironment["role"]) => grantsAsked(clauses, actorRoots(role))),
);

function partiesOf({ type, role, other }: PrincipalEnvironment): Parties | undefined {
  if (other === undefined) return undefined;
  return role === "actor" ? { actor: type, subject: other } : { actor: other, subject: type };
}

function actorRoots(role: PrincipalEnvironment["role"]): PartyRoots {
  return new Set(role === "actor" ? ["principal", "actor"] : ["actor"]);
}

function subjectRoots(role: PrincipalEnvironment["role"]): PartyRoots {
  return new Set(role === "actor" ? ["subject"] : ["principal", "subject"]);
}

/** Whether the subject can have been granted what is asked of the actor. */
function isOfBoth(checker: Checker, { actor, subject }: Parties, grant: Grant): boolean {
  switch (grant.kind) {
    case "attribute": {
      const [own, others] = [actor, subject].map((type) =>
        checker.schema.entities.get(type)?.attributes.get(grant.name),
      );
      return own !== undefined && others !== undefined && printType(own.type) === printType(others.type);
    }
    case "identity":
      return grant.types?.includes(subject) ?? true;
    case "group":
      return canBeIn({ checker }, subject, grant.types);
    case "relation":
      return grant.types.some((type) =>
        relationSubjects(checker.schema.entities, type, grant.name).has(subject),
      );
    default:
      return assertNever(grant);
  }
}

/** What denies and other allows ask of subjects, and where, as keys. */
function askedOfSubjects(rules: readonly LintedRule[]): ReadonlySet<string> {
  const deciding = rules.filter(({ rule }) => rule.effect !== "oblige");
  const variants = deciding.flatMap(({ rule }) => rule.variants);
  return new Set(variants.flatMap(keysOfSubjects));
}

/** The next version's rules are mostly these. */
const keysOfSubjects = rememberedOf((variant: RuleVariant): readonly string[] => {
  const { principals, targets } = variant;
  const asked = remembered((role: PrincipalEnvironment["role"]) => namesAsked(variant, subjectRoots(role)));
  return principals.flatMap((environment) => {
    const parties = partiesOf(environment);
    if (parties === undefined) return [];
    return asked(environment.role).flatMap((name) => targets.map((target) => keyOf(parties, target, name)));
  });
});

function namesAsked({ scope, clauses }: RuleVariant, party: PartyRoots): readonly string[] {
  const asked = new Set<string>();
  for (const root of [scope, ...clauses.map(({ condition }) => condition)])
    for (const part of withParts(root)) for (const name of grantsNamed(part, party)) asked.add(name);
  return [...asked];
}

function keyOf({ actor, subject }: Parties, { action, resource }: Target, grant: string): string {
  return JSON.stringify([actor, subject, action, resource, grant]);
}

function report(checker: Checker, { actor, subject }: Parties, grant: Grant): void {
  checker.report(
    "POL2047",
    grant.test.span,
    `this allow goes by ${describe(grant)} of the \`${actor}\` alone`,
    {
      label: isSole(grant)
        ? `it is never the \`${subject}\` that it acts for`
        : `no rule asks the \`${subject}\` that it acts for`,
      help: "say it of `subject`, or let the allow of the subject say it too: an agent has no rights to lend",
    },
  );
}

function isSole(grant: Grant): boolean {
  return grant.kind === "identity" && grant.isSole;
}

function describe(grant: Grant): string {
  switch (grant.kind) {
    case "attribute":
      return `\`${grant.name}\``;
    case "identity":
      return "the identity";
    case "group":
      return "a group";
    case "relation":
      return `the relation \`${grant.name}\``;
    default:
      return assertNever(grant);
  }
}
