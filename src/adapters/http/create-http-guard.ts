import type { EntityRecord, ReportedObligation } from "../../runtime/decision.js";
import type { Delegation } from "../delegation/create-delegation.js";
import type { RefusedToken } from "../delegation/refusal.js";
import type { Caller } from "../enforcement/caller.js";
import type { Decided, DecisionPoint } from "../enforcement/decision-point.js";
import { forbidden, type HttpRefusal, unauthenticated, unavailable } from "./refusal.js";

/** What {@link createHttpGuard} is told. */
export interface HttpGuardOptions {
  readonly point: DecisionPoint;
  /** Turns bearer tokens into callers. */
  readonly delegation: Pick<Delegation, "verify">;
  /** Names of obligations that the service carries out. A call that the policy allows with any other one is refused. */
  readonly obligations?: readonly string[];
  /** What the service calls itself in the audit log; `http` unless given. */
  readonly adapter?: string;
  /** The time of calls, `context.now`. The system's unless given. */
  readonly clock?: () => Date;
  /** Hears why tokens are refused, for the service's log: callers are told no more than the code. */
  readonly onRefused?: (refused: RefusedToken) => void;
}

/** Stands before what a service does. */
export interface HttpGuard {
  /** Who calls, by the `Authorization` header of a request. */
  authenticate(authorization: string | null | undefined): Promise<Authenticated | HttpRefusal>;
  /** Whether a caller may make a call. It is written down before this resolves. */
  authorize(caller: Caller, call: HttpCall): Promise<Permission | HttpRefusal>;
}

/** A caller who is known. */
export interface Authenticated {
  readonly ok: true;
  readonly caller: Caller;
}

/** What somebody wants done. */
export interface HttpCall {
  /** The action's name in the policies. */
  readonly action: string;
  readonly arguments?: { readonly [name: string]: unknown };
  /** What it is done to, as the service knows it. */
  readonly resource?: EntityRecord;
  /** What else the service vouches for: the peer's address. */
  readonly context?: { readonly [attribute: string]: unknown };
  /** What the caller calls its request: `X-Request-ID`. */
  readonly requestId?: string;
}

/** A call that may be made. */
export interface Permission {
  readonly ok: true;
  /** The decision in the audit log. */
  readonly id: string;
  /** The arguments in plain form: what was judged, and so what is to be done. */
  readonly args: { readonly [name: string]: unknown };
  /** What the service has to do as well. It knows them all. */
  readonly obligations: readonly ReportedObligation[];
}

/**
 * Makes what stands before a service's own code. Everything that is not a permission is an answer to send: 401 for a token that is none,
 * 403 for a call that is not allowed, 503 where nobody can decide.
 *
 * @example
 * const guard = createHttpGuard({ point, delegation });
 * const who = await guard.authenticate(request.headers.get("authorization"));
 * if (!who.ok) return refusalResponse(who);
 * const permission = await guard.authorize(who.caller, { action: "orders.refund", arguments: { amount: 20 } });
 * if (!permission.ok) return refusalResponse(permission);
 * await refund(permission.args.amount);
 */
export function createHttpGuard(options: HttpGuardOptions): HttpGuard {
  const { point, delegation, clock = () => new Date(), adapter = "http" } = options;
  const known = new Set(options.obligations);
  return {
    authenticate: async (authorization) => {
      const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? "") ?? [];
      if (token === undefined) return unauthenticated("no_token");
      const result = await delegation.verify(token);
      if (result.ok) return { ok: true, caller: result.caller };
      options.onRefused?.(result);
      return unauthenticated(result.code);
    },
    authorize: async (caller, call) => {
      const { priorActors, context, ...parties } = caller;
      const request = {
        ...parties,
        action: { name: call.action, properties: call.arguments ?? {} },
        ...(call.resource && { resource: call.resource }),
        context: { ...call.context, ...context, now: clock().toISOString() },
      };
      const { requestId } = call;
      const decided = await point.decideWith(request, {
        adapter,
        ...(requestId !== undefined && { requestId }),
        ...(priorActors && { priorActors }),
      });
      return concluded(point, decided, known);
    },
  };
}

/** The answer, once it is written down: what has no record is not done. */
async function concluded(
  point: DecisionPoint,
  decided: Decided,
  known: ReadonlySet<string>,
): Promise<Permission | HttpRefusal> {
  const obligations = decided.decision?.obligations ?? [];
  const unknown = obligations.find(({ name }) => !known.has(name));
  const isPermitted = decided.allowed && unknown === undefined;
  try {
    await point.record(decided, {
      ...(isPermitted !== decided.allowed && { enforced: isPermitted }),
      ...(isPermitted && obligations.length > 0 && { carriedOut: obligations }),
      ...(unknown && { note: `the service knows no obligation \`${unknown.name}\`` }),
    });
  } catch {
    return unavailable("audit_unavailable", decided.id);
  }
  if (!isPermitted) return forbidden(decided, unknown && "obligation_unknown");
  return { ok: true, id: decided.id, args: decided.decision?.args ?? {}, obligations };
}
