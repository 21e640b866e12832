import { check } from "../../compiler.js";
import { parse } from "../../syntax/parse.js";
import { type Change, changedBuilds, dealt } from "../changed-builds.js";
import { equalJson } from "../equal-json.js";
import type { Law, LawSubject } from "../law.js";
import { applyMutant } from "../mutants/apply-mutant.js";
import { enumerateMutants } from "../mutants/enumerate-mutants.js";
import { observe } from "../observe.js";

/**
 * Two modules that decide one request differently have different digests, and every decision carries the digest of its module: an audit
 * record names the rules that it was made by. Asked of the policy set with one small mistake in it, for some mistakes of each kind. A change
 * that means nothing may leave the digest as it is.
 */
export const digestNamesTheMeaning: Law = {
  name: "digest-names-the-meaning",
  statement: "A policy set that decides differently has another digest, and every decision carries its own.",
  check(subject, request) {
    const { generated } = observe(subject, request);
    const { digest } = subject.policySet;
    if (generated.digest !== digest) {
      const message = "the decision carries a digest that is not the policy set's";
      return { message, expected: digest, actual: generated.digest, request };
    }
    for (const { description, module } of mutatedBuilds(subject)) {
      const decision = module.decide(request);
      // The same digest makes whole decisions comparable.
      if (decision.digest !== digest || equalJson(decision, generated)) continue;
      const message = `decided differently with ${description}, under the same digest`;
      return { message, expected: generated, actual: decision, request };
    }
    return undefined;
  },
};

const mutantsTried = 3;

const mutatedBuilds = changedBuilds(({ files, checkOptions }: LawSubject): readonly Change[] => {
  const trees = files.map((file) => ({ ...parse(file).file, text: file.text }));
  const chosen = dealt(enumerateMutants(trees), mutantsTried);
  return chosen.flatMap((mutants) => {
    for (const mutant of mutants) {
      const { policySet } = check(applyMutant(trees, mutant), checkOptions);
      if (policySet !== undefined) return [{ description: `a mistake (${mutant.operator})`, policySet }];
    }
    return [];
  });
});
