import { compactVerify, errors, type JWSHeaderParameters } from "jose";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import { parseJson } from "../../util/parse-json.js";
import { issuerOf } from "./check-claims.js";
import { claimAt } from "./claims.js";
import type { FindKey } from "./find-key.js";
import { asymmetricAlgorithms, type DelegationOptions } from "./options.js";
import { refuse } from "./refusal.js";

/** The keys of an issuer that is in the options. */
export type FindKeyOf = (issuer: string) => FindKey;

/**
 * The claims of a token whose signature is its issuer's (RFC 7515, compact serialization). Everything is read from the very bytes
 * that are signed, and nothing that the token offers in place of a key is looked at (`jwk`, `jku`, `x5c`, `x5u`).
 */
export async function verifyToken(
  token: string,
  options: DelegationOptions,
  findKeyOf: FindKeyOf,
): Promise<JsonObject> {
  const { header, claims } = splitToken(token, options.maxTokenLength ?? 16_384);
  const { issuer, options: issuerOptions } = issuerOf(claims, options);
  const algorithms = issuerOptions.algorithms ?? asymmetricAlgorithms;
  const verifiableHeader = checkHeader(header, algorithms);
  const key = await findKeyOf(issuer)(verifiableHeader).catch(refuseKey);
  await compactVerify(token, key, { algorithms: [...algorithms] }).catch(refuseSignature);
  return claims;
}

interface UnverifiedToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

function splitToken(token: unknown, maxLength: number): UnverifiedToken {
  if (typeof token !== "string") return refuse("malformed_token", "the token is no text");
  if (token.length > maxLength) refuse("too_long", `the token has more than ${maxLength} characters`);
  const [, header, claims, signature] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
  if (header === undefined || claims === undefined || !isBase64url(signature))
    return refuse("malformed_token", "the token is not three parts of base64url with a signature");
  return { header: readPart(header, "header"), claims: readPart(claims, "claims") };
}

/** A member given twice is refused: whoever else reads the token may take the other one. */
function readPart(part: string, name: string): JsonObject {
  const text = decodePart(part) ?? refuse("malformed_token", `no base64url of UTF-8 in the ${name}`);
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  if (!parsed.ok && parsed.message.endsWith("given twice"))
    return refuse("duplicate_member", `in the ${name}, ${parsed.message}`);
  return refuse("malformed_token", `no JSON object in the ${name}`);
}

function decodePart(part: string): string | undefined {
  if (!isBase64url(part)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(part, "base64url"));
  } catch {
    return undefined;
  }
}

/** Whether it is the one spelling of its bytes: with another one, a token that is known to be revoked would be a new one. */
function isBase64url(part: string | undefined): part is string {
  return part !== undefined && Buffer.from(part, "base64url").toString("base64url") === part;
}

function checkHeader(
  header: JsonObject,
  algorithms: readonly string[],
): JWSHeaderParameters & { alg: string } {
  const algorithm = claimAt(header, "alg");
  if (typeof algorithm !== "string" || !algorithms.includes(algorithm))
    refuse("wrong_algorithm", `${JSON.stringify(algorithm)} is none of ${algorithms.join(", ")}`);
  if (claimAt(header, "crit") !== undefined)
    refuse("malformed_token", "the token has extensions that must be understood (`crit`)");
  const type = claimAt(header, "typ");
  if (type !== undefined && !(typeof type === "string" && tokenTypes.has(type.toLowerCase())))
    refuse("wrong_type", `a token of the type ${JSON.stringify(type)} is no access token`);
  return { ...header, alg: algorithm };
}

/** What access tokens say that they are (RFC 9068 §2.1, RFC 7519 §5.1). Others are proofs, events, logouts. */
const tokenTypes: ReadonlySet<string> = new Set(["at+jwt", "application/at+jwt", "jwt"]);

function refuseKey(error: unknown): never {
  if (error instanceof errors.JWKSNoMatchingKey)
    return refuse("unknown_key", "the issuer has no key that fits the token's header");
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return refuse("unknown_key", "several keys of the issuer fit, and the token does not say which (`kid`)");
  const reason = messageOf(error);
  return refuse("keys_unavailable", `the issuer's keys cannot be had: ${reason}`);
}

/** Whatever is thrown: a key of another kind than the algorithm's is a `TypeError`. */
function refuseSignature(): never {
  return refuse("bad_signature", "the signature is not the issuer's");
}
