import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/sort-diagnostics.js";
import type { Analysis } from "./analysis.js";
import { type AssertionVerdict, isAboutAssertion, proveAssertions } from "./assertions.js";
import { findingsOf } from "./findings.js";
import { type AccessMatrix, accessMatrix } from "./report/access-matrix.js";

/** What a policy set comes to: who can do what, what should not be so, and what was promised. */
export interface PolicyReport extends AccessMatrix {
  /** What the analyses find, but for assertions; sorted. */
  readonly findings: readonly Diagnostic[];
  /** In the policy set's order. */
  readonly assertions: readonly AssertionVerdict[];
}

/** Reports on a policy set. */
export function reportOn(analysis: Analysis): PolicyReport {
  const findings = findingsOf(analysis).filter((finding) => !isAboutAssertion(finding));
  return {
    ...accessMatrix(analysis),
    findings: sortDiagnostics(findings),
    assertions: proveAssertions(analysis),
  };
}
