import { checkPolicySet } from "../../check/check.js";
import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../../diagnostics/sort-diagnostics.js";
import { importsFolder } from "../../source/file-names.js";
import type { SourceFile } from "../../source/source-file.js";
import { format } from "../../syntax/format.js";
import { parse } from "../../syntax/parse.js";
import { invariant } from "../../util/invariant.js";
import type { FgaModel } from "./fga-model.js";
import { type PolNames, polNames } from "./pol-names.js";
import { printOpenFga } from "./print-openfga.js";
import { readOpenFga } from "./read-openfga.js";
import { withoutConditions } from "./without-conditions.js";

/** What a model of OpenFGA becomes. */
export interface ImportedOpenFga {
  /** Below the root of the policy set; absent where there is no model, or an error in it. */
  readonly file?: SourceFile;
  /** What types and relations are called in the file. */
  readonly names?: PolNames;
  /** With an error among them, nothing is to be written. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Declares the types of an OpenFGA model as principals and entities with relations. A text is the model's DSL or JSON; several are the modules
 * that an `fga.mod` names. What Pol's relations do not have, conditions, is left out so that less is granted, and named in the diagnostics.
 */
export function importOpenFga(sources: readonly SourceFile[]): ImportedOpenFga {
  const { model, diagnostics: misread } = readOpenFga(sources);
  if (model === undefined) return { diagnostics: sortDiagnostics(misread) };
  const { types, diagnostics: conditioned } = withoutConditions(model);
  const names = polNames(model);
  const found = [...misread, ...reportRenamed(model, names), ...conditioned];
  if (found.some(isError)) return { diagnostics: sortDiagnostics(found) };
  const unformatted = {
    path: `${importsFolder}openfga.pol`,
    text: printOpenFga(types, names, model.conditions),
  };
  const { text, diagnostics: broken } = format(unformatted);
  invariant(broken.length === 0, "the imported model does not parse");
  const file = { path: unformatted.path, text };
  const diagnostics = sortDiagnostics([...found, ...reportRefused(file, model)]);
  return diagnostics.some(isError) ? { diagnostics } : { file, names, diagnostics };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** One note for each name that Pol cannot say. */
function reportRenamed({ types }: FgaModel, names: PolNames): readonly Diagnostic[] {
  const renamed = new Map<string, Diagnostic>();
  const note = (name: string, written: string, span: FgaModel["types"][number]["span"]) => {
    if (name === written || renamed.has(name)) return;
    const message = `\`${name}\` is called \`${written}\``;
    renamed.set(name, createDiagnostic("POL4072", span, message));
  };
  for (const type of types) {
    note(type.name, names.type(type.name), type.span);
    for (const { name, span } of type.relations) note(name, names.relation(name), span);
  }
  return [...renamed.values()];
}

/** What Pol's checker refuses of a model that OpenFGA takes: relations that need themselves. */
function reportRefused(file: SourceFile, { types }: FgaModel): readonly Diagnostic[] {
  const [first] = types;
  if (first === undefined) return [];
  const { diagnostics } = checkPolicySet([parse(file).file]);
  return diagnostics.filter(isError).map(({ message, span, help }) => {
    const words = file.text.slice(span.start, span.end);
    const relations = types.flatMap((type) => type.relations);
    const place = relations.find(({ name }) => name === words)?.span ?? first.span;
    return createDiagnostic("POL4073", place, message, help === undefined ? {} : { help });
  });
}
