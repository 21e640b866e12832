import type { DecisionRequest } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { GuardedCall, GuardOptions } from "./guard-options.js";
import { type LiveTool, pessimisticHints } from "./tool-catalogue.js";

/** What is known of a call beside what the host was configured with. */
export interface CallCircumstances {
  readonly tool: LiveTool | undefined;
  /** What the client says of itself. */
  readonly clientInfo: unknown;
  /** Attributes of `context` that the guard vouches for. */
  readonly context?: JsonObject;
}

/** The request that a call is. What the guard vouches for cannot be overridden by what else there is in `context`. */
export function callRequest(
  options: GuardOptions,
  call: GuardedCall,
  circumstances: CallCircumstances,
): DecisionRequest {
  const { caller, action } = call;
  return {
    ...openRequest(options, call, circumstances),
    action: { name: action, properties: call.arguments },
    context: {
      ...options.context?.(call),
      ...caller.context,
      ...circumstances.context,
      mcp: mcpContext(options, circumstances),
    },
  };
}

/**
 * The request of a call that may be made, for listing tools: without arguments, and with that part of the context alone that will be the
 * same whenever the tool is called.
 */
export function openRequest(
  options: GuardOptions,
  call: GuardedCall,
  circumstances: CallCircumstances,
): DecisionRequest {
  const { subject, actor } = call.caller;
  const resource = options.resource?.(call);
  return {
    subject,
    ...(actor !== undefined && { actor }),
    action: { name: call.action },
    ...(resource !== undefined && { resource }),
    context: { mcp: mcpContext(options, circumstances) },
  };
}

function mcpContext({ server, trusted = false }: GuardOptions, circumstances: CallCircumstances): JsonObject {
  const client = clientContext(circumstances.clientInfo);
  const hints = trusted ? (circumstances.tool?.hints ?? pessimisticHints) : pessimisticHints;
  return { server, trusted, tool: hints, ...(client !== undefined && { client }) };
}

function clientContext(clientInfo: unknown): JsonObject | undefined {
  if (typeof clientInfo !== "object" || clientInfo === null) return undefined;
  const { name, version } = clientInfo as { readonly name?: unknown; readonly version?: unknown };
  if (typeof name !== "string") return undefined;
  return { name, ...(typeof version === "string" && { version }) };
}
