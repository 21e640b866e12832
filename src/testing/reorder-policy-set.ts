import type { PolicySet } from "../check/typed-policy-set.js";
import { type CheckOptions, check } from "../compiler.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import type { Declaration, RuleDeclaration } from "../syntax/ast.js";
import { parse } from "../syntax/parse.js";
import { print } from "../syntax/print.js";
import { invariant } from "../util/invariant.js";

/** Puts items in another order. */
export type Reorder = <T>(items: readonly T[]) => readonly T[];

/** What is put in another order. */
export interface Reordering {
  /** Files, the declarations in them, and the rules of their policies. */
  readonly declarations: Reorder;
  /** Left as they are unless given. */
  readonly clauses?: Reorder;
}

/**
 * A policy set that checks, written in another order. Clauses of which one guards another (`when args has limit`, then
 * `when args.limit < 9`) stay as they are: they would not check.
 */
export function reorderPolicySet(
  files: readonly SourceFile[],
  checkOptions: CheckOptions | undefined,
  reordering: Reordering,
): PolicySet {
  const fixed = new Set<string>();
  for (;;) {
    const written = reordering.declarations(files.map((file) => rewritten(file, reordering, fixed)));
    const { policySet, diagnostics } = check(written, checkOptions);
    if (policySet !== undefined) return policySet;
    const guarded = rulesWithErrors(written, diagnostics).filter((rule) => !fixed.has(rule));
    invariant(guarded.length > 0, "a policy set checks in any order, but for clauses that guard another");
    for (const rule of guarded) fixed.add(rule);
  }
}

/** The file in another order; rules in `fixed` keep their clauses as they are. */
function rewritten(source: SourceFile, reordering: Reordering, fixed: ReadonlySet<string>): SourceFile {
  const { file } = parse(source);
  const declarations = reordering
    .declarations(file.declarations)
    .map((declaration) => withReorderedRules(declaration, reordering, fixed));
  return { path: source.path, text: print({ ...file, declarations }) };
}

function withReorderedRules(
  declaration: Declaration,
  { declarations, clauses: reorder = (items) => items }: Reordering,
  fixed: ReadonlySet<string>,
): Declaration {
  if (declaration.kind !== "PolicyDeclaration") return declaration;
  const rules = declaration.rules.map((rule): RuleDeclaration => {
    if (fixed.has(`${declaration.name.text}.${rule.name.text}`)) return rule;
    const clauses = reorder(rule.sentence.clauses);
    return { ...rule, sentence: { ...rule.sentence, clauses } };
  });
  return { ...declaration, rules: declarations(rules) };
}

/** The rules in which an error is, by id. */
function rulesWithErrors(
  files: readonly SourceFile[],
  diagnostics: readonly Diagnostic[],
): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ span }) => span);
  return files.flatMap((file) =>
    parse(file).file.declarations.flatMap((declaration) => {
      if (declaration.kind !== "PolicyDeclaration") return [];
      const broken = declaration.rules.filter(({ span }) =>
        errors.some(({ file: path, start }) => path === span.file && start >= span.start && start < span.end),
      );
      return broken.map(({ name }) => `${declaration.name.text}.${name.text}`);
    }),
  );
}
