import {
  type CryptoKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  importSPKI,
  importX509,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from "jose";
import type { KeySource } from "./options.js";

/** Finds the key for a token's header. */
export type FindKey = (header: JWSHeaderParameters & { readonly alg: string }) => Promise<CryptoKey>;

/**
 * The keys of one issuer. A published set is fetched when it is first needed, kept for ten minutes, and fetched again for a key that is not in it,
 * though not more than twice a minute.
 */
export function findKeyIn(source: KeySource): FindKey {
  // `checkOptions` has looked at it.
  if ("key" in source) return async () => source.key as CryptoKey;
  if ("pem" in source) return findPemKey(source.pem);
  const { jwks } = source;
  if (typeof jwks === "string" || jwks instanceof URL)
    return createRemoteJWKSet(new URL(jwks), { timeoutDuration: 5_000 });
  // The form of a JWK is jose's affair: it is refused where it is used.
  return createLocalJWKSet(jwks as unknown as JSONWebKeySet);
}

/** The key of a PEM says less than a JWK does: it is imported for the algorithm that it is used with, if it is of its kind. */
function findPemKey(pem: string): FindKey {
  const imported = new Map<string, Promise<CryptoKey>>();
  const importFor = pem.includes("BEGIN CERTIFICATE") ? importX509 : importSPKI;
  return ({ alg }) => {
    const key = imported.get(alg) ?? importFor(pem, alg).catch(noMatchingKey);
    imported.set(alg, key);
    return key;
  };
}

function noMatchingKey(): never {
  throw new errors.JWKSNoMatchingKey();
}
