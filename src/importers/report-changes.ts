import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { emptySpan, type Span } from "../source/span.js";
import { parse } from "../syntax/parse.js";
import { assertNever } from "../util/invariant.js";
import type { ToolChange } from "./compare-tools.js";
import type { ToolPart } from "./mcp/tool-digest.js";

/** An error for each tool that changed, at the action that it was imported as. */
export function reportChanges(
  server: string,
  changes: readonly ToolChange[],
  imported: SourceFile,
): readonly Diagnostic[] {
  const places = actionPlaces(imported);
  return changes.map((change) =>
    createDiagnostic(
      "POL4024",
      places.get(change.action) ?? emptySpan(imported.path),
      messageOf(server, change),
    ),
  );
}

function actionPlaces(file: SourceFile): ReadonlyMap<string, Span> {
  const names = parse(file).file.declarations.flatMap((declaration) =>
    declaration.kind === "ActionDeclaration" ? declaration.items.map(({ name }) => name) : [],
  );
  return new Map(names.map(({ segments, span }) => [segments.map(({ text }) => text).join("."), span]));
}

function messageOf(server: string, { action, kind, parts }: ToolChange): string {
  switch (kind) {
    case "added":
      return `\`${server}\` lists a tool that was not imported: \`${action}\``;
    case "removed":
      return `\`${server}\` does not list \`${action}\` any more`;
    case "changed":
      return `\`${action}\` is not the tool that was imported: ${partsText(parts)}`;
    default:
      return assertNever(kind);
  }
}

const partNames: Readonly<Record<ToolPart, string>> = {
  title: "title",
  description: "description",
  inputSchema: "input schema",
  outputSchema: "output schema",
  annotations: "annotations",
  other: "other members",
};

function partsText(parts: readonly ToolPart[]): string {
  const names = parts.map((part) => partNames[part]);
  if (names.length === 0) return "it changed";

  return `its ${names.join(", its ")} changed`;
}
