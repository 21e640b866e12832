import type { Fix } from "../diagnostics/diagnostic.js";
import type { Name } from "../syntax/ast.js";
import type { Checker } from "./checker.js";
import { removing, removingTag } from "./removal.js";

/** Warns of declarations that nothing uses. Schema (entities, actions, context) and the standard library are for whoever comes. */
export function checkUnused(checker: Checker, isLibrary: (file: string) => boolean): void {
  const { declarations } = checker;
  const { extents } = declarations;
  const warn = (noun: string, { text, span }: Name, fix?: Fix) => {
    if (isLibrary(span.file) || declarations.brokenNames.size > 0) return;
    checker.report("POL2025", span, `the ${noun} \`${text}\` is not used`, {
      help: "use it or remove it",
      ...(fix && { fix }),
    });
  };
  for (const declaration of declarations.named.values()) {
    if (declaration.kind === "EntityDeclaration" || checker.used.has(declaration.name.text)) continue;
    warn(nouns[declaration.kind], declaration.name, removing(extents, declaration));
  }
  for (const declaration of declarations.obligations.values()) {
    if (checker.used.has(`obligation ${declaration.name.text}`)) continue;
    // The module names those that apply once: without one it is another module.
    warn("obligation", declaration.name, declaration.once ? undefined : removing(extents, declaration));
  }
  const tags = new Set([...checker.schema.actions.values()].flatMap((action) => action.tags));
  for (const { name, declaration } of declarations.tags.values()) {
    if (!tags.has(name.text)) warn("tag", name, removingTag(extents, declaration, name));
  }
}

const nouns = {
  TypeDeclaration: "type",
  ConstantDeclaration: "constant",
  DefinitionDeclaration: "definition",
  RemedyDeclaration: "remedy",
  FixtureDeclaration: "fixture",
} as const;
