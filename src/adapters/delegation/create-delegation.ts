import type { JsonObject } from "../../util/json-object.js";
import type { Caller } from "../enforcement/caller.js";
import { type CheckedClaims, checkClaims } from "./check-claims.js";
import { checkOptions } from "./check-options.js";
import { findKeyIn } from "./find-key.js";
import type { DelegationOptions } from "./options.js";
import { readParties } from "./read-parties.js";
import { type RefusedToken, refuse, toRefused } from "./refusal.js";
import { type TaskRecord, taskRecord } from "./task-record.js";
import { type TokenRecord, tokenRecord } from "./token-record.js";
import { tokenStatus } from "./token-status.js";
import { verifyToken } from "./verify-token.js";

/** Who calls, or why the token is refused. */
export type DelegationResult = AcceptedToken | RefusedToken;

/** A token that holds. */
export interface AcceptedToken {
  readonly ok: true;
  /** The parties and the token, for a request. */
  readonly caller: Caller;
  /** All claims of the token. */
  readonly claims: JsonObject;
}

/** Turns tokens into callers. */
export interface Delegation {
  /** Verifies a token (a JWT) and reads who calls. A token that does not hold is no exception. */
  verify(token: string): Promise<DelegationResult>;
  /** Reads who calls from claims whose signature whoever calls has verified. All else is checked, but nobody is asked for a status. */
  fromClaims(claims: unknown): DelegationResult;
}

/**
 * Makes what turns verified tokens into the parties of a request. Each issuer's tokens are read as the options say and in no other way; what
 * contradicts them is refused.
 *
 * @throws TypeError where the options contradict themselves: see {@link readDelegationConfiguration} for options that come from a file.
 *
 * @example
 * const delegation = createDelegation({
 *   issuers: { "https://id.example.com": { layout: "rfc8693", keys: { jwks: "https://id.example.com/jwks" } } },
 *   audience: "https://mail.example.com",
 * });
 * const result = await delegation.verify(token);
 * if (result.ok) decide({ ...result.caller, action: { name: "mail.send" } });
 */
export function createDelegation(options: DelegationOptions): Delegation {
  const [problem] = checkOptions(options);
  if (problem !== undefined) throw new TypeError(`${problem.path}: ${problem.message}`);
  const keys = new Map(
    Object.entries(options.issuers).map(([issuer, { keys }]) => [issuer, findKeyIn(keys)] as const),
  );
  const findKeyOf = (issuer: string) =>
    keys.get(issuer) ?? refuse("unknown_issuer", "the issuer was added to the options later");
  return {
    verify: (token) => accepted(verifyToken(token, options, findKeyOf), token).catch(toRefused),
    fromClaims: (claims) => {
      try {
        const checked = checkClaims(claims, options);
        return { ok: true, caller: callerOf(checked), claims: checked.claims };
      } catch (thrown) {
        return toRefused(thrown);
      }
    },
  };

  async function accepted(claims: Promise<JsonObject>, token: string): Promise<AcceptedToken> {
    const checked = checkClaims(await claims, options);
    const { context, ...parties } = callerOf(checked);
    const status = await tokenStatus(token, checked);
    return {
      ok: true,
      caller: { ...parties, context: { ...context, token: { ...context.token, status } } },
      claims: checked.claims,
    };
  }
}

interface CallerByToken extends Caller {
  readonly context: { readonly token: TokenRecord; readonly task?: TaskRecord };
}

/** The token's status is unknown: nobody is asked for it before all else is well. */
function callerOf(checked: CheckedClaims): CallerByToken {
  const task = taskRecord(checked);
  return { ...readParties(checked), context: { token: tokenRecord(checked), ...(task && { task }) } };
}
