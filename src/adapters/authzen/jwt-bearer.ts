import type { JWTPayload, JWTVerifyGetKey } from "jose";
import { asymmetricAlgorithms } from "../delegation/options.js";
import { type Authenticated, type Authenticator, bearerToken } from "./authenticator.js";
import { Refusal } from "./refusal.js";

/** Which tokens are those of callers. */
export interface JwtBearerOptions {
  /** Who issues them: the claim `iss`. */
  readonly issuer: string;
  /** Whom they are issued for: this decision point (RFC 8707). */
  readonly audience: string;
  /** The issuer's keys: where its JSON Web Key Set is, or the set itself. */
  readonly keys: URL | { readonly keys: readonly object[] };
  /** A scope that a token must have, if any. */
  readonly scope?: string;
  readonly clock?: () => Date;
}

/**
 * Knows callers by signed tokens (RFC 9068), which they send as `Authorization: Bearer TOKEN`. It loads the package `jose`.
 *
 * @example
 * const keys = new URL("https://login.example.com/.well-known/jwks.json");
 * const authenticate = await jwtBearer({ issuer: "https://login.example.com", audience: "https://pdp.example.com", keys });
 */
export async function jwtBearer(options: JwtBearerOptions): Promise<Authenticator> {
  const jose = await import("jose");
  const keys = await keySetOf(options.keys);
  return async (request) => {
    const token = bearerToken(request);
    if (token === undefined) return refused("no token was sent", 'Bearer realm="polc"');
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms: [...asymmetricAlgorithms],
        requiredClaims: ["exp"],
        currentDate: options.clock?.() ?? new Date(),
      });
      return admitted(payload, options.scope);
    } catch (error) {
      if (isOfKeys(error)) throw new Refusal(503, "the keys of tokens cannot be had", { "retry-after": "1" });
      // Why a token is none helps nobody but whoever forges one.
      return refused("the token is not valid here", 'Bearer realm="polc", error="invalid_token"');
    }
  };
}

async function keySetOf(keys: JwtBearerOptions["keys"]): Promise<JWTVerifyGetKey> {
  const jose = await import("jose");
  if (keys instanceof URL) return jose.createRemoteJWKSet(keys);
  return jose.createLocalJWKSet({ keys: keys.keys.map((key) => ({ ...key })) });
}

/** Whether a token was not looked at, for want of keys. */
function isOfKeys(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return !/^ERR_J/.test(code) || ["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"].includes(code);
}

function admitted({ sub, client_id: client, scope }: JWTPayload, needed: string | undefined): Authenticated {
  const scopes = typeof scope === "string" ? scope.split(" ") : [];
  if (needed === undefined || scopes.includes(needed))
    return { ok: true, client: typeof client === "string" ? client : (sub ?? "unnamed") };
  const challenge = `Bearer realm="polc", error="insufficient_scope", scope="${needed}"`;
  return { ok: false, status: 403, message: `the token lacks the scope ${needed}`, challenge };
}

function refused(message: string, challenge: string): Authenticated {
  return { ok: false, status: 401, message, challenge };
}
