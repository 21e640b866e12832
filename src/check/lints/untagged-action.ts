import { isLibraryFile } from "../../source/file-names.js";
import { contentOf, placedIn } from "../../source/moved.js";
import type { ActionReference, RuleDeclaration } from "../../syntax/ast.js";
import type { Checker } from "../checker.js";

/** Law: where a deny goes by tag, every action has a tag: one without slips through. */
export function lintUntaggedAction(checker: Checker): void {
  const { policies, tags } = checker.declarations;
  const references = policies.flatMap((policy) => policy.rules).flatMap(deniedActions);
  const byTag = references.find(
    ({ reference }) =>
      reference.kind === "NamedActionReference" &&
      !reference.wildcard &&
      reference.segments.length === 1 &&
      tags.has(reference.segments[0]?.text ?? ""),
  );
  if (!byTag) return;
  for (const action of checker.schema.actions.values()) {
    if (action.tags.length > 0 || isLibraryFile(action.span.file)) continue;
    checker.report("POL2043", action.span, `\`${action.name}\` has no tag, and a deny goes by tag`, {
      related: [{ span: placedIn(byTag.rule, byTag.reference.span), message: "this deny does not reach it" }],
      help: "tag it: `action … tagged …`",
    });
  }
}

interface DeniedAction {
  readonly rule: RuleDeclaration;
  /** As it stood where the rule was first seen. */
  readonly reference: ActionReference;
}

function deniedActions(rule: RuleDeclaration): readonly DeniedAction[] {
  const { effect, actions } = contentOf(rule).sentence;
  return effect === "deny" ? actions.map((reference) => ({ rule, reference })) : [];
}
