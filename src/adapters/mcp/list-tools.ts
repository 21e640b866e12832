import type { JSONRPCRequest, MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import type { JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import type { Caller } from "../enforcement/caller.js";
import { callerOf } from "./caller-of.js";
import type { Answer, ClientRequest, Connection } from "./connection.js";
import { exampleArguments } from "./example-arguments.js";
import type { GuardedCall } from "./guard-options.js";
import { sessionContext } from "./guard-session.js";
import { recordDecision } from "./record-decision.js";
import { statelessClient } from "./stateless.js";
import { isDefinition, type ToolCatalogue, toolCatalogue } from "./tool-catalogue.js";
import { type CallCircumstances, callRequest, openRequest } from "./tool-requests.js";
import { changeOf, guardedCall } from "./tool-standing.js";

/** Forwards a request for a list of tools; the client sees of it what its caller may be allowed to call. */
export function listTools(
  connection: Connection,
  message: JSONRPCRequest,
  request: ClientRequest,
  extra: MessageExtraInfo | undefined,
): void {
  const clientInfo = (statelessClient(message) ?? connection.client).info;
  request.onAnswer = (answer) => {
    if ("error" in answer || !Array.isArray(answer.result.tools)) return answer;
    return shownAnswer(connection, answer.result, answer.result.tools, extra, clientInfo);
  };
  request.isForwarded = true;
  connection.peers.toServer(message, extra);
}

async function shownAnswer(
  connection: Connection,
  result: JsonObject,
  definitions: readonly unknown[],
  extra: MessageExtraInfo | undefined,
  clientInfo: unknown,
): Promise<Answer> {
  connection.tools.observe(definitions);
  const live = toolCatalogue(definitions);
  try {
    const caller = await callerOf(connection.options, extra);
    const tools = definitions.filter(
      (tool) => isDefinition(tool) && isShown(connection, tool.name, live, { caller, clientInfo }),
    );
    return { result: { ...result, ...ownedByCaller(result), tools } };
  } catch (error) {
    connection.tell({
      kind: "caller_refused",
      problem: messageOf(error),
    });
    return { result: { ...result, ...ownedByCaller(result), tools: [] } };
  }
}

/** What is shown to one caller is not for a cache that others share (revision 2026-07-28). */
function ownedByCaller({ cacheScope }: JsonObject): JsonObject {
  return cacheScope === undefined ? {} : { cacheScope: "private" };
}

interface Asking {
  readonly caller: Caller;
  readonly clientInfo: unknown;
}

function isShown(connection: Connection, name: string, live: ToolCatalogue, asking: Asking): boolean {
  const { options, tell } = connection;
  const tool = live.get(name);
  const change = changeOf(options, name, tool);
  const call = guardedCall(options, name, {}, asking.caller);
  const circumstances = { tool, clientInfo: asking.clientInfo };
  if (change === undefined && options.point.mayAllow(openRequest(options, call, circumstances))) return true;
  if (change !== undefined) tell({ kind: "tool_withheld", tool: name, ...change });
  recordHidden(connection, call, circumstances);
  return false;
}

/**
 * Who asks why a tool is not there finds it in the audit log: once for each policy, since clients list often. The decision is one on
 * arguments that are made up, since no others would be allowed either.
 */
function recordHidden(connection: Connection, call: GuardedCall, circumstances: CallCircumstances): void {
  const { options, session, hidden } = connection;
  const { point, server } = options;
  const key = `${point.digest()} ${call.tool}`;
  if (hidden.has(key)) return;
  hidden.add(key);
  const context = { ...sessionContext(session, call.tool), now: new Date().toISOString() };
  const request = callRequest(options, call, { ...circumstances, context });
  const args = exampleArguments(point.module(), request);
  const example =
    args === undefined ? request : { ...request, action: { ...request.action, properties: args } };
  // Whatever relations there are: no answer would show the tool.
  const decided = point.decide(example, { adapter: "mcp", server, tool: call.tool }, []);
  const madeUp = args !== undefined && Object.keys(args).length > 0 ? "; these arguments are made up" : "";
  recordDecision(connection, decided, {
    enforced: false,
    note: `not listed: nothing that it may be called with is allowed${madeUp}`,
  });
}
