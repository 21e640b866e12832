import type { CoalesceExpression } from "../check/typed-expression.js";
import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import { emitModule } from "../codegen/emit-module.js";
import type { CheckResult } from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { lower } from "../ir/lower.js";
import { emptySpan, type Span } from "../source/span.js";

/**
 * Whether a policy set may take the place of what it was before some fixes. One that compiled decides every request as it did. One
 * that did not parse has no more syntax errors, or no more of those that a person has to mend: what a syntax error hides shows
 * when it is gone. One that did not check has no more errors.
 */
export function isNoWorse(before: CheckResult, after: CheckResult): boolean {
  if (before.policySet !== undefined) {
    if (after.policySet === undefined) return false;
    return before.policySet.digest === after.policySet.digest || codeOf(before) === codeOf(after);
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

/** The module of a policy set without what it says of its text, and without the defaults of which it is known that they are never used. */
function codeOf({ policySet, diagnostics }: CheckResult): string {
  if (policySet === undefined) return "";
  const needless = new Set(
    diagnostics.filter(({ code }) => code === "POL2026").map(({ span }) => placeOf(span)),
  );
  const rules = policySet.rules.map(
    (rule): TypedRule => ({
      ...rule,
      variants: withoutDefaults(rule.variants, needless),
      text: "",
      span: emptySpan(),
    }),
  );
  const bare: PolicySet = { ...policySet, digest: "", rules };
  return emitModule(lower(bare), { sources: [] }).code;
}

/** A typed tree with every `a ?? b` at one of `places` replaced by its `a`. */
function withoutDefaults<Tree>(tree: Tree, places: ReadonlySet<string>): Tree {
  return (places.size === 0 ? tree : replaced(tree, places)) as Tree;
}

function replaced(node: unknown, places: ReadonlySet<string>): unknown {
  if (Array.isArray(node)) return node.map((item) => replaced(item, places));
  if (typeof node !== "object" || node === null) return node;
  if (isDefault(node) && places.has(placeOf(node.span))) return replaced(node.left, places);
  const members = Object.entries(node).map(([name, value]) => [
    name,
    isTree(name) ? replaced(value, places) : value,
  ]);
  return Object.fromEntries(members);
}

/** Types may hold themselves. */
function isTree(name: string): boolean {
  return name !== "type" && name !== "span";
}

function isDefault(node: object): node is CoalesceExpression {
  return "kind" in node && node.kind === "coalesce";
}

function placeOf({ file, start, end }: Span): string {
  return `${file}:${start}:${end}`;
}
