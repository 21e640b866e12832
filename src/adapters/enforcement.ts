/**
 * `polc/enforcement`: what every enforcement point needs. A policy that is loaded anew when it changes, a place where requests are decided,
 * an audit log without secrets, a candidate beside the policy in force, and approvals that are bound to one call.
 */
export type { RelationAnswers } from "../runtime/answers.js";
export type {
  AnsweredRelation,
  Decision,
  DecisionReason,
  DecisionRequest,
  EntityRecord,
  RelationAnswer,
  RelationQuestion,
  ReportedObligation,
  ReportedRemedy,
} from "../runtime/decision.js";
export type { Secrets, Showing, ShownMembers } from "../runtime/secrets.js";
export {
  type Approval,
  type ApprovalRefusal,
  type Approvals,
  type ApprovalsOptions,
  type ApprovedCall,
  createApprovals,
  type OpenedApproval,
} from "./enforcement/approvals.js";
export { type AuditFile, auditFile } from "./enforcement/audit-file.js";
export type { AuditLine, AuditRequest, AuditSink } from "./enforcement/audit-line.js";
export { maskArguments } from "./enforcement/audit-request.js";
export type { Caller } from "./enforcement/caller.js";
export {
  type ActionFacts,
  type DecisionModule,
  type PolicySetFacts,
  PolicyUnavailable,
  type RuleFacts,
  readDecisionModule,
} from "./enforcement/decision-module.js";
export {
  createDecisionPoint,
  type Decided,
  type DecisionAbout,
  type DecisionOutcome,
  type DecisionPoint,
  type DecisionPointOptions,
} from "./enforcement/decision-point.js";
export { type OpenPolicyOptions, openPolicy } from "./enforcement/open-policy.js";
export { fixedPolicy, type PolicyEvent, type PolicySource } from "./enforcement/policy-source.js";
export type { ShadowAspect, ShadowComparison, ShadowDifference } from "./enforcement/shadow.js";
