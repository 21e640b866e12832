import type { AnsweredRelation, Decision } from "../../runtime/decision.js";
import type { DecisionModule } from "./decision-module.js";

/** What a module decides. A generated one never throws and always decides; one that does not has decided nothing. */
export function decideBy(
  module: DecisionModule | undefined,
  request: unknown,
  known: readonly AnsweredRelation[],
): Decision | undefined {
  try {
    const decision = known.length === 0 ? module?.decide(request) : module?.decide(request, known);
    return isDecision(decision) ? decision : undefined;
  } catch {
    return undefined;
  }
}

function isDecision(value: unknown): value is Decision {
  if (typeof value !== "object" || value === null) return false;
  const { decision, because, remedies, obligations, errors, problems } = value as Partial<Decision>;
  return (
    typeof decision === "boolean" &&
    Array.isArray(because) &&
    Array.isArray(remedies) &&
    Array.isArray(obligations) &&
    Array.isArray(errors) &&
    Array.isArray(problems)
  );
}

/** Whether some completion of the request may be allowed by a module. */
export function mayAllowBy(module: DecisionModule | undefined, request: unknown): boolean {
  try {
    return module?.mayAllow(request) === true;
  } catch {
    return false;
  }
}
