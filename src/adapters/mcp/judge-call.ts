import type { AnsweredRelation, DecisionRequest, ReportedObligation } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Decided } from "../enforcement/decision-point.js";
import type { Denial, DenialCode } from "./denial.js";
import type { GuardedCall, GuardOptions } from "./guard-options.js";
import { countCall, type GuardSession, sessionContext } from "./guard-session.js";
import type { ObligationHandler, ObligationPlan } from "./obligation-handler.js";
import { capResult } from "./obligations/cap-result.js";
import { mask } from "./obligations/mask.js";
import { audit, label, spend } from "./obligations/session-obligations.js";
import type { LiveTool } from "./tool-catalogue.js";
import { callRequest } from "./tool-requests.js";
import type { ChangedTool } from "./tool-standing.js";

/** What becomes of a call. */
export type Verdict = AllowedCall | DeniedCall;

/** A call that the server gets to see. */
export interface AllowedCall {
  readonly kind: "allowed";
  readonly decided: Decided;
  /** The arguments in plain form: what was judged is what is done. */
  readonly arguments: JsonObject;
  readonly plans: readonly ObligationPlan[];
}

/** A call that is answered by the guard. */
export interface DeniedCall {
  readonly kind: "denied";
  readonly decided: Decided;
  readonly denial: Denial;
  /** The obligation that nobody knows how to carry out: for the log. */
  readonly unknown?: string;
}

/** What the judge of a call looks at. */
export interface CallToJudge {
  readonly call: GuardedCall;
  readonly tool: LiveTool | undefined;
  /** How the tool differs from what was imported. */
  readonly change: ChangedTool | undefined;
  readonly clientInfo: unknown;
  readonly session: GuardSession;
  /** Given by a person for just this call. */
  readonly approval?: GivenApproval;
}

/**
 * What has to be known of relations to judge a call, beside what is `known`: at once, unless an engine has to be asked. What the session
 * did may be more when that has answered; then it is asked what that takes.
 */
export function relationsFor(
  options: GuardOptions,
  judged: CallToJudge,
  known: readonly AnsweredRelation[] = [],
): readonly AnsweredRelation[] | Promise<readonly AnsweredRelation[]> {
  return options.point.answersFor(() => requestOf(options, judged), known);
}

/** An approval that a person gave for one call. */
export interface GivenApproval {
  readonly from: string;
  readonly at: Date;
}

/**
 * Decides a call with what is known of relations, and where it is allowed counts it, in one synchronous step: no other call can come
 * between. An obligation that nobody knows how to carry out denies.
 */
export function judgeCall(
  options: GuardOptions,
  judged: CallToJudge,
  known: readonly AnsweredRelation[],
): Verdict {
  const { call, session } = judged;
  const decided = decide(options, judged, known);
  const { decision } = decided;
  if (judged.change !== undefined) return overruled(decided, "tool_changed");
  if (!decided.allowed || decision?.args === undefined)
    return { kind: "denied", decided, denial: denialOf(decided) };
  const plans = plansFor(options, session, decision.obligations);
  if (typeof plans === "string") return overruled(decided, "obligation_unknown", plans);
  try {
    for (const { onAllow } of plans) onAllow?.();
  } catch {
    return overruled(decided, "obligation_failed");
  }
  countCall(session, call.tool);
  return { kind: "allowed", decided, arguments: decision.args, plans };
}

function decide(options: GuardOptions, judged: CallToJudge, known: readonly AnsweredRelation[]): Decided {
  const { call } = judged;
  const { priorActors } = call.caller;
  const approval = approvalOf(judged);
  const about = {
    adapter: "mcp",
    server: options.server,
    tool: call.tool,
    ...(priorActors !== undefined && { priorActors }),
    ...(approval && { approval }),
  };
  return options.point.decide(requestOf(options, judged), about, known);
}

/** The request that a call is by now. */
function requestOf(options: GuardOptions, judged: CallToJudge): DecisionRequest {
  const { call, session } = judged;
  const approval = approvalOf(judged);
  const context = {
    ...sessionContext(session, call.tool),
    now: new Date().toISOString(),
    ...(approval && { approval }),
  };
  return callRequest(options, call, { ...judged, context });
}

function approvalOf({ approval }: CallToJudge) {
  return approval && { from: approval.from, at: approval.at.toISOString() };
}

/** The name of one that is not understood, if there is one. */
function plansFor(
  options: GuardOptions,
  session: GuardSession,
  obligations: readonly ReportedObligation[],
): readonly ObligationPlan[] | string {
  const plans: ObligationPlan[] = [];
  for (const { name, arguments: args } of obligations) {
    const plan = handlerOf(options, name)?.(args, session);
    if (plan === undefined) return name;
    plans.push(plan);
  }
  return plans;
}

const knownObligations: ReadonlyMap<string, ObligationHandler> = new Map([
  ["mask", mask],
  ["cap_result", capResult],
  ["audit", audit],
  ["label", label],
  ["spend", spend],
]);

function handlerOf({ obligations }: GuardOptions, name: string): ObligationHandler | undefined {
  if (obligations !== undefined && Object.hasOwn(obligations, name)) return obligations[name];
  return knownObligations.get(name);
}

function denialOf({ id, reason, decision }: Decided): Denial {
  const code: DenialCode = reason === "allowed" ? "obligation_failed" : reason;
  return { code, id, because: decision?.because ?? [], remedies: decision?.remedies ?? [] };
}

/** Whatever the policy says, the call is not made. */
function overruled(decided: Decided, code: DenialCode, unknown?: string): DeniedCall {
  const denial = { code, id: decided.id, because: [], remedies: [] };
  return { kind: "denied", decided, denial, ...(unknown !== undefined && { unknown }) };
}
