import type { JSONRPCRequest, MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { maskArguments } from "../enforcement/audit-request.js";
import type { Caller } from "../enforcement/caller.js";
import type { DecisionOutcome } from "../enforcement/decision-point.js";
import { askForApproval, canElicit, wantedApproval } from "./approval.js";
import { callerOf } from "./caller-of.js";
import { type Answer, answerClient, type ClientRequest, type Connection } from "./connection.js";
import { type Denial, denialResult } from "./denial.js";
import type { GuardedCall } from "./guard-options.js";
import {
  type AllowedCall,
  type DeniedCall,
  type GivenApproval,
  judgeCall,
  type Verdict,
} from "./judge-call.js";
import { answerAfter } from "./obligations/carry-out.js";
import { recordDecision } from "./record-decision.js";
import type { ToolCatalogue } from "./tool-catalogue.js";
import { changeOf, guardedCall } from "./tool-standing.js";

/** A call on its way through the guard. */
interface Passage {
  readonly connection: Connection;
  readonly message: JSONRPCRequest;
  readonly request: ClientRequest;
  readonly extra: MessageExtraInfo | undefined;
  readonly call: GuardedCall;
  readonly tools: ToolCatalogue;
}

/**
 * Decides a call of a tool, and forwards or answers it. Where the caller and the server's tools are known, that is one synchronous step; so
 * calls keep their order.
 */
export function callTool(
  connection: Connection,
  message: JSONRPCRequest,
  request: ClientRequest,
  extra: MessageExtraInfo | undefined,
): void {
  const named = readCall(message.params);
  if (typeof named === "string")
    return answer(connection, message, { error: { code: invalidParams, message: named } });
  const begin = (caller: Caller, tools: ToolCatalogue) => {
    if (request.cancelled.signal.aborted) return;
    const call = guardedCall(connection.options, named.name, named.arguments, caller);
    settle({ connection, message, request, extra, call, tools });
  };
  const caller = callerOf(connection.options, extra);
  const tools = connection.tools.current();
  if (!(caller instanceof Promise) && !(tools instanceof Promise)) return begin(caller, tools);
  Promise.all([caller, tools]).then(
    ([found, listed]) => begin(found, listed),
    (error: unknown) => refuseCaller(connection, message, error),
  );
}

/** JSON-RPC 2.0 §5.1. */
const invalidParams = -32602;

/** What is called, or what is wrong with the parameters. */
function readCall(params: JSONRPCRequest["params"]): { name: string; arguments: JsonObject } | string {
  const { name, arguments: args = {}, task } = params ?? {};
  if (typeof name !== "string") return "Invalid params: a call needs the name of a tool";
  if (!isJsonObject(args)) return "Invalid params: the arguments of a call are an object";
  // Its result would come by another way, past the obligations.
  if (task !== undefined) return "Invalid params: the policy does not let calls become tasks";
  return { name, arguments: args };
}

function refuseCaller(connection: Connection, message: JSONRPCRequest, error: unknown): void {
  connection.tell({
    kind: "caller_refused",
    problem: error instanceof Error ? error.message : String(error),
  });
  deny(connection, message, { code: "caller_unknown", because: [], remedies: [] });
}

function settle(passage: Passage): void {
  const verdict = judge(passage);
  if (verdict.kind === "allowed") return allow(passage, verdict);
  const { connection, message } = passage;
  const { remedies } = verdict.denial;
  const wanted = wantedApproval(remedies, connection.options.approvers ?? ["user"]);
  if (wanted !== undefined && canElicit(connection.client.capabilities))
    return void ask(passage, verdict, wanted.from);
  recordDecision(connection, verdict.decided, outcomeOf(verdict));
  const approval = wanted === undefined ? {} : { approval: "not_supported" as const };
  deny(connection, message, { ...verdict.denial, ...approval });
}

function judge({ connection, call, tools }: Passage, approval?: GivenApproval): Verdict {
  const { options, session, client, tell } = connection;
  const tool = tools.get(call.tool);
  const change = changeOf(options, call.tool, tool);
  if (change !== undefined) tell({ kind: "tool_withheld", tool: call.tool, ...change });
  return judgeCall(options, {
    call,
    tool,
    change,
    clientInfo: client.info,
    session,
    ...(approval !== undefined && { approval }),
  });
}

/** Asks the person at the client, and decides the same call again: by the policy that asked for the approval, or not at all. */
async function ask(passage: Passage, { decided, denial }: DeniedCall, from: string): Promise<void> {
  const { connection, message, request, call } = passage;
  const { options } = connection;
  const said = await askForApproval({
    client: connection.askClient,
    call,
    shownArguments: maskArguments(call.action, call.arguments, decided.module?.policySet ?? {}),
    because: denial.because,
    wanted: { from },
    requestId: message.id,
    timeout: options.approvalTimeout ?? defaultApprovalTimeout,
    signal: request.cancelled.signal,
  });
  recordDecision(connection, decided, {
    note: `asked for an approval from ${JSON.stringify(from)}: ${said}`,
  });
  if (request.cancelled.signal.aborted) return;
  if (said !== "approved") return deny(connection, message, { ...denial, approval: said });
  if (options.point.digest() !== decided.decision?.digest)
    return deny(connection, message, { code: "approval_outdated", because: [], remedies: [] });
  const verdict = judge(passage, { from, at: new Date() });
  if (verdict.kind === "allowed") return allow(passage, verdict);
  recordDecision(connection, verdict.decided, outcomeOf(verdict));
  deny(connection, message, verdict.denial);
}

const defaultApprovalTimeout = 120_000;

function allow(passage: Passage, verdict: AllowedCall): void {
  const { connection, message, request } = passage;
  const outcome = { carriedOut: verdict.decided.decision?.obligations ?? [] };
  if (!verdict.plans.some(({ awaitsAudit }) => awaitsAudit)) {
    recordDecision(connection, verdict.decided, outcome);
    return forward(passage, verdict);
  }
  connection.options.point.record(verdict.decided, outcome).then(
    () => (request.cancelled.signal.aborted ? undefined : forward(passage, verdict)),
    (error: unknown) => {
      connection.tell({
        kind: "audit_failed",
        problem: error instanceof Error ? error.message : String(error),
      });
      deny(connection, message, {
        code: "obligation_failed",
        id: verdict.decided.id,
        because: [],
        remedies: [],
      });
    },
  );
}

function forward(
  { connection, message, request, extra }: Passage,
  { decided, ...verdict }: AllowedCall,
): void {
  // A call without arguments stays one.
  const args = message.params?.arguments === undefined ? {} : { arguments: verdict.arguments };
  request.isForwarded = true;
  request.onAnswer = (given) =>
    answerAfter(verdict.plans, given, (problem) =>
      recordDecision(connection, decided, { enforced: false, note: `the answer was withheld: ${problem}` }),
    );
  connection.peers.toServer({ ...message, params: { ...message.params, ...args } }, extra);
}

/** A decision that was overruled says so in the log. */
function outcomeOf({ decided, denial }: DeniedCall): DecisionOutcome {
  return decided.allowed || denial.code !== decided.reason ? { enforced: false, note: denial.code } : {};
}

function deny(connection: Connection, message: JSONRPCRequest, denial: Denial): void {
  answer(connection, message, { result: denialResult(denial) });
}

/** A client that is gone needs no answer. */
function answer(connection: Connection, { id }: JSONRPCRequest, given: Answer): void {
  answerClient(connection, id, given).catch(() => undefined);
}
