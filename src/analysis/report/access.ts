import type { PolicySet, PrincipalEnvironment } from "../../check/typed-policy-set.js";
import type { Decision, PrincipalRole } from "../../runtime/decision.js";
import { type Analysis, ask, noneMatches, type Point, someMatches } from "../analysis.js";
import { and, type Formula, negate } from "../encode/formula.js";
import { principalOf, type RequestKind } from "../request-kind.js";
import type { JsonObject } from "../solve/build-request.js";
import { obligationsHold } from "./obligations-hold.js";
import type { ConditionSource, SideConditions } from "./side-conditions.js";

/*
 * Law: `never` and `always` are proved of every valid request of their kind; `when` comes with a request that the interpreter allows and
 * one that it denies. What is not settled is `unknown`, with the one request that was found, if any.
 */

/** How often requests of a kind are allowed. */
export type Verdict = "never" | "always" | "when" | "unknown";

/** What can be said of requests of one kind. */
export interface Access {
  readonly verdict: Verdict;
  /** A request that is allowed, and one that is denied; as small as they were found. */
  readonly allowed: Witness | undefined;
  readonly denied: Witness | undefined;
  /** The subject's, then the actor's, if there is one. A request is allowed where each of them is. */
  readonly sides: readonly Side[];
  /** The same for what is the same to read: verdicts and conditions. */
  readonly key: string;
}

/** A request and what the interpreter decides. */
export interface Witness {
  readonly request: JsonObject;
  readonly decision: Decision;
}

/** What can be said of one principal of such requests, by itself. */
export interface Side {
  readonly principal: PrincipalEnvironment;
  readonly verdict: Verdict;
  /** What the rules on it say. */
  readonly conditions: SideConditions;
}

/** Asks whether requests of a kind are ever allowed and ever denied, as a whole and for each of their principals. */
export function accessOf(analysis: Analysis, kind: RequestKind, conditions: ConditionSource): Access {
  const { sides } = kind;
  const whole = settle(analysis, sides, (decision) => decision.decision);
  const own = sides.map((point): Side => {
    const known = sides.length === 1 ? whole : settleSide(analysis, point, whole);
    return {
      principal: principalOf(point),
      verdict: verdictOf(known),
      conditions: conditions.at(point),
    };
  });
  const verdict = withObligations(analysis.policySet, kind, verdictOf(whole));
  const key = JSON.stringify([
    verdict,
    own.map((side) => [side.verdict, side.conditions.key, side.principal]),
  ]);
  return { verdict, allowed: witnessOf(whole.allowed), denied: witnessOf(whole.denied), sides: own, key };
}

/** What was found for the two questions of a verdict. */
interface Settled {
  readonly allowed: Found;
  readonly denied: Found;
}

type Found = { readonly kind: "found"; readonly witness: Witness } | { readonly kind: "none" | "unknown" };

function verdictOf({ allowed, denied }: Settled): Verdict {
  if (allowed.kind === "none") return "never";
  if (denied.kind === "none") return "always";
  return allowed.kind === "found" && denied.kind === "found" ? "when" : "unknown";
}

function witnessOf(found: Found): Witness | undefined {
  return found.kind === "found" ? found.witness : undefined;
}

/** Asks both questions of the principals together. Where nothing allows one of them, there is nothing to ask. */
function settle(
  analysis: Analysis,
  sides: readonly Point[],
  isAllowed: (decision: Decision) => boolean,
): Settled {
  const hopeless = sides.some(({ scope }) => scope.allows.length === 0);
  const goal = and(...sides.map(allowedAt));
  return {
    allowed: hopeless ? { kind: "none" } : find(analysis, sides, goal, isAllowed),
    denied: find(analysis, sides, negate(goal), (decision) => !isAllowed(decision)),
  };
}

/** That the rules allow a point's principal. */
function allowedAt(point: Point): Formula {
  const { allows, denies } = point.scope;
  return and(someMatches(point, allows), noneMatches(point, denies));
}

function find(
  analysis: Analysis,
  [point]: readonly Point[],
  goal: Formula,
  confirms: (decision: Decision) => boolean,
): Found {
  if (point === undefined) return { kind: "unknown" };
  let decision: Decision | undefined;
  const answer = ask(analysis, point, goal, (replay) => {
    decision = replay.decision;
    return confirms(replay.decision);
  });
  if (answer.kind === "found" && decision !== undefined)
    return { kind: "found", witness: { request: answer.request, decision } };
  return { kind: answer.kind === "none" ? "none" : "unknown" };
}

/** The same for one principal by itself; what was found for the whole often settles it. */
function settleSide(analysis: Analysis, point: Point, whole: Settled): Settled {
  const isAllowed = (decision: Decision): boolean => decision[point.principal]?.decision ?? false;
  if (showsBoth(whole, point.principal)) return whole;
  return settle(analysis, [point], isAllowed);
}

function showsBoth({ allowed, denied }: Settled, role: PrincipalRole): boolean {
  if (allowed.kind !== "found" || denied.kind !== "found") return false;
  return denied.witness.decision[role]?.decision === false;
}

/** The rules allow in any case; obligations may still fail, and then deny. */
function withObligations(policySet: PolicySet, { sides }: RequestKind, verdict: Verdict): Verdict {
  if (verdict !== "always") return verdict;
  return obligationsHold(policySet, sides) ? "always" : "unknown";
}
