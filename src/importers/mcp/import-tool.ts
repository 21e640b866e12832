import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../source/span.js";
import { canonicalJson } from "../../util/canonical-json.js";
import { isJsonObject } from "../../util/json-object.js";
import { type JsonPlace, pointerTo } from "../../util/json-places.js";
import { oneLine } from "./doc-comment.js";
import { type InexactPart, readParameters, type ToolParameters } from "./read-parameters.js";
import { spanAt } from "./span-at.js";
import type { Tool, ToolList } from "./tool-list.js";
import { toolTags } from "./tool-tags.js";

/** A tool with all that its action says. */
export interface ImportedTool {
  readonly tool: Tool;
  readonly parameters: ToolParameters;
  readonly tags: readonly string[];
  readonly isAnnotated: boolean;
  /** The server's title and description, as they are. */
  readonly documentation: string;
  /** What a parameter's documentation says besides the server's text. */
  remarks(parameter: string): readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one tool: its parameters and tags, and what there is to say of it. */
export function importTool(tool: Tool, list: ToolList, root: JsonPlace): ImportedTool {
  const parameters = readParameters(tool.inputSchema);
  const { tags, isAnnotated, diagnostics } = toolTags(tool, list, root);
  const reporting = { tool, list, root };
  return {
    tool,
    parameters,
    tags,
    isAnnotated,
    documentation: documentationOf(tool),
    remarks: (parameter) => defaultOf(tool, parameter),
    diagnostics: [
      ...diagnostics,
      ...reportInexact(reporting, parameters.inexact),
      ...reportClosed(reporting, parameters.closed),
    ],
  };
}

/** The title is left out where the description begins with it. */
function documentationOf({ title = "", description = "" }: Tool): string {
  return description.startsWith(title) ? description : `${title}\n\n${description}`;
}

const longestDefault = 60;

function defaultOf({ inputSchema }: Tool, parameter: string): readonly string[] {
  const properties = isJsonObject(inputSchema) ? inputSchema.properties : undefined;
  const property =
    isJsonObject(properties) && Object.hasOwn(properties, parameter) ? properties[parameter] : {};
  if (!isJsonObject(property) || !("default" in property)) return [];
  const text = canonicalJson(property.default);
  return text.length > longestDefault ? [] : [`Default: ${oneLine(text, longestDefault)}`];
}

interface Reporting {
  readonly tool: Tool;
  readonly list: ToolList;
  readonly root: JsonPlace;
}

/** One diagnostic for each thing that happened to a tool's schema, with all the places where it did. */
function reportInexact(reporting: Reporting, inexact: readonly InexactPart[]): readonly Diagnostic[] {
  const places = new Map<string, Set<string>>();
  for (const { place, message } of inexact)
    places.set(message, (places.get(message) ?? new Set()).add(place));
  return [...places].map(([message, found]) => {
    const [first = "", ...others] = found;
    const related = others.map((place) => ({
      span: spanOf(reporting, place),
      message: `also at \`#${place}\``,
    }));
    return createDiagnostic(
      "POL4010",
      spanOf(reporting, first),
      `${actionOf(reporting)}, at \`#${first}\`: ${message}`,
      related.length > 0 ? { related } : {},
    );
  });
}

function reportClosed(reporting: Reporting, closed: readonly string[]): readonly Diagnostic[] {
  const [first, ...others] = closed;
  if (first === undefined) return [];
  const places = [first, ...others].map((place) => `\`#${place}\``).join(", ");
  return [
    createDiagnostic(
      "POL4011",
      spanOf(reporting, first),
      `${actionOf(reporting)}: arguments and properties that it does not declare are refused, at ${places}`,
    ),
  ];
}

function actionOf({ tool, list }: Reporting): string {
  return `\`${list.server}.${tool.name}\``;
}

/** The span of a part of the input schema; of all of it the tool's name. */
function spanOf({ tool, list, root }: Reporting, place: string): Span {
  const pointer = place === "" ? pointerTo(tool.pointer, "name") : `${tool.schemaPointer}${place}`;
  return spanAt(list.source, root, pointer);
}
