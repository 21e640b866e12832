import type { JSONRPCRequest, MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import type { ApprovedCall } from "../enforcement/approvals.js";
import { maskArguments } from "../enforcement/audit-request.js";
import type { Caller } from "../enforcement/caller.js";
import type { Decided, DecisionOutcome } from "../enforcement/decision-point.js";
import { answer, deny, refuseCaller } from "./answer-call.js";
import { approvalMessage, askForApproval, canElicit, wantedApproval } from "./approval.js";
import { callerOf } from "./caller-of.js";
import type { ClientRequest, Connection } from "./connection.js";
import type { Denial } from "./denial.js";
import type { AllowedCall, DeniedCall, Verdict } from "./judge-call.js";
import { afterWaiting, judgeInTurn, type Then } from "./judge-in-turn.js";
import { answerAfter } from "./obligations/carry-out.js";
import type { Passage } from "./passage.js";
import { recordDecision } from "./record-decision.js";
import { type RoundTrip, readRoundTrip } from "./round-trip.js";
import { statelessClient } from "./stateless.js";
import type { ToolCatalogue } from "./tool-catalogue.js";
import { guardedCall } from "./tool-standing.js";

/**
 * Decides a call of a tool, and forwards or answers it. Where the caller and the server's tools are known and no engine has to be asked
 * about relations, that is one synchronous step; where one has, calls wait for those before them. So they keep their order.
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
  const stateless = statelessClient(message);
  const client = stateless ?? connection.client;
  const roundTrip = stateless && readRoundTrip(message.params ?? {});
  const begin = (caller: Caller, tools: ToolCatalogue) => {
    if (request.cancelled.signal.aborted) return;
    const call = guardedCall(connection.options, named.name, named.arguments, caller);
    const passage = { connection, message, request, extra, call, tools, client, roundTrip };
    judgeInTurn(passage, (verdict, now) => settle(now, verdict));
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

function settle(passage: Passage, verdict: Verdict): void {
  if (verdict.kind === "allowed") return allow(passage, verdict);
  const { options } = passage.connection;
  const from = wantedApproval(verdict.denial.remedies, options.approvers ?? ["user"]);
  if (from === undefined) return refuse(passage, verdict);
  if (!canElicit(passage.client.capabilities)) return refuse(passage, verdict, "not_supported");
  if (passage.roundTrip !== undefined) return settleRoundTrip(passage, verdict, from, passage.roundTrip);
  void ask(passage, verdict, from);
}

/** Asks the person at the client, and decides the same call again. */
async function ask(passage: Passage, verdict: DeniedCall, from: string): Promise<void> {
  const { connection, message, request } = passage;
  const said = await askForApproval({
    client: connection.askClient,
    message: questionOf(passage, verdict, from),
    requestId: message.id,
    timeout: approvalTimeout(connection),
    signal: request.cancelled.signal,
  });
  await afterWaiting(passage, (now) =>
    said === "approved" ? settleApproved(now, verdict, from) : refuse(now, verdict, said),
  );
}

/** Where the client keeps no connection open, the question is the answer, and the call comes again. */
function settleRoundTrip(passage: Passage, verdict: DeniedCall, from: string, roundTrip: RoundTrip): void {
  const { connection, message } = passage;
  const { roundTrips } = connection;
  const call = approvedCall(passage, verdict);
  const outcome = roundTrips.outcome(call, from, roundTrip);
  if (outcome === "approved") return settleApproved(passage, verdict, from);
  if (outcome !== "none") return refuse(passage, verdict, outcome);
  recordDecision(connection, verdict.decided, { note: `asks for an approval from ${JSON.stringify(from)}` });
  const question = {
    message: questionOf(passage, verdict, from),
    from,
    timeout: approvalTimeout(connection),
  };
  answer(connection, message, { result: roundTrips.question(call, question, roundTrip) });
}

/** A call that was approved is decided again, and what it hangs on is asked again. */
function settleApproved(passage: Passage, { decided }: DeniedCall, from: string): void {
  const { connection } = passage;
  recordDecision(connection, decided, { note: `an approval from ${JSON.stringify(from)} was given` });
  const settleAgain: Then = (verdict, now) =>
    verdict.kind === "denied" ? refuse(now, verdict) : allow(now, verdict, from);
  judgeInTurn(passage, settleAgain, { from, at: new Date(), policy: decided.decision?.digest });
}

function questionOf({ call }: Passage, { decided, denial }: DeniedCall, from: string): string {
  const shown = maskArguments(call.action, call.arguments, decided.module?.policySet ?? {});
  return approvalMessage(call, shown, denial.because, from);
}

function approvalTimeout({ options }: Connection): number {
  return options.approvalTimeout ?? defaultApprovalTimeout;
}

const defaultApprovalTimeout = 120_000;

/** What an approval is bound to. */
function approvedCall(
  { connection, call }: Passage,
  { decided }: { readonly decided: Decided },
): ApprovedCall {
  return {
    caller: call.caller,
    server: connection.options.server,
    tool: call.tool,
    arguments: decided.decision?.args,
    policy: decided.decision?.digest ?? "",
  };
}

function allow(passage: Passage, verdict: AllowedCall, approvedBy?: string): void {
  const { connection, request } = passage;
  const outcome = { carriedOut: verdict.decided.decision?.obligations ?? [] };
  if (!verdict.plans.some(({ awaitsAudit }) => awaitsAudit)) {
    recordDecision(connection, verdict.decided, outcome);
    return forward(passage, verdict, approvedBy);
  }
  connection.options.point.record(verdict.decided, outcome).then(
    () => (request.cancelled.signal.aborted ? undefined : forward(passage, verdict, approvedBy)),
    (error: unknown) => {
      connection.tell({
        kind: "audit_failed",
        problem: messageOf(error),
      });
      const { id } = verdict.decided;
      deny(connection, passage.message, { code: "obligation_failed", id, because: [], remedies: [] });
    },
  );
}

function forward(passage: Passage, verdict: AllowedCall, approvedBy: string | undefined): void {
  const { connection, message, request, extra, roundTrip } = passage;
  const { decided, plans } = verdict;
  const params = roundTrip?.params ?? message.params;
  // A call without arguments stays one.
  const args = message.params?.arguments === undefined ? {} : { arguments: verdict.arguments };
  request.isForwarded = true;
  request.onAnswer = (given) => {
    const shown = answerAfter(plans, given, (problem) =>
      recordDecision(connection, decided, { enforced: false, note: `the answer was withheld: ${problem}` }),
    );
    if (approvedBy === undefined || roundTrip === undefined || "error" in shown) return shown;
    return { result: connection.roundTrips.carry(approvedCall(passage, verdict), approvedBy, shown.result) };
  };
  connection.peers.toServer({ ...message, params: { ...params, ...args } }, extra);
}

/** Answers with the denial that was decided. */
function refuse(
  { connection, message, call }: Passage,
  verdict: DeniedCall,
  approval?: Denial["approval"],
): void {
  recordDecision(connection, verdict.decided, outcomeOf(verdict, approval));
  if (verdict.unknown !== undefined)
    connection.tell({ kind: "obligation_unknown", tool: call.tool, name: verdict.unknown });
  deny(connection, message, { ...verdict.denial, ...(approval !== undefined && { approval }) });
}

/** A decision that was overruled says so in the log. */
function outcomeOf({ decided, denial, unknown }: DeniedCall, approval: Denial["approval"]): DecisionOutcome {
  if (denial.code !== decided.reason)
    return { enforced: false, note: unknown === undefined ? denial.code : `${denial.code}: ${unknown}` };
  return approval === undefined ? {} : { note: `an approval was wanted: ${approval}` };
}
