import { libraryFolder } from "../source/file-names.js";
import type { File } from "../syntax/ast.js";
import type { Checker } from "./checker.js";
import { joinedName } from "./declarations.js";
import type { TypedRule } from "./typed-policy-set.js";

/**
 * Warns of a `use` of a policy of the standard library whose allows and denies, or some of them, apply to nothing: whoever used it counts on
 * them. What it keeps for others (`oblige`) may well find nothing to keep.
 */
export function checkIdleModules(
  files: readonly File[],
  checker: Checker,
  rules: readonly TypedRule[],
): void {
  const idle = rules.filter(({ effect, variants }) => effect !== "oblige" && variants.length === 0);
  for (const use of files.flatMap((file) => file.declarations)) {
    if (use.kind !== "UseDeclaration") continue;
    const module = `${libraryFolder}${joinedName(use.module)}`;
    const [rule] = idle.filter(({ span }) => span.file === module);
    if (!rule) continue;
    checker.report("POL2048", use.span, `\`${rule.id}\` applies to nothing`, {
      label: "this policy set has nothing of what it names",
      related: [{ span: rule.heading, message: "it stands here" }],
      help: "give your actions the tags that it goes by: docs/stdlib.md says which",
    });
  }
}
