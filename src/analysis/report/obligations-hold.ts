import { canErr } from "../../check/can-err.js";
import type { PolicySet, TypedObligation } from "../../check/typed-policy-set.js";
import type { Point } from "../analysis.js";

/**
 * Whether no request can fail for its obligations, by their form: no argument is computed, and none that may be asked for once is asked
 * for by two rules.
 */
export function obligationsHold({ obligations }: PolicySet, sides: readonly Point[]): boolean {
  const calls = sides.flatMap(({ scope }) => scope.obliges.flatMap(({ rule }) => callsOf(rule.variants)));
  const seen = new Set<string>();
  return calls.every(({ name, arguments: values }) => {
    const clashes = obligations.get(name)?.once === true && seen.has(name);
    seen.add(name);
    return !clashes && !values.some(({ value }) => canErr(value));
  });
}

/** Of one variant only: the others say the same of other requests. */
function callsOf([variant]: readonly { readonly obligations: readonly TypedObligation[] }[]) {
  return variant?.obligations ?? [];
}
