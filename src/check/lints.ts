import { isLibraryFile } from "../source/file-names.js";
import type { Checker } from "./checker.js";
import { lintActorGrant } from "./lints/actor-grant.js";
import { lintActorWithoutActing } from "./lints/actor-without-acting.js";
import { lintAssertedAttribute } from "./lints/asserted-attribute.js";
import type { Lint } from "./lints/lint.js";
import { lintOpenHostPattern } from "./lints/open-host-pattern.js";
import { lintPatternOnFreeText } from "./lints/pattern-on-free-text.js";
import { lintSimilarLiterals } from "./lints/similar-literals.js";
import { lintUnconstrainedDestination } from "./lints/unconstrained-destination.js";
import { lintUntaggedAction } from "./lints/untagged-action.js";
import { reportOnce } from "./reporter.js";
import type { TypedRule } from "./typed-policy-set.js";

/** The lints that belong to the language (language.md §9), as far as they need no proof; one file each. */
const lints: readonly Lint[] = [
  lintActorWithoutActing,
  lintOpenHostPattern,
  lintPatternOnFreeText,
  lintUntaggedAction,
  lintUnconstrainedDestination,
  lintSimilarLiterals,
  lintAssertedAttribute,
  lintActorGrant,
];

/** Runs every lint over the rules that checked, but for those of the standard library. */
export function checkLints(checker: Checker, rules: readonly TypedRule[]): void {
  const own = rules.filter(({ span }) => !isLibraryFile(span.file));
  const once = { ...checker, report: reportOnce(checker.report) };
  for (const lint of lints) lint(once, own);
}
