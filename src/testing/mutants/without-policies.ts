import type { Declaration, File } from "../../syntax/ast.js";

/** What a file declares, without rules, assertions and tests; what `kept` makes of a declaration stays of those. */
export function withoutPolicies(
  file: File,
  kept: (declaration: Declaration) => readonly Declaration[] = () => [],
): File {
  const declarations = file.declarations.flatMap((declaration) => {
    switch (declaration.kind) {
      case "PolicyDeclaration":
      case "AssertDeclaration":
      case "TestDeclaration":
      case "FixtureDeclaration":
        return kept(declaration);
      default:
        return [declaration];
    }
  });
  return { ...file, declarations };
}
