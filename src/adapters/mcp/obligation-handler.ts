import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { JsonObject } from "../../util/json-object.js";
import type { GuardSession } from "./guard-session.js";

/** How one kind of obligation is carried out: what is to be done for these arguments, or undefined where it does not understand them. */
export type ObligationHandler = (args: JsonObject, session: GuardSession) => ObligationPlan | undefined;

/** What is to be done for a call that is allowed. */
export interface ObligationPlan {
  /** In the step in which the call is allowed; an exception denies it. */
  readonly onAllow?: () => void;
  /** Whether the call waits until the audit log has its decision, and is denied where that fails. */
  readonly awaitsAudit?: boolean;
  /** To what the tool answers, before the client sees it; an exception withholds the answer. */
  readonly onResult?: (result: CallToolResult) => CallToolResult;
}
