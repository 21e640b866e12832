import { placedIn } from "../../source/moved.js";
import { printType } from "../../types/print-type.js";
import { assertNever } from "../../util/invariant.js";
import { remembered, rememberedOf } from "../../util/remembered.js";
import { canBeIn } from "../check-membership.js";
import type { Checker, Schema } from "../checker.js";
import { relationSubjects } from "../relation-subjects.js";
import { withParts } from "../typed-children.js";
import type { PrincipalEnvironment, RuleVariant, Target, TypedRule } from "../typed-policy-set.js";
import { type Grant, grantName, grantsAsked, grantsNamed, type PartyRoots } from "./grants.js";
import { knownOf } from "./lint.js";

/**
 * Law: no delegated call is allowed by what its *actor* was granted (a role, a group, to own the resource, a relation to it) where its subject can be granted
 * the same and nothing asks it: an agent with more rights would lend them to whoever it acts for. Where some rule holds the subject to it
 * too, or where agents alone can have it, it is the agent's that is meant; but nobody owns beside somebody else what has one owner.
 */
export function lintActorGrant(checker: Checker, rules: readonly TypedRule[]): void {
  const lentBy = grantsLent(checker.schema);
  const grants = rules.flatMap((rule) => lentBy(rule).map((lent) => ({ ...lent, rule })));
  if (grants.length === 0) return;
  const unasked = whereOf(grants);
  for (const rule of rules) for (const asked of askedOfSubjects(rule)) removeAsked(unasked, asked);
  for (const { rule, parties, grant, about, where } of grants)
    if (isSole(grant) || unasked.get(about)?.has(where)) report(checker, rule, parties, grant);
}

/** Who makes a delegated call, and on whose authority. */
interface Parties {
  readonly actor: string;
  readonly subject: string;
}

interface ActorGrant {
  readonly parties: Parties;
  readonly grant: Grant;
  /** Whose it is, and what it is: the same for an actor and for its subject. */
  readonly about: string;
  /** The target that it is asked for. */
  readonly where: string;
}

/** What subjects are asked about, and for which targets. */
interface Asked {
  readonly about: string;
  readonly targets: readonly Target[];
}

/** Where each thing is asked about. */
type Places = Map<string, Set<string>>;

function whereOf(grants: readonly ActorGrant[]): Places {
  const places: Places = new Map();
  for (const { about, where } of grants) {
    const known = places.get(about);
    if (known === undefined) places.set(about, new Set([where]));
    else known.add(where);
  }
  return places;
}

function removeAsked(places: Places, { about, targets }: Asked): void {
  const left = places.get(about);
  if (left === undefined) return;
  for (const target of targets) left.delete(keyOfTarget(target));
  if (left.size === 0) places.delete(about);
}

/** What an allow asks of actors and not of their subjects, though these could have it as well. */
const grantsLent = rememberedOf((schema: Schema) =>
  knownOf(({ rule }): readonly ActorGrant[] => {
    if (rule.effect !== "allow") return [];
    const grants = actorGrants(schema, rule);
    if (grants.length === 0) return grants;
    const unasked = whereOf(grants);
    for (const asked of askedOfSubjects(rule)) removeAsked(unasked, asked);
    return grants.filter(({ about, where }) => unasked.get(about)?.has(where));
  }),
);

function actorGrants(schema: Schema, { variants }: TypedRule): readonly ActorGrant[] {
  return variants.flatMap(({ principals, targets, clauses }) => {
    const grantsOfActor = remembered((role: Role) => grantsAsked(clauses, actorRoots(role)));
    return principals.flatMap((environment) => {
      const parties = partiesOf(environment);
      if (parties === undefined) return [];
      const meant = grantsOfActor(environment.role).filter((grant) => isOfBoth(schema, parties, grant));
      return meant.flatMap((grant) =>
        targets.map((target) => ({
          parties,
          grant,
          about: keyOf(parties, grantName(grant)),
          where: keyOfTarget(target),
        })),
      );
    });
  });
}

type Role = PrincipalEnvironment["role"];

function partiesOf({ type, role, other }: PrincipalEnvironment): Parties | undefined {
  if (other === undefined) return undefined;
  return role === "actor" ? { actor: type, subject: other } : { actor: other, subject: type };
}

function actorRoots(role: Role): PartyRoots {
  return new Set(role === "actor" ? ["principal", "actor"] : ["actor"]);
}

function subjectRoots(role: Role): PartyRoots {
  return new Set(role === "actor" ? ["subject"] : ["principal", "subject"]);
}

/** Whether the subject can have been granted what is asked of the actor. */
function isOfBoth(schema: Schema, { actor, subject }: Parties, grant: Grant): boolean {
  switch (grant.kind) {
    case "attribute": {
      const [own, others] = [actor, subject].map((type) =>
        schema.entities.get(type)?.attributes.get(grant.name),
      );
      return own !== undefined && others !== undefined && printType(own.type) === printType(others.type);
    }
    case "identity":
      return grant.types?.includes(subject) ?? true;
    case "group":
      return canBeIn(schema, subject, grant.types);
    case "relation":
      return grant.types.some((type) => relationSubjects(schema.entities, type, grant.name).has(subject));
    default:
      return assertNever(grant);
  }
}

/** What an allow or deny asks of subjects, and where. */
const askedOfSubjects = knownOf(({ rule }): readonly Asked[] =>
  rule.effect === "oblige" ? [] : rule.variants.flatMap(askedByVariant),
);

function askedByVariant(variant: RuleVariant): readonly Asked[] {
  const { principals, targets } = variant;
  const asked = remembered((role: Role) => namesAsked(variant, subjectRoots(role)));
  return principals.flatMap((environment) => {
    const parties = partiesOf(environment);
    if (parties === undefined) return [];
    return asked(environment.role).map((name) => ({ about: keyOf(parties, name), targets }));
  });
}

function namesAsked({ scope, clauses }: RuleVariant, party: PartyRoots): readonly string[] {
  const asked = new Set<string>();
  for (const root of [scope, ...clauses.map(({ condition }) => condition)])
    for (const part of withParts(root)) for (const name of grantsNamed(part, party)) asked.add(name);
  return [...asked];
}

/** Names of types have no spaces, and what a grant is about is last. */
function keyOf({ actor, subject }: Parties, grant: string): string {
  return `${actor} ${subject} ${grant}`;
}

function keyOfTarget({ action, resource }: Target): string {
  return `${resource ?? ""} ${action}`;
}

function report(checker: Checker, rule: TypedRule, { actor, subject }: Parties, grant: Grant): void {
  checker.report(
    "POL2047",
    placedIn(rule, grant.test.span),
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
