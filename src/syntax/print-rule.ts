// Placeholder until the printer lands: replace this file.
import type { AssertDeclaration, Clause, RuleDeclaration } from "./ast.js";
export function printRule(rule: RuleDeclaration): string {
  return `rule ${rule.name.text}`;
}
export function printAssert(assertion: AssertDeclaration): string {
  return `assert ${assertion.name.text}`;
}
export function printClause(clause: Clause): string {
  return clause.keyword;
}
