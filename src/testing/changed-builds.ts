import type { PolicySet } from "../check/typed-policy-set.js";
import type { LawSubject } from "./law.js";
import type { DecisionModule } from "./load-module.js";

/** A policy set that was changed, what the compiler under test makes of it, and what was done. */
export interface ChangedBuild {
  readonly description: string;
  readonly policySet: PolicySet;
  readonly module: DecisionModule;
}

/** What is done to a policy set. */
export type Change = Omit<ChangedBuild, "module">;

/** Keeps what `changesOf` makes of each subject, with its modules: building one takes as long as deciding thousands of requests. */
export function changedBuilds(
  changesOf: (subject: LawSubject) => readonly Change[],
): (subject: LawSubject) => readonly ChangedBuild[] {
  const known = new WeakMap<LawSubject, readonly ChangedBuild[]>();
  return (subject) => {
    const builds = known.get(subject) ?? changesOf(subject).map((change) => built(subject, change));
    known.set(subject, builds);
    return builds;
  };
}

function built({ rebuild }: LawSubject, change: Change): ChangedBuild {
  return { ...change, module: rebuild(change.policySet) };
}

/** `items` in at most `count` groups of neighbours' neighbours: each has some of every part of the list. */
export function dealt<T>(items: readonly T[], count: number): readonly (readonly T[])[] {
  const groups = Math.min(count, items.length);
  return Array.from({ length: groups }, (_, group) => items.filter((__, index) => index % groups === group));
}
