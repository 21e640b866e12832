import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { claimAt, nameOf, textClaim, textsClaim, timeClaim } from "./claims.js";
import type { DelegationOptions, IssuerOptions } from "./options.js";
import { refuse } from "./refusal.js";

/** Claims that hold here and now, with whose they are. */
export interface CheckedClaims {
  readonly claims: JsonObject;
  readonly issuer: string;
  readonly options: IssuerOptions;
  readonly audience: readonly string[];
  /** In milliseconds. */
  readonly expires: number;
  readonly issuedAt: number | undefined;
}

/**
 * Checks everything about a token's claims that is not about its parties: issuer, audience, times, binding. What it must have, it
 * must have: a token without an end or an audience is refused.
 */
export function checkClaims(claims: unknown, options: DelegationOptions): CheckedClaims {
  if (!isJsonObject(claims)) return refuse("malformed_claims", "the claims are no object");
  const issuer = issuerOf(claims, options);
  const audience = audienceOf(claims, options);
  const times = checkTimes(claims, options);
  const isBound = claimAt(claims, "cnf") !== undefined;
  if (isBound && issuer.options.boundTokens !== "proven")
    refuse("bound_token", "the token is bound to a key (`cnf`), of which no possession is proven");
  return { claims, ...issuer, audience, ...times };
}

/** The issuer that the claims name, if it is a known one. */
export function issuerOf(
  claims: JsonObject,
  { issuers }: DelegationOptions,
): Pick<CheckedClaims, "issuer" | "options"> {
  const issuer = textClaim(claims, "iss") ?? refuse("unknown_issuer", "`iss` is missing");
  const options = Object.hasOwn(issuers, issuer) ? issuers[issuer] : undefined;
  if (options === undefined) return refuse("unknown_issuer", `${JSON.stringify(issuer)} is no known issuer`);
  return { issuer, options };
}

function audienceOf(claims: JsonObject, options: DelegationOptions): readonly string[] {
  const audience = textsClaim(claimAt(claims, "aud"), "aud") ?? refuse("wrong_audience", "`aud` is missing");
  const own = typeof options.audience === "string" ? [options.audience] : options.audience;
  if (!audience.some((name) => own.includes(name)))
    refuse("wrong_audience", `the token is for ${JSON.stringify(audience)}, not for this service`);
  return audience;
}

function checkTimes(
  claims: JsonObject,
  { clock, clockTolerance = 5 }: DelegationOptions,
): Pick<CheckedClaims, "expires" | "issuedAt"> {
  const now = (clock?.() ?? new Date()).getTime();
  const tolerance = clockTolerance * 1000;
  const expires = timeClaim(claims, "exp") ?? refuse("malformed_claims", "`exp` is missing");
  const issuedAt = timeClaim(claims, "iat");
  // Written so that a clock that gives no time refuses.
  if (!(now < expires + tolerance))
    refuse("expired", `the token ended at ${new Date(expires).toISOString()}`);
  for (const name of ["nbf", "iat"]) {
    const start = timeClaim(claims, name);
    if (start !== undefined && !(start <= now + tolerance))
      refuse("not_yet_valid", `${nameOf(name)} is ${new Date(start).toISOString()}, which is in the future`);
  }
  return { expires, issuedAt };
}
