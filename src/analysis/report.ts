import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/sort-diagnostics.js";
import type { Analysis } from "./analysis.js";
import { type AssertionVerdict, isAboutAssertion, proveAssertions } from "./assertions.js";
import { cutShort } from "./cut-short.js";
import { findingsOf } from "./findings.js";
import { type AccessMatrix, accessMatrix } from "./report/access-matrix.js";

/** What a policy set comes to: who can do what, what should not be so, and what was promised. */
export interface PolicyReport extends AccessMatrix {
  /** What the analyses find, but for assertions, and whether not everything was asked; sorted. */
  readonly findings: readonly Diagnostic[];
  /** In the policy set's order. */
  readonly assertions: readonly AssertionVerdict[];
}

/** Reports on a policy set. As many questions as the analysis may ask are asked about who can do what, and as many about the rest. */
export function reportOn(analysis: Analysis): PolicyReport {
  const { questions } = analysis.budget;
  const budget = { ...analysis.budget };
  const assertions = proveAssertions(analysis);
  const findings = findingsOf(analysis).filter((finding) => !isAboutAssertion(finding));
  const matrix = accessMatrix({ ...analysis, budget });
  const isCutShort = budget.isSpent || analysis.budget.isSpent;
  return {
    ...matrix,
    findings: sortDiagnostics(isCutShort ? [...findings, cutShort(questions, "report")] : findings),
    assertions,
  };
}
