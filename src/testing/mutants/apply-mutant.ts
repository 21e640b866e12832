import type { SourceFile } from "../../source/source-file.js";
import type { Declaration, File } from "../../syntax/ast.js";
import { print } from "../../syntax/print.js";
import type { Mutant } from "./mutant.js";

/** The policy set as it is with the mistake, as text. Files in which nothing changes keep theirs. */
export function applyMutant(
  files: readonly (File & { readonly text: string })[],
  mutant: Mutant,
): readonly SourceFile[] {
  return files.map((file) => {
    const path = file.span.file;
    if (path !== mutant.before.span.file) return { path, text: file.text };
    return {
      path,
      text: print({ ...file, declarations: file.declarations.flatMap((each) => changed(each, mutant)) }),
    };
  });
}

function changed(declaration: Declaration, { before, after }: Mutant): readonly Declaration[] {
  if (declaration.kind === "PolicyDeclaration") {
    const rules = declaration.rules.flatMap((rule) => {
      if (rule !== before) return [rule];
      return after?.kind === "RuleDeclaration" ? [after] : [];
    });
    return [{ ...declaration, rules }];
  }
  if (declaration !== before) return [declaration];
  return after === undefined || after.kind === "RuleDeclaration" ? [] : [after];
}
