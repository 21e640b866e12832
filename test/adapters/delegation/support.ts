import { CompactSign, exportJWK, generateKeyPair } from "jose";
import { createDelegation } from "../../../src/adapters/delegation/create-delegation.js";
import type { DelegationOptions, IssuerOptions } from "../../../src/adapters/delegation/options.js";
import type { JsonObject } from "../../../src/util/json-object.js";

/** An issuer for each layout, with a key of its own. */
export const rfc8693 = "https://id.example.com";
export const inverted = "https://agents.example.net/tenant/7";
export const services = "https://services.example.com";
export const audience = "https://mail.example.com";

/** When the tests' tokens are read. */
export const now = new Date("2026-11-22T12:00:00Z");
export const nowSeconds = now.getTime() / 1000;

export const keys = {
  [rfc8693]: await generateKeyPair("ES256"),
  [inverted]: await generateKeyPair("EdDSA"),
  [services]: await generateKeyPair("ES256"),
};

export type KnownIssuer = keyof typeof keys;

const algorithms: Readonly<Record<KnownIssuer, string>> = {
  [rfc8693]: "ES256",
  [inverted]: "EdDSA",
  [services]: "ES256",
};

/** The options of the tests' issuers, with other ones for the first of them. */
export async function optionsWith(more: Partial<IssuerOptions> = {}): Promise<DelegationOptions> {
  const jwks = async (issuer: KnownIssuer) => {
    const jwk = await exportJWK(keys[issuer].publicKey);
    return { jwks: { keys: [{ ...jwk, kid: issuer, alg: algorithms[issuer] }] } };
  };
  return {
    issuers: {
      [rfc8693]: { layout: "rfc8693", keys: await jwks(rfc8693), namespace: "example", ...more },
      [inverted]: { layout: "inverted", keys: await jwks(inverted), namespace: "agents" },
      [services]: {
        layout: "rfc8693",
        keys: await jwks(services),
        delegation: "never",
        subject: { type: "Service", kind: "program" },
      },
    },
    audience,
    clock: () => now,
  };
}

/** The tests' delegation. */
export async function delegationWith(more: Partial<IssuerOptions> = {}) {
  return createDelegation(await optionsWith(more));
}

/** Good claims of an issuer, for a person. */
export function claimsOf(issuer: KnownIssuer, more: JsonObject = {}): JsonObject {
  return { iss: issuer, sub: "alice", aud: audience, iat: nowSeconds - 60, exp: nowSeconds + 600, ...more };
}

/** A token with a good signature, whatever its claims: their text as it is, if it is one. */
export function sign(issuer: KnownIssuer, claims: JsonObject | string, header: object = {}): Promise<string> {
  const text = typeof claims === "string" ? claims : JSON.stringify(claims);
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: algorithms[issuer], kid: issuer, ...header })
    .sign(keys[issuer].privateKey);
}
