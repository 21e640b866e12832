/**
 * `polc/runtime`: the types of what a decision module takes and returns, for enforcement points. There is nothing to run here: a
 * generated module carries all that it needs.
 */
export type {
  Decision,
  DecisionReason,
  DecisionRequest,
  EntityRecord,
  EvaluationError,
  ImportedTool,
  PrincipalDecision,
  PrincipalRole,
  Problem,
  ReportedObligation,
  ReportedRemedy,
} from "./decision.js";
