import type { DecisionGraph, Environment } from "../../ir/decision-graph.js";

/** A kind of request: an action, and for whom it is done by whom. */
export interface KindOfRequest {
  readonly action: string;
  readonly subject: string;
  readonly actor?: string;
}

/** A kind of request, and its environments in two policy sets. */
export interface ComparedKind {
  readonly kind: KindOfRequest;
  readonly environments: readonly EnvironmentsOfTwo[];
}

/** What a request is to each of two sets; undefined where one of them has no such requests. */
export interface EnvironmentsOfTwo {
  readonly resource: string | undefined;
  readonly older: Environment | undefined;
  readonly newer: Environment | undefined;
}

/** Every kind of request that one of two sets has, sorted. */
export function comparedKinds(older: DecisionGraph, newer: DecisionGraph): readonly ComparedKind[] {
  const before = byKind(older);
  const after = byKind(newer);
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((key) => ({
    kind: kindOf(key),
    environments: paired(before.get(key) ?? new Map(), after.get(key) ?? new Map()),
  }));
}

type ByResource = ReadonlyMap<string | undefined, Environment>;

function byKind({ environments }: DecisionGraph): ReadonlyMap<string, ByResource> {
  const kinds = new Map<string, Map<string | undefined, Environment>>();
  for (const environment of environments) {
    const { action, subject, actor, resource } = environment;
    const key = JSON.stringify([action, subject.type, actor?.type ?? null]);
    kinds.set(key, (kinds.get(key) ?? new Map()).set(resource, environment));
  }
  return kinds;
}

function kindOf(key: string): KindOfRequest {
  const [action, subject, actor] = JSON.parse(key) as [string, string, string | null];
  return { action, subject, ...(actor !== null && { actor }) };
}

/** An action without `on` ignores resources: its requests are compared with those on each type that the other set lists. */
function paired(before: ByResource, after: ByResource): readonly EnvironmentsOfTwo[] {
  const resources = [...new Set([...before.keys(), ...after.keys()])].sort((a = "", b = "") =>
    a < b ? -1 : 1,
  );
  return resources.map((resource) => ({
    resource,
    older: before.get(resource) ?? (resource === undefined ? undefined : before.get(undefined)),
    newer: after.get(resource) ?? (resource === undefined ? undefined : after.get(undefined)),
  }));
}
