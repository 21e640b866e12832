import type { JsonObject } from "../../util/json-object.js";
import type { CheckedClaims } from "./check-claims.js";
import { clientClaims } from "./check-kind.js";
import { claimAt, nameOf, textClaim, textsClaim } from "./claims.js";
import type { TokenStatus } from "./options.js";
import { refuse } from "./refusal.js";

/** A token as `std.oauth` declares it in `context.token`. */
export interface TokenRecord {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly client_id?: string;
  readonly status: TokenStatus;
  readonly expires: string;
  readonly issued_at?: string;
}

/** What a policy may read of the token itself. Its status is unknown until somebody has asked. */
export function tokenRecord(checked: CheckedClaims): TokenRecord {
  const { claims, issuer, audience, expires, issuedAt } = checked;
  const client = clientOf(claims);
  return {
    issuer,
    audience,
    scopes: scopesOf(claims),
    ...(client !== undefined && { client_id: client }),
    status: "unknown",
    expires: toTime(expires),
    ...(issuedAt !== undefined && { issued_at: toTime(issuedAt) }),
  };
}

/** `scope` (RFC 9068) or, on some platforms, `scp`; of two that differ nobody knows which was granted. */
function scopesOf(claims: JsonObject): readonly string[] {
  const granted = ["scope", "scp"].flatMap((name) => {
    const texts = textsClaim(emptyAsAbsent(claimAt(claims, name)), name);
    return texts === undefined ? [] : [new Set(texts.flatMap((text) => text.split(" ").filter(Boolean)))];
  });
  const [first = new Set(), second = first] = granted;
  if (first.size !== second.size || ![...first].every((scope) => second.has(scope)))
    refuse("malformed_claims", "`scope` and `scp` differ");
  return [...first];
}

/** A token without a scope may have `scope: ""`. */
function emptyAsAbsent(value: unknown): unknown {
  return value === "" ? undefined : value;
}

function clientOf(claims: JsonObject): string | undefined {
  const named = clientClaims.flatMap((name) => textClaim(claims, name) ?? []);
  if (new Set(named).size > 1)
    refuse("malformed_claims", `${clientClaims.map(nameOf).join(", ")}: they name different clients`);
  return named[0];
}

/** The plain form of a point in time. */
export function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
