import { isLibraryFile } from "../../source/file-names.js";
import type { Checker } from "../checker.js";

/** Law: where a deny goes by tag, every action has a tag: one without slips through. */
export function lintUntaggedAction(checker: Checker): void {
  const { policies, tags } = checker.declarations;
  const denies = policies.flatMap((policy) => policy.rules).filter((rule) => rule.sentence.effect === "deny");
  const references = denies.flatMap((rule) => rule.sentence.actions);
  const byTag = references.find(
    (reference) =>
      reference.kind === "NamedActionReference" &&
      !reference.wildcard &&
      reference.segments.length === 1 &&
      tags.has(reference.segments[0]?.text ?? ""),
  );
  if (!byTag) return;
  for (const action of checker.schema.actions.values()) {
    if (action.tags.length > 0 || isLibraryFile(action.span.file)) continue;
    checker.report("POL2043", action.span, `\`${action.name}\` has no tag, and a deny goes by tag`, {
      related: [{ span: byTag.span, message: "this deny does not reach it" }],
      help: "tag it: `action … tagged …`",
    });
  }
}
