import type { DecisionRequest, EntityRecord } from "../../runtime/decision.js";
import type { EntityDirectory, KnownEntity, Party } from "./entity-directory.js";

/** What requests are completed with. */
export interface Completion {
  readonly directory: EntityDirectory | undefined;
  /** Whether a request's word counts for more than the directory's. */
  readonly trustProperties: boolean;
  /** Whether the entities that the directory lists are, of their types, all that there are. */
  readonly knownOnly: boolean;
  /** Attributes that the host vouches for, whatever a request says. */
  readonly context: { readonly [attribute: string]: unknown };
  readonly clock: () => Date;
}

/**
 * `request` with what is known besides: of its entities what the directory says, of the call what the host says, and the time where the
 * request names none. Where the directory and the request both know an attribute, the directory is right, unless it is
 * said that callers are trusted with that.
 */
export function completeRequest(request: DecisionRequest, completion: Completion): DecisionRequest {
  const { subject, actor, resource, context } = request;
  return {
    ...request,
    subject: completeEntity(subject, "subject", completion),
    ...(actor && { actor: completeEntity(actor, "actor", completion) }),
    ...(resource && { resource: completeEntity(resource, "resource", completion) }),
    context: completeContext(context, completion),
  };
}

/** Whether the directory rules out one of the entities that are named. */
export function namesUnknown(
  parties: { readonly [party in Party]?: EntityRecord | undefined },
  { directory, knownOnly }: Completion,
): boolean {
  if (!knownOnly || directory === undefined) return false;
  return partyNames.some((party) => {
    const entity = parties[party];
    return entity !== undefined && !directory.mayExist(entity, party);
  });
}

const partyNames: readonly Party[] = ["subject", "actor", "resource"];

/** {@link completeRequest} for one of its entities. */
export function completeEntity(
  entity: EntityRecord,
  party: Party,
  { directory, trustProperties }: Completion,
): EntityRecord {
  const known = directory?.find(entity, party);
  if (known === undefined) return entity;
  const [first, second] = trustProperties ? [known, entity] : [entity, known];
  return { ...entity, ...merged(first, second) };
}

/** What either says; where both do, what `second` says. */
function merged(first: KnownEntity, second: KnownEntity): KnownEntity {
  const ancestors = second.ancestors ?? first.ancestors;
  return {
    ...(ancestors && { ancestors }),
    ...((first.properties || second.properties) && {
      properties: { ...first.properties, ...second.properties },
    }),
  };
}

/** {@link completeRequest} for the context: the caller enforces, so the time is the one that it names, if it does. */
export function completeContext(
  context: DecisionRequest["context"],
  { context: vouched, clock }: Completion,
): { readonly [attribute: string]: unknown } {
  return { ...(context?.now === undefined && { now: clock().toISOString() }), ...context, ...vouched };
}
