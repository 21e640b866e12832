import type { EntityRecord } from "../../runtime/decision.js";
import { claimAt, claimOf, givenFor, nameOf, type PartyClaims, textClaim, textsClaim } from "./claims.js";
import type { AncestorSource, PartyOptions } from "./options.js";
import { refuse } from "./refusal.js";

/** A party where a token names it. */
export interface PartyInToken {
  readonly claims: PartyClaims;
  readonly options: PartyOptions;
}

/** Who a party is. */
export interface Identity {
  readonly entity: EntityRecord;
  /** As the issuer identifies it, without a namespace. */
  readonly id: string;
  readonly sub: unknown;
}

/** A party as an entity: nothing of its claims but what the options name. */
export function readParty({ claims, options }: PartyInToken, namespace: string | undefined): Identity {
  const { type, id: idClaim = "sub", properties, ancestors } = options;
  const id = textClaim(claims.party, idClaim) ?? refuse("malformed_claims", `${nameOf(idClaim)} is missing`);
  const groups = ancestors && readAncestors(ancestors, claims, namespace);
  const entity: EntityRecord = {
    type,
    id: inNamespace(id, namespace),
    ...(properties && { properties: readProperties(properties, claims) }),
    ...(groups && { ancestors: groups }),
  };
  return { entity, id, sub: claimAt(claims.party, "sub") };
}

/** No namespace has a colon in it, so the first one ends it, and no two pairs of namespace and id are one id. */
function inNamespace(id: string, namespace: string | undefined): string {
  return namespace === undefined ? id : `${namespace}:${id}`;
}

function readProperties(
  sources: NonNullable<PartyOptions["properties"]>,
  claims: PartyClaims,
): NonNullable<EntityRecord["properties"]> {
  const read = Object.entries(sources).map(([name, source]) => [name, givenFor(source, claims)] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** Undefined where a list is not known: less than all of them would let a deny of a group pass. */
function readAncestors(
  sources: readonly AncestorSource[],
  claims: PartyClaims,
  namespace: string | undefined,
): EntityRecord["ancestors"] {
  const groups: { readonly type: string; readonly id: string }[] = [];
  for (const source of sources) {
    const { type, claim, absent } = source;
    const ids = textsClaim(claimOf(source, claims), claim) ?? (absent === "none" ? [] : undefined);
    if (ids === undefined) return undefined;
    groups.push(...ids.map((id) => ({ type, id: inNamespace(id, namespace) })));
  }
  return groups;
}
