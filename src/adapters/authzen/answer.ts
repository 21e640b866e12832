import type { ReportedObligation, ReportedRemedy } from "../../runtime/decision.js";
import type { Decided } from "../enforcement/decision-point.js";
import type { ErrorMember } from "./refusal.js";

/** A decision as AuthZEN has it. */
export interface Answer {
  readonly decision: boolean;
  readonly context: AnswerContext | ErrorMember;
}

/** What whoever enforces may be told of a decision; what concerns the policies alone stays in the log. */
export interface AnswerContext {
  /** Of the decision, as in the log. */
  readonly id: string;
  readonly reason: string;
  /** Why not: texts for whoever is denied. */
  readonly because?: readonly string[];
  /** What would have to be true for the request to be allowed. */
  readonly remedies?: readonly Omit<ReportedRemedy, "rule">[];
  /** What has to be done. Whoever does not know one of them has to deny. */
  readonly obligations?: readonly ReportedObligation[];
  /** The arguments in their plain form: what is to be done, if it is done. */
  readonly args?: { readonly [name: string]: unknown };
}

/** The answer that a decision is. Why a request is invalid is for the log alone: it tells about policies. */
export function answerOf({ id, allowed, reason, decision }: Decided): Answer {
  if (decision === undefined) return { decision: allowed, context: { id, reason } };
  const { because, remedies, obligations, args } = decision;
  const context = {
    id,
    reason,
    ...(because.length > 0 && { because }),
    ...(remedies.length > 0 && { remedies: remedies.map(withoutRule) }),
    ...(obligations.length > 0 && { obligations }),
    ...(allowed && args && hasMembers(args) && { args }),
  };
  return { decision: allowed, context };
}

/** The denial in place of what was decided. */
export function denialOf({ id }: Decided, reason: "audit_unavailable" | "unknown_entity"): Answer {
  return { decision: false, context: { id, reason } };
}

function withoutRule({ principal, name, arguments: values }: ReportedRemedy): Omit<ReportedRemedy, "rule"> {
  return { principal, name, arguments: values };
}

function hasMembers(record: object): boolean {
  for (const _ in record) return true;
  return false;
}
