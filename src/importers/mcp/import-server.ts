import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { importsFolder } from "../../source/file-names.js";
import { format } from "../../syntax/format.js";
import type { Type } from "../../types/type.js";
import { invariant } from "../../util/invariant.js";
import { type JsonPlace, jsonPlaces, pointerTo } from "../../util/json-places.js";
import { checkTexts } from "./check-texts.js";
import { type ImportedTool, importTool } from "./import-tool.js";
import { nameTypes } from "./named-types.js";
import { printServer } from "./print-server.js";
import type { Definition } from "./read-parameters.js";
import { spanAt } from "./span-at.js";
import type { ToolList } from "./tool-list.js";

/** One server's tools as a file of Pol. */
export interface ImportedServer {
  readonly text: string;
  /** The types that the file declares. */
  readonly types: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Declares the tools of one server, sorted by name. */
export function importServer(list: ToolList): ImportedServer {
  const root = jsonPlaces(list.source.text);
  const sorted = [...list.tools].sort((left, right) => (left.name < right.name ? -1 : 1));
  const tools = sorted.map((tool) => importTool(tool, list, root));
  const types = nameTypes(
    list.server,
    tools.flatMap(({ parameters }) => parameters.fields.map((field) => field.type)),
    new Map<Type, Definition>(tools.flatMap(({ parameters }) => [...parameters.definitions])),
  );
  const unformatted = { path: `${importsFolder}${list.server}.pol`, text: printServer(list, tools, types) };
  const { text, diagnostics } = format(unformatted);
  invariant(diagnostics.length === 0, `the imported text of ${list.server} does not parse`);
  return {
    text,
    types: types.declarations.map(({ name }) => name),
    diagnostics: [
      ...reportUnannotated(tools, list, root),
      ...tools.flatMap((tool) => tool.diagnostics),
      ...checkTexts(list, root),
    ],
  };
}

/** One remark for a server: whoever annotates nothing annotates no tool. */
function reportUnannotated(
  tools: readonly ImportedTool[],
  { server, source }: ToolList,
  root: JsonPlace,
): readonly Diagnostic[] {
  const silent = tools.filter(({ isAnnotated }) => !isAnnotated).map(({ tool }) => tool);
  const [first] = silent;
  if (!first) return [];
  const names = silent.map(({ name }) => `\`${name}\``).join(", ");
  const message =
    silent.length === tools.length
      ? `no tool of \`${server}\` has annotations`
      : `tools of \`${server}\` without annotations: ${names}`;
  const span = spanAt(source, root, pointerTo(first.pointer, "name"));
  const label = "taken to be destructive, not idempotent, and open-world";
  return [createDiagnostic("POL4016", span, message, { label })];
}
