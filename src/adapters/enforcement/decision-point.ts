import { randomUUID } from "node:crypto";
import type {
  Decision,
  DecisionReason,
  DecisionRequest,
  ReportedObligation,
} from "../../runtime/decision.js";
import { type AuditRequest, type AuditSink, auditLine } from "./audit-line.js";
import { auditRequest } from "./audit-request.js";
import type { DecisionModule } from "./decision-module.js";
import type { PolicyEvent, PolicySource } from "./policy-source.js";
import { compareDecisions, type ShadowComparison } from "./shadow.js";

/** What a decision point decides by, and whom it tells. */
export interface DecisionPointOptions {
  readonly policy: PolicySource;
  /** Shadow mode: a policy that is asked beside the one in force. It has no effect but on the log. */
  readonly candidate?: PolicySource;
  /** Where decisions are written. Nowhere unless given. */
  readonly audit?: AuditSink;
  /** The time of decisions. The system's unless given. */
  readonly clock?: () => Date;
  /** Makes the ids of decisions. Random ones unless given. */
  readonly newId?: () => string;
}

/** Where requests are decided, by the policy that is in force at that moment. */
export interface DecisionPoint {
  /** Decides, and writes nothing yet. Never throws: where there is no policy it denies. */
  decide(request: DecisionRequest, about?: DecisionAbout): Decided;
  /** Whether some completion of the request may be allowed. False where there is no policy. */
  mayAllow(request: unknown): boolean;
  /**
   * Writes what was decided and what became of it. Rejects where it could not be written: whoever has to have a record then denies.
   */
  record(decided: Decided, outcome?: DecisionOutcome): Promise<void>;
  /** The module in force. */
  module(): DecisionModule | undefined;
  /** The digest of the policy set in force. */
  digest(): string | undefined;
  /** Why there is no policy. */
  problem(): string | undefined;
  /** Calls the listener whenever another policy is in force, or none. Returns what ends that. */
  onChange(listener: (event: PolicyEvent) => void): () => void;
}

/** What is decided about, for the log. */
export interface DecisionAbout {
  /** What the caller calls its request. */
  readonly requestId?: string;
  /** Who asks: `mcp`, `authzen`, or what a host calls itself. */
  readonly adapter: string;
  /** The party that asks for somebody's decision: the name of an API key, a token's client. */
  readonly client?: string;
  readonly server?: string;
  readonly tool?: string;
  /** Actors before the one of the request (RFC 8693 §4.1). */
  readonly priorActors?: readonly unknown[];
  readonly approval?: unknown;
}

/** A decision that was made, and all that is to be known of it. */
export interface Decided {
  /** Unique. */
  readonly id: string;
  readonly time: Date;
  readonly request: DecisionRequest;
  /** The answer: false where there is no decision. */
  readonly allowed: boolean;
  /** Undefined where there was no policy. */
  readonly decision: Decision | undefined;
  readonly reason: DecisionReason | "policy_unavailable";
  /** The module that decided. */
  readonly module: DecisionModule | undefined;
  readonly about?: DecisionAbout;
  /** The module that was asked beside it. */
  readonly candidate?: DecisionModule;
  /** Where it would have decided otherwise. */
  readonly shadow?: ShadowComparison;
  /** The request as the log will show it: made at once, since whoever asked may change it later. */
  readonly shown?: AuditRequest;
}

/** What became of a decision. */
export interface DecisionOutcome {
  readonly carriedOut?: readonly ReportedObligation[];
  /** What the caller was answered, where that is not what was decided. */
  readonly enforced?: boolean;
  readonly note?: string;
}

/**
 * Creates a decision point.
 *
 * @example
 * const policy = await openPolicy("dist/policy.js", { watch: true });
 * const point = createDecisionPoint({ policy, audit: auditFile("audit.jsonl") });
 * const decided = point.decide(request, { adapter: "orders" });
 * await point.record(decided);
 * if (!decided.allowed) throw new Forbidden(decided.decision?.because);
 */
export function createDecisionPoint({
  policy,
  candidate,
  audit,
  clock = () => new Date(),
  newId = randomUUID,
}: DecisionPointOptions): DecisionPoint {
  const decide = (request: DecisionRequest, about?: DecisionAbout): Decided => {
    const module = policy.current();
    const decision = decideBy(module, request);
    // Before a candidate gets hold of the request: whatever that is, it changes nothing.
    const shown = audit && auditRequest(request, { decision, module });
    return {
      id: newId(),
      time: clock(),
      request,
      allowed: decision?.decision === true,
      decision,
      reason: decision?.reason ?? "policy_unavailable",
      module,
      ...(about !== undefined && { about }),
      ...compareWith(candidate?.current(), decision, request),
      ...(shown !== undefined && { shown }),
    };
  };
  return {
    decide,
    mayAllow: (request) => mayAllowBy(policy.current(), request),
    record: async (decided, outcome = {}) => {
      await audit?.write(auditLine(decided, outcome));
    },
    module: () => policy.current(),
    digest: () => policy.current()?.policySet.digest,
    problem: () => policy.problem(),
    onChange: (listener) => policy.onChange(listener),
  };
}

/** A generated module never throws and always decides; one that does not has decided nothing. */
function decideBy(module: DecisionModule | undefined, request: unknown): Decision | undefined {
  try {
    const decision = module?.decide(request);
    return isDecision(decision) ? decision : undefined;
  } catch {
    return undefined;
  }
}

function isDecision(value: unknown): value is Decision {
  if (typeof value !== "object" || value === null) return false;
  const { decision, because, remedies, obligations, errors, problems } = value as Partial<Decision>;
  return (
    typeof decision === "boolean" &&
    Array.isArray(because) &&
    Array.isArray(remedies) &&
    Array.isArray(obligations) &&
    Array.isArray(errors) &&
    Array.isArray(problems)
  );
}

function mayAllowBy(module: DecisionModule | undefined, request: unknown): boolean {
  try {
    return module?.mayAllow(request) === true;
  } catch {
    return false;
  }
}

/** Asks the candidate, whose answer nobody gets. Where it has none there is nothing to compare. */
function compareWith(
  module: DecisionModule | undefined,
  enforced: Decision | undefined,
  request: unknown,
): Pick<Decided, "candidate" | "shadow"> {
  if (module === undefined || enforced === undefined) return {};
  const decision = decideBy(module, request);
  if (decision === undefined) return {};
  const shadow = compareDecisions(enforced, decision);
  return { candidate: module, ...(shadow !== undefined && { shadow }) };
}
