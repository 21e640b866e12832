import type { ReportedRemedy } from "../../runtime/decision.js";
import type { RefusalCode } from "../delegation/refusal.js";
import type { Decided } from "../enforcement/decision-point.js";

/** Why a call is not made, as a code that programs can compare. */
export type RefusedCode =
  | RefusalCode
  | Exclude<Decided["reason"], "allowed">
  /** The call came without a bearer token. */
  | "no_token"
  /** The policy obliges to something that the service does not know. */
  | "obligation_unknown"
  /** The decision could not be written down. */
  | "audit_unavailable";

/** An answer in place of the call's: all that a framework needs to send it. */
export interface HttpRefusal {
  readonly ok: false;
  readonly status: 401 | 403 | 503;
  readonly headers: { readonly [name: string]: string };
  readonly body: ProblemDetails;
}

/** What the caller is told (RFC 9457): never which rules there are, or what was wrong where. */
export interface ProblemDetails {
  readonly title: string;
  readonly status: number;
  /** The policy's own words, where it has some. */
  readonly detail: string;
  readonly code: RefusedCode;
  readonly because?: readonly string[];
  /** What would lift the refusal. */
  readonly remedies?: readonly Pick<ReportedRemedy, "name" | "arguments">[];
  /** The decision in the audit log. */
  readonly decision?: string;
}

/** A refusal as the `Response` of the Fetch standard. */
export function refusalResponse({ status, headers, body }: HttpRefusal): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** The answer to a call of which nobody knows who makes it (RFC 6750 §3). Without a token there is no error to tell. */
export function unauthenticated(code: RefusalCode | "no_token"): HttpRefusal {
  if (code === "keys_unavailable") return unavailable(code);
  const challenge = code === "no_token" ? "Bearer" : 'Bearer error="invalid_token"';
  const detail = code === "no_token" ? "A bearer token is needed." : "The token is not accepted.";
  return refusal({ title: "Unauthorized", status: 401, detail, code }, { "www-authenticate": challenge });
}

/** The answer to a call that is not allowed. */
export function forbidden(
  { id, decision, reason }: Pick<Decided, "id" | "decision" | "reason">,
  code: "obligation_unknown" | undefined,
): HttpRefusal {
  if (reason === "policy_unavailable") return unavailable(reason, id);
  const because = decision?.because ?? [];
  const remedies = (decision?.remedies ?? []).map(({ name, arguments: args }) => ({ name, arguments: args }));
  const scopes = remedies.flatMap(neededScope);
  const body: ProblemDetails = {
    title: "Forbidden",
    status: 403,
    detail: because.length > 0 ? because.join(" ") : "The policy does not allow this.",
    code: code ?? (reason === "allowed" ? "obligation_unknown" : reason),
    because,
    remedies,
    decision: id,
  };
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(" ")}"`;
  return refusal(body, scopes.length > 0 ? { "www-authenticate": challenge } : {});
}

/** The answer where nothing can be decided for now: it is not the caller's fault. */
export function unavailable(
  code: "keys_unavailable" | "policy_unavailable" | "audit_unavailable",
  decision?: string,
): HttpRefusal {
  const detail = "Nothing can be allowed for now.";
  const id = decision === undefined ? {} : { decision };
  return refusal({ title: "Service Unavailable", status: 503, detail, code, ...id }, {});
}

/** The remedy `scope` of std.oauth is one that OAuth has a word for (RFC 6750 §3.1). */
function neededScope({
  name,
  arguments: args,
}: Pick<ReportedRemedy, "name" | "arguments">): readonly string[] {
  const { name: scope } = args;
  return name === "scope" && typeof scope === "string" && /^[!#-[\]-~]+$/.test(scope) ? [scope] : [];
}

function refusal(body: ProblemDetails, headers: HttpRefusal["headers"]): HttpRefusal {
  const status = body.status === 401 ? 401 : body.status === 403 ? 403 : 503;
  return {
    ok: false,
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
    body,
  };
}
