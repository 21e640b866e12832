import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import type { DecisionGraph } from "../../../src/ir/decision-graph.js";

/** A deliberate bug of the compiler, and where it shows. */
export interface BrokenBuild {
  readonly name: string;
  /** The policy set that is built: a folder below the package. */
  readonly policies: string;
  /** The laws that must break, each when it is the only one that is asked. */
  readonly breaks: readonly string[];
  readonly patch: Patch;
}

/** Where the bug is put in: what the compiler starts from, the decision graph, or the text of the module. */
export interface Patch {
  readonly policySet?: (policySet: PolicySet) => PolicySet;
  readonly graph?: (graph: DecisionGraph) => DecisionGraph;
  /** `isRebuilt`: the policy set is a changed one, in which what is patched need not be. */
  readonly code?: (code: string, isRebuilt: boolean) => string;
}

/** Replaces a text of the module wherever it stands. A module without it is no broken one. */
export function replacing(...pairs: readonly (readonly [find: string | RegExp, by: string])[]): Patch {
  return {
    code: (code, isRebuilt) =>
      pairs.reduce((text, [find, by]) => {
        const patched = text.replaceAll(find, by);
        if (patched === text && !isRebuilt) throw new Error(`the patch does not apply: there is no ${find}`);
        return patched;
      }, code),
  };
}
