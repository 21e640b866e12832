import { isDeepStrictEqual } from "node:util";
import type {
  Decision,
  DecisionReason,
  EvaluationError,
  ReportedObligation,
  ReportedRemedy,
} from "../../runtime/decision.js";

/** Where a candidate would have decided otherwise than the policy in force: for the log, the policy in force decides. */
export interface ShadowDifference {
  /** What would have been otherwise for whoever asked. */
  readonly differs: readonly ShadowAspect[];
  /** The candidate's decision. */
  readonly decision: boolean;
  readonly reason: DecisionReason;
  /** The rules that caused it: those that are determining for one of the two alone. */
  readonly rules: { readonly enforced: readonly string[]; readonly candidate: readonly string[] };
  readonly because?: readonly string[];
  readonly remedies?: readonly ReportedRemedy[];
  readonly obligations?: readonly ReportedObligation[];
  readonly errors?: readonly EvaluationError[];
  readonly problems?: readonly { readonly path: string; readonly kind: string }[];
}

/** A part of a decision that a caller sees. Determining rules are none: a rule may be renamed. */
export type ShadowAspect = "decision" | "reason" | "because" | "remedies" | "obligations" | "arguments";

/** What differs between two decisions on one request; undefined where nothing does that a caller sees. */
export function compareDecisions(enforced: Decision, candidate: Decision): ShadowComparison | undefined {
  const areBothAllowed = enforced.decision && candidate.decision;
  const differs = aspects
    .filter(({ of }) => !isDeepStrictEqual(of(enforced), of(candidate)))
    .map(({ name }) => name)
    // Of what is denied nothing is forwarded.
    .filter((name) => name !== "arguments" || areBothAllowed);
  if (differs.length === 0) return undefined;
  const rules = { enforced: only(enforced, candidate), candidate: only(candidate, enforced) };
  return { differs, rules, candidate };
}

/** A difference, with the whole decision of the candidate. */
export interface ShadowComparison {
  readonly differs: readonly ShadowAspect[];
  readonly rules: ShadowDifference["rules"];
  readonly candidate: Decision;
}

const aspects: readonly { readonly name: ShadowAspect; readonly of: (decision: Decision) => unknown }[] = [
  { name: "decision", of: ({ decision }) => decision },
  { name: "reason", of: ({ reason }) => reason },
  { name: "because", of: ({ because }) => because },
  { name: "remedies", of: ({ remedies }) => remedies.map((remedy) => ({ ...remedy, rule: undefined })) },
  { name: "obligations", of: ({ obligations }) => obligations },
  { name: "arguments", of: ({ args }) => args },
];

/** The determining rules of one that the other has not, each principal by itself. */
function only(one: Decision, other: Decision): readonly string[] {
  const ids = (["subject", "actor"] as const).flatMap((role) => {
    const others = new Set(other[role]?.rules);
    return (one[role]?.rules ?? []).filter((rule) => !others.has(rule));
  });
  return [...new Set(ids)].sort();
}
