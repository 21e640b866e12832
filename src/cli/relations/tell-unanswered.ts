import type { PolicySource } from "../../adapters/enforcement/policy-source.js";

/** Tells an operator that a policy tests relations, and that nobody is there who knows of any. */
export function tellUnanswered(policy: PolicySource, tell: (line: string) => void): void {
  if (policy.current()?.policySet.relations === undefined) return;
  tell(
    "relations: the policy declares some, and nothing is known of any: name a file of tuples with --relations",
  );
}
