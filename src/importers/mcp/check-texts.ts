import { createDiagnostic, type DiagnosticCode } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../source/span.js";
import { isJsonObject } from "../../util/json-object.js";
import { type JsonPlace, offsetInString, placeAt, pointerTo } from "../../util/json-places.js";
import { codePointName, oneLine } from "./doc-comment.js";
import { foldText, tagText } from "./folded-text.js";
import { findHidden } from "./hidden-characters.js";
import { findModelOrders, type ModelOrder } from "./model-orders.js";
import type { Tool, ToolList } from "./tool-list.js";

/**
 * Warns of texts that are not what they look like, and of texts that give orders to the model: in everything that a server says of a tool,
 * names, default values and the result's schema too, since a model reads all of it.
 */
export function checkTexts(tool: Tool, list: ToolList, root: JsonPlace): readonly Diagnostic[] {
  const tools = new Set(list.tools.map(({ name }) => foldText(name).text));
  const checking: Checking = { tool, list, root, tools };
  return textsOf(tool.raw, "").flatMap((text) => [
    ...reportHidden(checking, text),
    ...reportOrders(checking, text),
  ]);
}

interface Checking {
  readonly tool: Tool;
  readonly list: ToolList;
  readonly root: JsonPlace;
  readonly tools: ReadonlySet<string>;
}

/** A string of a definition, or the name of the member that `pointer` leads to. */
interface Text {
  readonly text: string;
  readonly pointer: string;
  readonly isName: boolean;
}

function textsOf(value: unknown, pointer: string): readonly Text[] {
  if (typeof value === "string") return [{ text: value, pointer, isName: false }];
  if (Array.isArray(value))
    return value.flatMap((element, index) => textsOf(element, pointerTo(pointer, index)));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = pointerTo(pointer, name);
    return [{ text: name, pointer: place, isName: true }, ...textsOf(member, place)];
  });
}

function reportHidden(checking: Checking, text: Text): readonly Diagnostic[] {
  const hidden = findHidden(text.text);
  const [first] = hidden;
  if (!first) return [];
  const names = [...new Set(hidden.map(({ character }) => codePointName(character).slice(1, -1)))];
  const more = names.length > 3 ? ` and ${names.length - 3} others` : "";
  const words = oneLine(tagText(text.text), longestQuote);
  const hides = words === "" ? "" : `, which a model reads as \`${words}\``;
  const message = `people do not see ${names.slice(0, 3).join(", ")}${more}${hides}`;
  const span = spanIn(checking, text, first.offset, first.offset + first.character.length);
  const label = "written out in the imported file";
  return [report(checking, "POL4012", text, message, { span, label })];
}

const longestQuote = 80;

/** One warning for a text, however many orders it gives. */
function reportOrders(checking: Checking, text: Text): readonly Diagnostic[] {
  const folded = foldText(text.isName ? text.text.replaceAll(/[_-]/g, " ") : text.text);
  const orders = [...findModelOrders(folded.text, checking.tools), ...findBlobs(text)];
  const distinct = orders.filter(
    ({ deed }, index) => orders.findIndex((other) => other.deed === deed) === index,
  );
  const [first, ...others] = distinct.map(({ start, end, deed }) => {
    const [from, to] = [folded.originOf(start), folded.originOf(end)];
    const quoted = oneLine(text.text.slice(from, to), longestQuote);
    return { span: spanIn(checking, text, from, to), quoted, deed };
  });
  if (!first) return [];
  const message = `\`${first.quoted}\` speaks to the model`;
  const related = others.map(({ span, quoted, deed }) => ({ span, message: `\`${quoted}\` ${deed}` }));
  const details = { span: first.span, label: first.deed, ...(related.length > 0 && { related }) };
  return [report(checking, "POL4013", text, message, details)];
}

/** A long run of Base64 in what is meant for reading. Other values, such as icons, are made of it. */
function findBlobs({ text, pointer, isName }: Text): readonly ModelOrder[] {
  if (isName || !/\/(?:description|title)$/.test(pointer)) return [];
  const deed = "carries a long encoded text";
  return [...text.matchAll(/[A-Za-z0-9+/]{100,}={0,2}/g)]
    .filter(
      ([blob]) => /[A-Z]/.test(blob) && /[a-z]/.test(blob) && /\d/.test(blob) && new Set(blob).size > 20,
    )
    .map(({ 0: blob, index }) => ({ start: index, end: index + blob.length, deed }));
}

interface Details {
  readonly span: Span;
  readonly label: string;
  readonly related?: NonNullable<Diagnostic["related"]>;
}

function report(
  { tool, list }: Checking,
  code: DiagnosticCode,
  { pointer }: Text,
  message: string,
  { span, ...details }: Details,
): Diagnostic {
  return createDiagnostic(
    code,
    span,
    `\`${list.server}.${tool.name}\`, at \`#${pointer}\`: ${message}`,
    details,
  );
}

/** The span of a part of a text, by offsets into its value. */
function spanIn({ tool, list, root }: Checking, { pointer, isName }: Text, from: number, to: number): Span {
  const place = placeAt(root, tool.pointer + pointer);
  const literal = isName ? (place.key ?? place) : place;
  const { text, path } = list.source;
  return { file: path, start: offsetInString(text, literal, from), end: offsetInString(text, literal, to) };
}
