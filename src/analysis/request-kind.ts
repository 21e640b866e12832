import type { PolicySet, PrincipalEnvironment } from "../check/typed-policy-set.js";
import type { Environment } from "../ir/decision-graph.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { printType } from "../types/print-type.js";
import type { Analysis, Point } from "./analysis.js";
import { createAtomTable } from "./encode/atom.js";
import { createEncoder, type NotingEncoder } from "./encode/create-encoder.js";
import type { ListConstant } from "./encode/encoder.js";
import { argumentsType } from "./encode/environment.js";

/**
 * One kind of request, seen from all of its principals at once: their points share their atoms, so what is said of one can be joined with
 * what is said of another, and asked at either.
 */
export interface RequestKind {
  readonly environment: Environment;
  /** The subject's, then the actor's, if there is one. */
  readonly sides: readonly Point[];
}

/** Every kind of request, in the graph's order. Encoders are made when they are first asked for. */
export function requestKinds({ policySet, graph }: Analysis): readonly RequestKind[] {
  const known: KnownEncoders = new Map();
  return graph.environments.map((environment) => requestKind(policySet, environment, known));
}

/** Encoders by the types of what they read: where those agree, so do the formulas, and what was found for one serves all. */
type KnownEncoders = Map<string, readonly NotingEncoder[]>;

function requestKind(policySet: PolicySet, environment: Environment, known: KnownEncoders): RequestKind {
  const roles: readonly PrincipalRole[] = environment.actor ? ["subject", "actor"] : ["subject"];
  let made: readonly NotingEncoder[] | undefined;
  const encoders = (): readonly NotingEncoder[] => {
    made ??= encodersFor(policySet, environment, roles, known);
    return made;
  };
  const sides = roles.flatMap((principal, index): Point[] => {
    const inScope = environment[principal];
    if (inScope === undefined) return [];
    return [
      {
        environment,
        principal,
        scope: inScope.scope,
        get encoder() {
          return encoders()[index] ?? createEncoder({ policySet, environment, principal }, createAtomTable());
        },
      },
    ];
  });
  return { environment, sides };
}

function encodersFor(
  policySet: PolicySet,
  environment: Environment,
  roles: readonly PrincipalRole[],
  known: KnownEncoders,
): readonly NotingEncoder[] {
  const { subject, actor, resource } = environment;
  const types = printType(argumentsType(policySet, environment));
  const key = JSON.stringify([subject.type, actor?.type, resource, types]);
  const shared = known.get(key) ?? sharingEncoders(policySet, environment, roles);
  known.set(key, shared);
  return shared.map((encoder, index) => {
    const principal = roles[index] ?? "subject";
    return { ...encoder, viewpoint: { policySet, environment, principal } };
  });
}

/** Encoders over one table of atoms, each of which knows the constants that any of them has met. */
export function sharingEncoders(
  policySet: PolicySet,
  environment: Environment,
  roles: readonly PrincipalRole[],
): readonly NotingEncoder[] {
  const atoms = createAtomTable();
  const constants = new Map<string, ListConstant>();
  return roles.map((principal) => createEncoder({ policySet, environment, principal }, atoms, constants));
}

/** Who the principal of a point is, as rules have it. */
export function principalOf({ environment, principal }: Point): PrincipalEnvironment {
  const { subject, actor } = environment;
  if (actor === undefined) return { type: subject.type, role: "alone" };
  return principal === "actor"
    ? { type: actor.type, role: "actor", other: subject.type }
    : { type: subject.type, role: "subject", other: actor.type };
}
