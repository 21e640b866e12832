import { isPlainString } from "../../runtime/text.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { ClaimPath, ClaimReading, ClaimSource } from "./options.js";
import { refuse } from "./refusal.js";

/** The claims that a party's options are read from. */
export interface PartyClaims {
  /** Those beside the party's `sub`. */
  readonly party: JsonObject;
  /** Those of the whole token. */
  readonly token: JsonObject;
}

/** The claim, never an inherited member; undefined where it is absent or null. */
export function claimAt(claims: JsonObject, path: ClaimPath): unknown {
  return givenAt(claims, path) ?? undefined;
}

/** The claim that a source names. */
export function claimOf(source: ClaimSource, claims: PartyClaims): unknown {
  return givenFor(source, claims) ?? undefined;
}

/** The claim that a source names, as it is: what null means is its attribute's affair. */
export function givenFor(source: ClaimSource, claims: PartyClaims): unknown {
  const { claim, of = "party" } = toReading(source);
  return givenAt(claims[of], claim);
}

/** The claim as it is, null included. */
export function givenAt(claims: JsonObject, path: ClaimPath): unknown {
  let value: unknown = claims;
  for (const name of typeof path === "string" ? [path] : path) {
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** A source in its long form. */
export function toReading(source: ClaimSource): ClaimReading {
  return typeof source === "object" && "claim" in source ? source : { claim: source };
}

/** A claim that is a text with something in it, or absent. */
export function textClaim(claims: JsonObject, path: ClaimPath): string | undefined {
  const value = claimAt(claims, path);
  if (value === undefined) return undefined;
  if (!isPlainString(value) || value === "")
    refuse("malformed_claims", `${nameOf(path)} is not a text, or empty`);
  return value;
}

/** A claim that names one thing or lists several, as a list; undefined where it is absent. */
export function textsClaim(value: unknown, path: ClaimPath): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => isPlainString(text) && text !== ""))
    refuse("malformed_claims", `${nameOf(path)} is neither a text nor a list of texts`);
  return texts as readonly string[];
}

/** A point in time (RFC 7519, NumericDate) in milliseconds, or absent. */
export function timeClaim(claims: JsonObject, path: ClaimPath): number | undefined {
  const seconds = claimAt(claims, path);
  if (seconds === undefined) return undefined;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= lastSecond))
    refuse("malformed_claims", `${nameOf(path)} is no number of seconds`);
  return Math.floor(seconds * 1000);
}

/** The end of the year 9999: times after it have no plain form. */
const lastSecond = 253_402_300_799;

/** A claim's name in a message. */
export function nameOf(path: ClaimPath): string {
  return `\`${typeof path === "string" ? path : path.join(".")}\``;
}
