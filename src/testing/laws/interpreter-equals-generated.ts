import { findDisagreement } from "../differential.js";
import type { Law } from "../law.js";

/**
 * The module gives the interpreter's decision, all of it: the answer, its reasons, problems, remedies, obligations, errors, and what is
 * forwarded, in order. The interpreter decides by the letter of the language and knows nothing of the decision graph.
 */
export const interpreterEqualsGenerated: Law = {
  name: "interpreter-equals-generated",
  statement: "The generated module decides as the reference interpreter does, with the same reasons.",
  check({ policySet, module }, request) {
    const found = findDisagreement(policySet, module, () => request);
    if (found === undefined) return undefined;
    const { about, interpreted, generated } = found;
    return {
      message: `${about} differs from the interpreter's`,
      expected: interpreted,
      actual: generated,
      request,
    };
  },
};
