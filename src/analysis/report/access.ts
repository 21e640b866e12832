import type { PolicySet, PrincipalEnvironment } from "../../check/typed-policy-set.js";
import type { Decision } from "../../runtime/decision.js";
import type { Analysis, Point } from "../analysis.js";
import { principalOf, type RequestKind } from "../request-kind.js";
import { obligationsHold } from "./obligations-hold.js";
import { type Found, findAllowed, findDenied, type Witness } from "./settle.js";
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

/** What can be said of one principal of such requests, by itself. */
export interface Side {
  readonly principal: PrincipalEnvironment;
  readonly verdict: Verdict;
  /** What the rules on it say. */
  readonly conditions: SideConditions;
}

/** Asks whether requests of a kind are ever allowed and ever denied, as a whole and for each of their principals. */
export function accessOf(analysis: Analysis, kind: RequestKind, conditions: ConditionSource): Access {
  const { sides: points } = kind;
  const settle = createSettler(analysis);
  const whole = settle(points, ({ decision }) => decision);
  const sides = points.map((point): Side => {
    const { principal } = point;
    const own =
      points.length === 1 ? whole : settle([point], (decision) => decision[principal]?.decision ?? false);
    return { principal: principalOf(point), verdict: verdictOf(own), conditions: conditions.at(point) };
  });
  const verdict = withObligations(analysis.policySet, kind, verdictOf(whole));
  return {
    verdict,
    allowed: witnessOf(whole.allowed),
    denied: witnessOf(whole.denied),
    sides,
    key: accessKey(verdict, sides),
  };
}

function accessKey(verdict: Verdict, sides: readonly Side[]): string {
  const parts = sides.map((side) => [side.verdict, side.principal, side.conditions.key]);
  return JSON.stringify([verdict, parts]);
}

/** What was found for the two questions of a verdict. */
interface Settled {
  readonly allowed: Found;
  readonly denied: Found;
}

/** Asks both questions of some principals. */
type Settler = (sides: readonly Point[], isAllowed: (decision: Decision) => boolean) => Settled;

/** A request that was found for one question often answers the next. */
function createSettler(analysis: Analysis): Settler {
  const seen: Witness[] = [];
  const known = (isSought: (decision: Decision) => boolean): Found | undefined => {
    const witness = seen.find(({ decision }) => isSought(decision));
    return witness && { kind: "found", witness };
  };
  return (sides, isAllowed) => {
    const isDenied = (decision: Decision) => !isAllowed(decision);
    const about = { analysis, sides, observe: (witness: Witness) => seen.push(witness) };
    return {
      denied: known(isDenied) ?? findDenied({ ...about, isSought: isDenied }),
      allowed: known(isAllowed) ?? findAllowed({ ...about, isSought: isAllowed }),
    };
  };
}

function verdictOf({ allowed, denied }: Settled): Verdict {
  if (allowed.kind === "none") return "never";
  if (denied.kind === "none") return "always";
  return allowed.kind === "found" && denied.kind === "found" ? "when" : "unknown";
}

function witnessOf(found: Found): Witness | undefined {
  return found.kind === "found" ? found.witness : undefined;
}

/** The rules allow in any case; obligations may still fail, and then deny. */
function withObligations(policySet: PolicySet, { sides }: RequestKind, verdict: Verdict): Verdict {
  if (verdict !== "always") return verdict;
  return obligationsHold(policySet, sides) ? "always" : "unknown";
}
