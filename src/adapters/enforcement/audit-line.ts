import type {
  AnsweredRelation,
  DecisionReason,
  EntityRecord,
  EvaluationError,
  Problem,
  ReportedObligation,
  ReportedRemedy,
} from "../../runtime/decision.js";
import type { Decided, DecisionOutcome } from "./decision-point.js";
import { describeDecision, describeObligations, type Masks } from "./describe-decision.js";
import { filled, presentMembers } from "./present-members.js";
import type { ShadowComparison, ShadowDifference } from "./shadow.js";
import { showPlain } from "./show-value.js";

/**
 * One decision in the audit log, as one line of JSON. Members stand in this order; those that have nothing to say are left out.
 * What is `secret` is masked everywhere.
 */
export interface AuditLine {
  /** When it was decided, as RFC 3339 in UTC with milliseconds. */
  readonly time: string;
  /** Of the decision: unique. */
  readonly id: string;
  /** What the caller calls its request (`X-Request-ID`, or the id of a message). */
  readonly requestId?: string;
  /** Where it was asked: `mcp`, `authzen`, or what a host calls itself. */
  readonly adapter?: string;
  /** The party that asked for the decision: the name of an API key, a token's client. */
  readonly client?: string;
  readonly server?: string;
  readonly tool?: string;
  /** The digest of the policy set that decided; null where none could be loaded. */
  readonly policy: string | null;
  readonly decision: boolean;
  readonly reason: DecisionReason | "policy_unavailable";
  /** What the caller was answered, where it is not the decision: what had to be done for an allow could not be done. */
  readonly enforced?: boolean;
  readonly note?: string;
  /** What was asked, as far as the decision hangs on it: deciding this request again gives the same decision, unless something is masked. */
  readonly request: AuditRequest;
  /** What was asked about relations, with the answers: with them, deciding the request again gives the same. */
  readonly relations?: readonly AnsweredRelation[];
  /** The determining rules of each principal. */
  readonly rules?: { readonly subject: readonly string[]; readonly actor?: readonly string[] };
  readonly because?: readonly string[];
  readonly remedies?: readonly ReportedRemedy[];
  readonly obligations?: readonly ReportedObligation[];
  /** The obligations that were carried out. */
  readonly carriedOut?: readonly ReportedObligation[];
  readonly errors?: readonly EvaluationError[];
  readonly problems?: readonly Pick<Problem, "path" | "kind">[];
  /** The digest of the candidate that was asked beside it. */
  readonly candidate?: string;
  /** Where the candidate would have decided otherwise. */
  readonly shadow?: ShadowDifference;
  readonly priorActors?: readonly unknown[];
  readonly approval?: unknown;
}

/** A request as an audit line has it: entities with the properties that rules on the action read, the arguments as they were judged. */
export interface AuditRequest {
  readonly subject?: EntityRecord;
  readonly actor?: EntityRecord;
  readonly action?: { readonly name: string; readonly properties?: { readonly [name: string]: unknown } };
  readonly resource?: EntityRecord;
  readonly context?: { readonly [name: string]: unknown };
}

/** Where audit lines go. */
export interface AuditSink {
  /** Resolves when the line is kept; rejects or throws where it could not be. */
  write(line: AuditLine): Promise<void> | void;
  close?(): Promise<void>;
}

/** The line of a decision, and of what became of it. */
export function auditLine(decided: Decided, { carriedOut = [], enforced, note }: DecisionOutcome): AuditLine {
  const { decision, about, module, candidate, shadow } = decided;
  const masks = { secrets: module?.policySet.secrets, request: decided.request };
  const others = { ...masks, secrets: candidate?.policySet.secrets };
  return presentMembers<AuditLine>({
    time: decided.time.toISOString(),
    id: decided.id,
    requestId: showPlain(about?.requestId),
    adapter: about?.adapter,
    client: showPlain(about?.client),
    server: about?.server,
    tool: showPlain(about?.tool),
    policy: module?.policySet.digest ?? null,
    decision: decided.allowed,
    reason: decided.reason,
    enforced: enforced === decided.allowed ? undefined : enforced,
    note: showPlain(note),
    request: decided.shown?.request ?? {},
    relations: decided.shown?.relations,
    ...(decision && describeDecision(decision, masks)),
    carriedOut: filled(describeObligations(carriedOut, masks)),
    candidate: candidate?.policySet.digest,
    shadow: shadow && describeShadow(shadow, others),
    priorActors: showPlain(about?.priorActors),
    approval: showPlain(about?.approval),
  });
}

function describeShadow({ candidate, differs, rules }: ShadowComparison, masks: Masks): ShadowDifference {
  const { rules: _, ...described } = describeDecision(candidate, masks);
  const { decision, reason } = candidate;
  const shown = { enforced: showPlain(rules.enforced), candidate: showPlain(rules.candidate) };
  return presentMembers<ShadowDifference>({ differs, decision, reason, rules: shown, ...described });
}
