import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import { visibleText } from "../../diagnostics/display-line.js";
import type { ReportedRemedy } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { GuardedCall } from "./guard-options.js";
import { type OwnRequests, RequestFailed } from "./own-requests.js";

/** What a person said. */
export type ApprovalAnswer = "approved" | "declined" | "timed_out";

/**
 * The party to ask for an approval, or undefined where none will do: where a remedy is no approval, where parties differ (a request carries one
 * approval), or where the person at the client does not speak for the party.
 */
export function wantedApproval(
  remedies: readonly ReportedRemedy[],
  approvers: readonly string[],
): string | undefined {
  const parties = new Set(
    remedies.map(({ name, arguments: args }) => (name === "approval" ? args.from : undefined)),
  );
  const [from, ...others] = parties;
  return typeof from === "string" && others.length === 0 && approvers.includes(from) ? from : undefined;
}

/** Whether a client with these capabilities can put a form to a person. */
export function canElicit(capabilities: unknown): boolean {
  if (!isJsonObject(capabilities) || !isJsonObject(capabilities.elicitation)) return false;
  const { elicitation } = capabilities;
  // Before revision 2025-11-25 there were forms only, and the capability was empty.
  return "form" in elicitation || Object.keys(elicitation).length === 0;
}

/** What is asked, of whom. */
export interface ApprovalQuestion {
  readonly client: OwnRequests;
  readonly message: string;
  /** Of the call that waits for the answer. */
  readonly requestId: RequestId;
  /** In milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Asks the person at the client. Whatever is not a plain yes is a no. */
export async function askForApproval(question: ApprovalQuestion): Promise<ApprovalAnswer> {
  const { client, message, timeout, requestId, signal } = question;
  const params = { message, requestedSchema: approvalForm };
  const sendOptions = { relatedRequestId: requestId };
  try {
    const answer = await client.ask({ method: "elicitation/create", params, timeout, sendOptions, signal });
    return isYes(answer) ? "approved" : "declined";
  } catch (error) {
    if (error instanceof RequestFailed) return error.reason === "timed_out" ? "timed_out" : "declined";
    throw error;
  }
}

/** Whether the result of an elicitation is a plain yes. */
export function isYes(answer: unknown): boolean {
  if (!isJsonObject(answer) || answer.action !== "accept") return false;
  return isJsonObject(answer.content) && answer.content.approve === true;
}

/** What the form asks for. */
export const approvalForm: JsonObject = {
  type: "object",
  properties: {
    approve: {
      type: "boolean",
      title: "Approve this one call",
      description: "Holds for this call with these arguments only.",
    },
  },
  required: ["approve"],
};

/** The longest print of a call's arguments, in UTF-16 code units: nobody reads more, and what is cut is said to be. */
const longestArguments = 4000;

/** The words of the question. Arguments come from a model: nothing in them may pass for a part of the message, or hide. */
export function approvalMessage(
  { caller, action }: GuardedCall,
  shownArguments: JsonObject,
  because: readonly string[],
  from: string,
): string {
  const parties = [caller.actor, caller.subject].flatMap((party) =>
    party === undefined ? [] : `${party.type} ${visibleText(party.id ?? "")}`,
  );
  return [
    `${parties.join(", acting for ")}, wants to call ${visibleText(action)}. The policy asks for an approval from ${visibleText(from)}.`,
    ...because.map(visibleText),
    `Arguments: ${printedArguments(shownArguments)}`,
  ].join("\n");
}

function printedArguments(args: JsonObject): string {
  const printed = visibleText(JSON.stringify(args));
  if (printed.length <= longestArguments) return printed;
  return `${printed.slice(0, longestArguments)}… (${printed.length - longestArguments} more characters are not shown)`;
}
