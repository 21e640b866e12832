import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import { visibleText } from "../../diagnostics/display-line.js";
import type { ReportedRemedy } from "../../runtime/decision.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import type { GuardedCall } from "./guard-options.js";
import { type OwnRequests, RequestFailed } from "./own-requests.js";

/** An approval that one person can give, and that would lift all that denies a call. */
export interface WantedApproval {
  /** The party that has to approve. */
  readonly from: string;
}

/** What a person said. */
export type ApprovalAnswer = "approved" | "declined" | "timed_out";

/**
 * The approval to ask for, or undefined where none will do: where a remedy is no approval, where parties differ (a request carries one
 * approval), or where the person at the client does not speak for the party.
 */
export function wantedApproval(
  remedies: readonly ReportedRemedy[],
  approvers: readonly string[],
): WantedApproval | undefined {
  const parties = new Set(
    remedies.map(({ name, arguments: args }) => (name === "approval" ? args.from : undefined)),
  );
  const [from, ...others] = parties;
  if (typeof from !== "string" || others.length > 0 || !approvers.includes(from)) return undefined;
  return { from };
}

/** Whether a client with these capabilities can put a form to a person. */
export function canElicit(capabilities: unknown): boolean {
  if (!isJsonObject(capabilities) || !isJsonObject(capabilities.elicitation)) return false;
  const { elicitation } = capabilities;
  // Before revision 2025-11-25 there were forms only, and the capability was empty.
  return "form" in elicitation || Object.keys(elicitation).length === 0;
}

/** What is asked. */
export interface ApprovalQuestion {
  readonly client: OwnRequests;
  readonly call: GuardedCall;
  /** The arguments as people may see them. */
  readonly shownArguments: JsonObject;
  readonly because: readonly string[];
  readonly wanted: WantedApproval;
  readonly requestId: RequestId;
  /** In milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Asks the person at the client. Whatever is not a plain yes is a no. */
export async function askForApproval(question: ApprovalQuestion): Promise<ApprovalAnswer> {
  const { client, timeout, requestId, signal } = question;
  const params = { message: messageOf(question), requestedSchema };
  const sendOptions = { relatedRequestId: requestId };
  try {
    const answer = await client.ask({ method: "elicitation/create", params, timeout, sendOptions, signal });
    const { action, content } = answer;
    return action === "accept" && isJsonObject(content) && content.approve === true ? "approved" : "declined";
  } catch (error) {
    if (error instanceof RequestFailed) return error.reason === "timed_out" ? "timed_out" : "declined";
    throw error;
  }
}

const requestedSchema = {
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

function messageOf({ call, shownArguments, because, wanted }: ApprovalQuestion): string {
  const { subject, actor } = call.caller;
  const who = [actor, subject].flatMap((party) =>
    party === undefined ? [] : `${party.type} ${visibleText(party.id ?? "")}`,
  );
  return [
    `${who.join(", acting for ")}, wants to call ${visibleText(call.action)}. The policy lets it with an approval from ${visibleText(wanted.from)}.`,
    ...because.map(visibleText),
    `Arguments: ${printedArguments(shownArguments)}`,
  ].join("\n");
}

/** Arguments come from a model: nothing in them may pass for a part of the message, or hide. */
function printedArguments(args: JsonObject): string {
  const printed = visibleText(JSON.stringify(args));
  if (printed.length <= longestArguments) return printed;
  return `${printed.slice(0, longestArguments)}… (${printed.length - longestArguments} more characters are not shown)`;
}
