import { isPlainString } from "../../runtime/text.js";
import { assertNever } from "../../util/invariant.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { Caller } from "../enforcement/caller.js";
import type { CheckedClaims } from "./check-claims.js";
import { checkKind } from "./check-kind.js";
import { claimAt, claimOf, givenAt, nameOf } from "./claims.js";
import type { IssuerOptions, PartyOptions } from "./options.js";
import { type Identity, type PartyInToken, readParty } from "./read-party.js";
import { refuse } from "./refusal.js";

/** Who calls, by claims that hold: the parties in their roles, and who acted before. */
export function readParties(checked: CheckedClaims): Caller {
  const { claims, options } = checked;
  const act = actOf(claims, options);
  const { subject, actor } = placeParties(claims, act, options);
  if (act !== undefined) checkActor(act, checked);
  const first = readChecked(subject, options);
  const second = actor && readChecked(actor, options);
  if (second !== undefined && isSame(first, second))
    refuse("same_party", "the party that acts is the one that it acts for");
  const priorActors = act === undefined ? [] : priorActorsOf(act);
  return {
    subject: first.entity,
    ...(second && { actor: second.entity }),
    ...(priorActors.length > 0 && { priorActors }),
  };
}

/** The `act` claim, as far as the issuer may have one. One that is null is not absent: without its agent, a call has more rights. */
function actOf(claims: JsonObject, { delegation = "allowed" }: IssuerOptions): JsonObject | undefined {
  const act = givenAt(claims, "act");
  if (act === undefined)
    return delegation === "required" ? refuse("delegation_required", "`act` is missing") : undefined;
  if (delegation === "never")
    refuse("delegation_not_allowed", "the token has an `act` claim, which its issuer may not give");
  return isJsonObject(act) ? act : refuse("malformed_actor", "`act` is no object");
}

interface PlacedParties {
  readonly subject: PartyInToken;
  /** Absent where nobody acts for somebody: then the subject is on its own. */
  readonly actor?: PartyInToken;
}

/** Which claims are whose. That a token lacks `act` changes nothing of what its `sub` is: the layout alone says it. */
function placeParties(
  claims: JsonObject,
  act: JsonObject | undefined,
  options: IssuerOptions,
): PlacedParties {
  const person: PartyOptions = { kind: "person", type: "User", ...options.subject };
  const agent: PartyOptions = { kind: "program", type: "Agent", ...options.actor };
  const holder = { party: claims, token: claims };
  const other = act && { party: act, token: claims };
  switch (options.layout) {
    case "rfc8693": {
      const subject = { claims: holder, options: person };
      return other ? { subject, actor: { claims: other, options: agent } } : { subject };
    }
    case "inverted": {
      const actor = { claims: holder, options: agent };
      return other ? { subject: { claims: other, options: person }, actor } : { subject: actor };
    }
    default:
      return assertNever(options.layout);
  }
}

/** What RFC 8693 §4.1 says of `act`: it identifies a party, by this issuer, and has no validity of its own. */
function checkActor(act: JsonObject, { issuer }: CheckedClaims): void {
  const own = claimAt(act, "iss");
  if (own !== undefined && own !== issuer)
    refuse("foreign_actor", `\`act.iss\` is ${JSON.stringify(own)}, not the token's issuer`);
  for (const name of ["aud", "exp", "nbf", "iat"]) {
    if (claimAt(act, name) !== undefined)
      refuse("malformed_actor", `\`act.${name}\` is given: a party has no validity of its own`);
  }
}

function readChecked(party: PartyInToken, { namespace }: IssuerOptions): Identity {
  checkKind(party);
  for (const requirement of party.options.requires ?? []) {
    const value = claimOf(requirement, party.claims);
    if (!requirement.is.some((expected) => expected === value))
      refuse("requirement_not_met", `${nameOf(requirement.claim)} is not what the issuer's options require`);
  }
  return readParty(party, namespace);
}

/** Whether both are one, by the claim that identifies them or by `sub`, whatever their types. */
function isSame(left: Identity, right: Identity): boolean {
  return left.id === right.id || (left.sub !== undefined && left.sub === right.sub);
}

/** Those who acted before the current actor, the latest first: for the log, never for a decision (RFC 8693 §4.1). */
function priorActorsOf(act: JsonObject): readonly JsonObject[] {
  const actors: JsonObject[] = [];
  for (let next = givenAt(act, "act"); next !== undefined; next = givenAt(next, "act")) {
    if (!isJsonObject(next)) return refuse("malformed_actor", "an `act` inside of `act` is no object");
    actors.push(identifyingClaims(next));
  }
  return actors;
}

/** What names a prior actor; the rest is no affair of the log's. */
function identifyingClaims(act: JsonObject): JsonObject {
  const named = ["iss", "sub", "client_id"].map((name) => [name, claimAt(act, name)] as const);
  return Object.fromEntries(named.filter(([, value]) => isPlainString(value)));
}
