import { createAnalysis } from "../../analysis/analysis.js";
import { proveAssertions } from "../../analysis/assertions.js";
import { generateTests } from "../../analysis/generate-tests.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { questionsFor } from "../../compiler.js";
import { lower } from "../../ir/lower.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { runTests, testsOf } from "../test-runner.js";
import { type StatedTest, statedTest } from "./stated-test.js";

/** What mutants of a policy set are told by, and what cannot tell: it fails already. */
export interface MutationBaseline {
  readonly tests: readonly StatedTest[];
  /** Names of assertions that are proved. */
  readonly assertions: readonly string[];
  readonly failing: readonly FailingJudge[];
}

/** A test that fails, an assertion that is refuted. */
export interface FailingJudge {
  readonly kind: "test" | "assertion";
  readonly name: string;
  readonly span: Span;
}

/** Runs a policy set's tests and proves its assertions; `generated`: with the tests beside them that `polc gen-tests` would write. */
export function mutationBaseline(
  policySet: PolicySet,
  sources: Iterable<SourceFile>,
  generated: boolean,
): MutationBaseline {
  const analysis = createAnalysis(lower(policySet), questionsFor(policySet));
  const verdicts = proveAssertions(analysis);
  const results = runTests(policySet);
  const failedTests = results.flatMap(({ passed, name, span }): FailingJudge[] =>
    passed ? [] : [{ kind: "test", name, span }],
  );
  const refuted = verdicts.flatMap(({ kind, assertion: { name, heading } }): FailingJudge[] =>
    kind === "refuted" ? [{ kind: "assertion", name, span: heading }] : [],
  );
  const added = generated ? generateTests(analysis, sources) : [];
  const passing = testsOf(policySet).filter((_, index) => results[index]?.passed);
  return {
    tests: [
      ...passing.map(({ span: _, ...test }) => test),
      ...added.map(({ name, request, decision }) => statedTest(name, request, decision)),
    ],
    assertions: verdicts.flatMap(({ kind, assertion }) => (kind === "proved" ? [assertion.name] : [])),
    failing: [...failedTests, ...refuted],
  };
}
