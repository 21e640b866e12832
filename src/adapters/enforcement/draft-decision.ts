import type {
  AnsweredRelation,
  Decision,
  DecisionRequest,
  RelationQuestion,
} from "../../runtime/decision.js";
import type { AuditSink } from "./audit-line.js";
import { auditRelations } from "./audit-relations.js";
import { auditRequest } from "./audit-request.js";
import { decideBy } from "./decide-by.js";
import type { DecisionModule } from "./decision-module.js";
import type { Decided, DecisionAbout } from "./decision-point.js";
import type { PolicySource } from "./policy-source.js";
import { mayTestRelations, questionsOf, unansweredOf } from "./relation-questions.js";
import { compareDecisions } from "./shadow.js";

/** What decides, and where decisions are written. */
export interface Deciders {
  readonly policy: PolicySource;
  readonly candidate?: PolicySource;
  readonly audit?: AuditSink;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** What the policy in force makes of a request, with what is known of relations so far. */
export interface Draft extends Pick<Decided, "request" | "module" | "decision"> {
  readonly known: readonly AnsweredRelation[];
}

/** Decides, perhaps not for good: {@link missingIn} says what may be otherwise with more answers. */
export function draftDecision(
  { policy }: Deciders,
  request: DecisionRequest,
  known: readonly AnsweredRelation[],
): Draft {
  const module = policy.current();
  return { request, known, module, decision: decideBy(module, request, known) };
}

/** What the policy in force and the candidate would have to know besides. */
export function missingIn(draft: Draft, { candidate }: Deciders): readonly RelationQuestion[] {
  const { module, decision, known, request } = draft;
  const other = candidate?.current();
  // What nobody answered is an error, unless it does not matter.
  const isOpen = mayTestRelations(module) && decision !== undefined && decision.errors.length > 0;
  const asked = isOpen ? questionsOf(module, request) : [];
  const besides = mayTestRelations(other) ? candidateQuestions(other, request) : [];
  return unansweredOf(besides.length === 0 ? asked : [...asked, ...besides], known);
}

/** A candidate is asked before the policy in force has decided for good: it gets hold of a copy alone. */
function candidateQuestions(module: DecisionModule, request: unknown): readonly RelationQuestion[] {
  try {
    return questionsOf(module, structuredClone(request));
  } catch {
    // What cannot be copied is no JSON.
    return [];
  }
}

/** Makes a draft the decision. */
export function concludeDraft(
  { candidate, audit, clock, newId }: Deciders,
  draft: Draft,
  about: DecisionAbout | undefined,
): Decided {
  const { request, known, module, decision } = draft;
  // Before a candidate gets hold of the request: whatever that is, it changes nothing.
  const other = candidate?.current();
  const shown = audit && shownOf(draft, other);
  return {
    id: newId(),
    time: clock(),
    request,
    allowed: decision?.decision === true,
    decision,
    reason: decision?.reason ?? "policy_unavailable",
    module,
    ...(about !== undefined && { about }),
    ...compareWith(other, decision, request, known),
    ...(known.length > 0 && { relations: known }),
    ...(shown !== undefined && { shown }),
  };
}

function shownOf(
  { request, known, module, decision }: Draft,
  candidate: DecisionModule | undefined,
): NonNullable<Decided["shown"]> {
  const shown = auditRequest(request, { module, decision });
  if (known.length === 0) return { request: shown };
  // Of what the candidate asked, the policy in force may know nothing.
  const secrets = module?.policySet.secrets ?? candidate?.policySet.secrets;
  const relations = auditRelations(known, { request, shown, secrets });
  return { request: shown, relations };
}

/** Asks the candidate, whose answer nobody gets. Where it has none there is nothing to compare. */
function compareWith(
  module: DecisionModule | undefined,
  enforced: Decision | undefined,
  request: unknown,
  known: readonly AnsweredRelation[],
): Pick<Decided, "candidate" | "shadow"> {
  if (module === undefined || enforced === undefined) return {};
  const decision = decideBy(module, request, known);
  if (decision === undefined) return {};
  const shadow = compareDecisions(enforced, decision);
  return { candidate: module, ...(shadow !== undefined && { shadow }) };
}
