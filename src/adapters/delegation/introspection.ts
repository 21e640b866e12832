import { isJsonObject } from "../../util/json-object.js";
import { checkAddress } from "./check-options.js";
import { claimAt } from "./claims.js";
import type { StatusProvider, TokenStatus } from "./options.js";

/** Where an issuer answers questions about its tokens, and who asks. */
export interface IntrospectionOptions {
  readonly endpoint: string | URL;
  /** This service at the issuer. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** In place of the platform's `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * Asks the issuer whether a token still holds (RFC 7662): `active` or `inactive` by its word, `unknown` where it gives none. An answer that
 * speaks of another party than the token is no answer.
 *
 * @throws TypeError where the endpoint is no https address: tokens and a secret go there.
 *
 * @example
 * const status = introspection({ endpoint: "https://id.example.com/introspect", clientId: "mail", clientSecret });
 * const issuer = { layout: "rfc8693", keys: { jwks: "https://id.example.com/jwks" }, status };
 */
export function introspection(options: IntrospectionOptions): StatusProvider {
  const { endpoint, clientId, clientSecret, fetch: ask = fetch } = options;
  const [problem] = checkAddress(endpoint);
  if (problem !== undefined) throw new TypeError(`the endpoint of introspection: ${problem}`);
  const authorization = `Basic ${btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`)}`;
  return async (token, claims, signal): Promise<TokenStatus> => {
    const body = new URLSearchParams({ token, token_type_hint: "access_token" });
    const headers = { accept: "application/json", authorization };
    const response = await ask(endpoint, { method: "POST", body, headers, signal, redirect: "error" });
    const answer: unknown = response.ok ? await response.json() : undefined;
    if (!isJsonObject(answer)) return "unknown";
    if (answer.active === false) return "inactive";
    const isOfToken = ["iss", "sub"].every((name) =>
      [claimAt(claims, name), undefined].includes(claimAt(answer, name)),
    );
    return answer.active === true && isOfToken ? "active" : "unknown";
  };
}

/** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
