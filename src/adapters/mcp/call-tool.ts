import type { JSONRPCRequest, MessageExtraInfo } from "@modelcontextprotocol/sdk/types.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { messageOf } from "../../util/message-of.js";
import type { ApprovedCall } from "../enforcement/approvals.js";
import { maskArguments } from "../enforcement/audit-request.js";
import type { Caller } from "../enforcement/caller.js";
import type { Decided, DecisionOutcome } from "../enforcement/decision-point.js";
import { approvalMessage, askForApproval, canElicit, wantedApproval } from "./approval.js";
import { callerOf } from "./caller-of.js";
import { type Answer, answerClient, type ClientRequest, type Connection } from "./connection.js";
import { type Denial, denialResult } from "./denial.js";
import type { GuardedCall } from "./guard-options.js";
import {
  type AllowedCall,
  type CallToJudge,
  type DeniedCall,
  type GivenApproval,
  judgeCall,
  relationsFor,
  type Verdict,
} from "./judge-call.js";
import { answerAfter } from "./obligations/carry-out.js";
import { recordDecision } from "./record-decision.js";
import { type RoundTrip, readRoundTrip } from "./round-trip.js";
import { type ClientFacts, completeResult, statelessClient } from "./stateless.js";
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
  readonly client: ClientFacts;
  /** What came back of earlier answers to the same call; undefined where the client holds a conversation. */
  readonly roundTrip: RoundTrip | undefined;
}

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
    judge(passage, (verdict, now) => settle(now, verdict));
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
    problem: messageOf(error),
  });
  deny(connection, message, { code: "caller_unknown", because: [], remedies: [] });
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

/** What becomes of a call, in the synchronous step in which it is judged. */
type Then = (verdict: Verdict, passage: Passage) => void;

/**
 * Judges a call in its turn, once all is known of relations that it hangs on. That is asked as soon as the call is there, so calls that
 * come together wait together. A call that cannot be judged, since the host throws, is refused.
 */
function judge(passage: Passage, then: Then, approval?: BoundApproval): void {
  const { connection, message, request } = passage;
  try {
    const asking = relationsFor(connection.options, callToJudge(passage, approval));
    // What goes wrong goes wrong again in the turn.
    const asked = asking instanceof Promise ? asking.catch(() => []) : asking;
    connection.turns.take(() =>
      request.cancelled.signal.aborted ? undefined : judgeInTurn(passage, then, { approval, asked }),
    );
  } catch (error) {
    refuseCaller(connection, message, error);
  }
}

/** An approval, with the digest of the policy set that asked for it. */
interface BoundApproval extends GivenApproval {
  readonly policy: string | undefined;
}

interface Informed {
  readonly approval: BoundApproval | undefined;
  /** What is known of relations, or will be. */
  readonly asked: ReturnType<typeof relationsFor>;
}

function judgeInTurn(passage: Passage, then: Then, { approval, asked }: Informed): Promise<void> | undefined {
  const { connection, message } = passage;
  const refused = (error: unknown) => refuseCaller(connection, message, error);
  const goOn = (known: Known) => relationsFor(connection.options, callToJudge(passage, approval), known);
  try {
    // Calls before this one may have changed what has to be known.
    const known = asked instanceof Promise ? asked.then(goOn) : goOn(asked);
    if (!(known instanceof Promise)) return void conclude(passage, then, { approval, known });
    return known
      .then((answers) => afterWaiting(passage, (now) => conclude(now, then, { approval, known: answers })))
      .catch(refused);
  } catch (error) {
    return void refused(error);
  }
}

type Known = Parameters<typeof judgeCall>[2];

/** Judges a call, and has done with it, in one synchronous step. What was approved is judged by the policy that asked for the approval, or not at all. */
function conclude(
  passage: Passage,
  then: Then,
  { approval, known }: { readonly approval: BoundApproval | undefined; readonly known: Known },
): void {
  const { connection, message, call } = passage;
  const { options, tell } = connection;
  if (approval !== undefined && options.point.digest() !== approval.policy)
    return deny(connection, message, { code: "approval_outdated", because: [], remedies: [] });
  const judged = callToJudge(passage, approval);
  if (judged.change !== undefined) tell({ kind: "tool_withheld", tool: call.tool, ...judged.change });
  then(judgeCall(options, judged, known), passage);
}

/** While somebody was waited for, the server may have changed its tools, and the client its mind. */
async function afterWaiting(passage: Passage, then: (passage: Passage) => void): Promise<void> {
  const tools = await passage.connection.tools.current();
  if (!passage.request.cancelled.signal.aborted) then({ ...passage, tools });
}

function callToJudge(
  { connection, call, tools, client }: Passage,
  approval: GivenApproval | undefined,
): CallToJudge {
  const { options, session } = connection;
  const tool = tools.get(call.tool);
  return {
    call,
    tool,
    change: changeOf(options, call.tool, tool),
    clientInfo: client.info,
    session,
    ...(approval !== undefined && { approval }),
  };
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
  judge(passage, settleAgain, { from, at: new Date(), policy: decided.decision?.digest });
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

function deny(connection: Connection, message: JSONRPCRequest, denial: Denial): void {
  const isStateless = statelessClient(message) !== undefined;
  answer(connection, message, { result: completeResult(denialResult(denial), isStateless) });
}

/** A client that is gone needs no answer. */
function answer(connection: Connection, { id }: JSONRPCRequest, given: Answer): void {
  answerClient(connection, id, given).catch(() => undefined);
}
