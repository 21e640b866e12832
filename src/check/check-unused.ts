import type { Name } from "../syntax/ast.js";
import type { Checker } from "./checker.js";

/** Warns of declarations that nothing uses. Schema (entities, actions, context) and the standard library are for whoever comes. */
export function checkUnused(checker: Checker, isLibrary: (file: string) => boolean): void {
  for (const declaration of checker.declarations.named.values()) {
    if (declaration.kind === "EntityDeclaration" || checker.used.has(declaration.name.text)) continue;
    warn(checker, nouns[declaration.kind], declaration.name, isLibrary);
  }
  for (const declaration of checker.declarations.obligations.values()) {
    if (!checker.used.has(`obligation ${declaration.name.text}`))
      warn(checker, "obligation", declaration.name, isLibrary);
  }
  const tags = new Set([...checker.schema.actions.values()].flatMap((action) => action.tags));
  for (const name of checker.declarations.tags.values()) {
    if (!tags.has(name.text)) warn(checker, "tag", name, isLibrary);
  }
}

const nouns = {
  TypeDeclaration: "type",
  ConstantDeclaration: "constant",
  DefinitionDeclaration: "definition",
  RemedyDeclaration: "remedy",
  FixtureDeclaration: "fixture",
} as const;

function warn(checker: Checker, noun: string, name: Name, isLibrary: (file: string) => boolean): void {
  if (isLibrary(name.span.file) || checker.declarations.brokenNames.size > 0) return;
  checker.report("POL2025", name.span, `the ${noun} \`${name.text}\` is not used`, {
    help: "use it or remove it",
  });
}
