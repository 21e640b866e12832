import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { DecisionReason, ReportedRemedy } from "../../runtime/decision.js";

/** Why a call was not forwarded, as a code that programs can compare. */
export type DenialCode =
  | Exclude<DecisionReason, "allowed">
  /** No policy could be loaded. */
  | "policy_unavailable"
  /** Nobody can tell who calls. */
  | "caller_unknown"
  /** The tool is not what it was when it was imported. */
  | "tool_changed"
  /** The policy asks for something on allowing that nobody here can do. */
  | "obligation_unknown"
  /** An obligation could not be carried out. */
  | "obligation_failed"
  /** The policy changed while somebody was asked. */
  | "approval_outdated";

/** A call that is not forwarded. */
export interface Denial {
  readonly code: DenialCode;
  /** The decision in the audit log; absent where nothing was decided. */
  readonly id?: string;
  readonly because: readonly string[];
  readonly remedies: readonly ReportedRemedy[];
  /** What became of asking for an approval. */
  readonly approval?: "declined" | "timed_out" | "not_supported" | "refused";
}

/** Where the members of a denial are in `_meta` of the result. */
export const denialMetaKey = "polc/denial";

/**
 * What the model reads of a denial: a tool result, so that it can act upon it, with the code, the policy's own words, and what would lift it.
 * What was wrong with a request in detail, and which rules there are, is for the audit log.
 */
export function denialResult(denial: Denial): CallToolResult {
  const { code, id, because, remedies, approval } = denial;
  const sentences = [
    `Denied by policy (${code}).`,
    ...(because.length > 0 ? because : [meaning[code]]),
    ...remedies.map((remedy) => `This would lift it: ${printedRemedy(remedy)}.`),
    ...(approval === undefined ? [] : [approvalMeaning[approval]]),
    ...(id === undefined ? [] : [`Decision: ${id}`]),
  ];
  return {
    content: [{ type: "text", text: sentences.join("\n") }],
    isError: true,
    _meta: {
      [denialMetaKey]: {
        code,
        ...(id !== undefined && { id }),
        because: [...because],
        remedies: remedies.map(({ name, arguments: args }) => ({ name, arguments: args })),
        ...(approval !== undefined && { approval }),
      },
    },
  };
}

const meaning: { readonly [Code in DenialCode]: string } = {
  denied_by_rule: "A rule of the policy forbids this call.",
  no_matching_rule:
    "No rule of the policy allows this call. Trying again with the same arguments will not help.",
  invalid_request:
    "The call is not of a form that the policy can judge. Check the arguments against the tool's input schema: unknown arguments are refused, and values must be in their plain form.",
  obligation_error:
    "What the policy asks for on allowing this call contradicts itself or cannot be computed.",
  policy_unavailable: "No policy is in force, so every call is denied. The operator has to mend this.",
  caller_unknown: "It cannot be told on whose behalf this call is made.",
  tool_changed:
    "The tool is not the one that was reviewed. The operator has to review it and import it again.",
  obligation_unknown: "The policy asks for something on allowing this call that nobody here knows how to do.",
  obligation_failed: "Something that the policy asks for on allowing this call could not be done.",
  approval_outdated: "The policy changed while the approval was asked for. Call again.",
};

const approvalMeaning: { readonly [Approval in NonNullable<Denial["approval"]>]: string } = {
  declined: "The approval was asked for and not given. Do not ask again for the same call.",
  timed_out: "The approval was asked for, and nobody answered in time.",
  refused: "The approval that came with the call is not one for this call, or was used before.",
  not_supported: "The approval cannot be asked for here: the client cannot put questions to a person.",
};

function printedRemedy({ name, arguments: args }: ReportedRemedy): string {
  const printed = Object.entries(args).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${name}(${printed.join(", ")})`;
}
