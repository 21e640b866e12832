import { printSegments } from "../../syntax/print-string.js";
import { docLines, oneLine, printDoc } from "./doc-comment.js";
import type { ImportedTool } from "./import-tool.js";
import type { NamedTypes } from "./named-types.js";
import { printImportedField, printStructure } from "./print-imported-type.js";
import type { ToolList } from "./tool-list.js";

/** The declarations of one server's tools as source text, not yet formatted. */
export function printServer(list: ToolList, tools: readonly ImportedTool[], types: NamedTypes): string {
  const parts = [
    header(list),
    "use std.mcp\n",
    ...types.declarations.map(
      ({ name, type }) =>
        `${printDoc(docLines(types.descriptionOf(type)))}type ${name} = ${printStructure(type, types)}\n`,
    ),
    ...tools.map((tool) => printAction(list.server, tool, types)),
  ];
  return parts.join("\n");
}

const longestImplementation = 100;

function header({ server, serverInfo, untrusted }: ToolList): string {
  const version = serverInfo?.version === undefined ? "" : ` ${serverInfo.version}`;
  const called = serverInfo ? ` (${oneLine(serverInfo.name + version, longestImplementation)})` : "";
  const tags = untrusted
    ? "// Its annotations are not believed: tags are what MCP expects of tools without.\n"
    : "";
  return `// The tools of ${server}${called}, imported by polc.\n${tags}// Not to be edited: \`refine action\` narrows an action elsewhere.\n`;
}

function printAction(server: string, imported: ImportedTool, types: NamedTypes): string {
  const { tool, parameters, documentation, tags } = imported;
  const fields = parameters.fields.map((field) =>
    printImportedField(field, types, imported.remarks(field.name)),
  );
  const all = parameters.isOpen ? [...fields, "..."] : fields;
  const list = all.length === 0 ? "" : `(\n${all.join(",\n")},\n)`;
  const tagged = tags.length === 0 ? "" : ` tagged ${tags.join(", ")}`;
  return `${printDoc(docLines(documentation))}action ${printSegments([{ text: server }, { text: tool.name }])}${list}${tagged}\n`;
}
