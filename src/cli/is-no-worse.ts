import type { PolicySet } from "../check/typed-policy-set.js";
import { emitModule } from "../codegen/emit-module.js";
import type { CheckResult } from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { lower } from "../ir/lower.js";
import { emptySpan } from "../source/span.js";

/**
 * Whether a policy set may take the place of what it was before some fixes. One that compiled decides every request as it did. One
 * that did not parse has no more syntax errors, or no more of those that a person has to mend: what a syntax error hides shows
 * when it is gone. One that did not check has no more errors.
 */
export function isNoWorse(before: CheckResult, after: CheckResult): boolean {
  if (before.policySet !== undefined) {
    return after.policySet !== undefined && decidesAlike(before.policySet, after.policySet);
  }
  const syntaxBefore = before.diagnostics.filter(isSyntax);
  const syntaxAfter = after.diagnostics.filter(isSyntax);
  if (syntaxBefore.length === 0) return syntaxAfter.length === 0 && errorsOf(after) <= errorsOf(before);
  return syntaxAfter.length <= syntaxBefore.length || leftToPeople(syntaxAfter) <= leftToPeople(syntaxBefore);
}

function isSyntax({ code }: Diagnostic): boolean {
  return code.startsWith("POL1");
}

function errorsOf({ diagnostics }: CheckResult): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

function leftToPeople(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ fix }) => fix === undefined).length;
}

/** Whether two policy sets give the same decisions: they are the same, or compile to the same code. */
function decidesAlike(before: PolicySet, after: PolicySet): boolean {
  return before.digest === after.digest || codeOf(before) === codeOf(after);
}

/** The module of a policy set without what it says of its text: a default that is never used leaves none in the code. */
function codeOf(policySet: PolicySet): string {
  const rules = policySet.rules.map((rule) => ({ ...rule, text: "", span: emptySpan() }));
  return emitModule(lower({ ...policySet, digest: "", rules }), { sources: [] }).code;
}
