import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { format } from "../../syntax/format.js";
import { printSegments } from "../../syntax/print-string.js";
import type { Type } from "../../types/type.js";
import { invariant } from "../../util/invariant.js";
import { jsonPlaces, pointerTo } from "../../util/json-places.js";
import { docLines, oneLine, printDoc } from "./doc-comment.js";
import { type ImportedTool, importTool } from "./import-tool.js";
import { type NamedTypes, nameTypes } from "./named-types.js";
import { printImportedField, printStructure } from "./print-imported-type.js";
import { spanAt } from "./span-at.js";
import type { ToolList } from "./tool-list.js";

/** One server's tools as a file of Pol. */
export interface ImportedServer {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Declares the tools of one server, sorted by name. */
export function importServer(list: ToolList): ImportedServer {
  const root = jsonPlaces(list.source.text);
  const sorted = [...list.tools].sort((left, right) => (left.name < right.name ? -1 : 1));
  const tools = sorted.map((tool) => importTool(tool, list, root));
  const names = nameTypes(
    list.server,
    tools.flatMap(({ parameters }) => parameters.fields.map((field) => field.type)),
    new Map<Type, string>(tools.flatMap(({ parameters }) => [...parameters.definitions])),
  );
  const declarations = [
    header(list),
    "use std.mcp\n",
    ...names.declarations.map(({ name, type }) => `type ${name} = ${printStructure(type, names.nameOf)}\n`),
    ...tools.map((tool) => printAction(list.server, tool, names)),
  ];
  const { text, diagnostics } = format({ path: `imports/${list.server}.pol`, text: declarations.join("\n") });
  invariant(diagnostics.length === 0, `the imported text of ${list.server} does not parse`);
  const remarks = [...unannotated(list, tools), ...tools.flatMap((tool) => tool.diagnostics)];
  return { text, diagnostics: remarks };

  function unannotated({ server, source }: ToolList, all: readonly ImportedTool[]): readonly Diagnostic[] {
    const silent = all.filter(({ isAnnotated }) => !isAnnotated).map(({ tool }) => tool);
    const [first] = silent;
    if (!first) return [];
    const which =
      silent.length === all.length ? "none of the tools" : silent.map(({ name }) => `\`${name}\``).join(", ");
    const span = spanAt(source, root, pointerTo(first.pointer, "name"));
    return [createDiagnostic("POL4016", span, `\`${server}\`: without annotations: ${which}`)];
  }
}

function header({ server, serverInfo }: ToolList): string {
  const version = serverInfo?.version === undefined ? "" : ` ${serverInfo.version}`;
  const called = serverInfo ? ` (${oneLine(serverInfo.name + version, 100)})` : "";
  return `// The tools of ${server}${called}, imported by polc.\n// Not to be edited: \`refine action\` narrows an action elsewhere.\n`;
}

function printAction(server: string, tool: ImportedTool, { nameOf }: NamedTypes): string {
  const { parameters, documentation, tags } = tool;
  const name = printSegments([server, tool.tool.name].map(segment));
  const fields = parameters.fields.map((field) =>
    printImportedField(field, nameOf, tool.remarks(field.name)),
  );
  const all = parameters.isOpen ? [...fields, "..."] : fields;
  const list = all.length === 0 ? "" : `(\n${all.join(",\n")},\n)`;
  const tagged = tags.length === 0 ? "" : ` tagged ${tags.join(", ")}`;
  return `${printDoc(docLines(documentation))}action ${name}${list}${tagged}\n`;
}

function segment(text: string) {
  return { kind: "Name" as const, text, span: { file: "", start: 0, end: 0 } };
}
