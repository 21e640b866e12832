import { equalJson } from "../equal-json.js";
import type { Law } from "../law.js";
import { observe } from "../observe.js";

/**
 * `allows` is `decide` without the reasons, and `validate` gives the problems that `decide` gives: whoever asks the quick question
 * gets the same answer.
 */
export const allowsEqualsDecide: Law = {
  name: "allows-equals-decide",
  statement: "`allows` and `validate` say what `decide` says.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    const allowed = subject.module.allows(request);
    if (allowed !== generated.decision) {
      const message = "`allows` and `decide` differ";
      return { message, expected: generated.decision, actual: allowed, request };
    }
    const problems = subject.module.validate(request);
    if (equalJson(problems, generated.problems)) return undefined;
    const message = "`validate` and the problems of `decide` differ";
    return { message, expected: generated.problems, actual: problems, request };
  },
};
