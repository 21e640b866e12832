import { createDiagnostic, type DiagnosticCode } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { Span } from "../../source/span.js";
import { isJsonObject } from "../../util/json-object.js";
import { type JsonPlace, offsetInString, placeAt, pointerTo } from "../../util/json-places.js";
import { codePointName, oneLine } from "./doc-comment.js";
import { foldText, tagText } from "./folded-text.js";
import { findHidden, type HiddenCharacter } from "./hidden-characters.js";
import { findModelOrders, type ModelOrder } from "./model-orders.js";
import type { Tool, ToolList } from "./tool-list.js";

/**
 * Warns of texts that are not what they look like, and of texts that give orders to the model: in everything that a server says of its tools,
 * names, default values and the results' schemas too, since a model reads all of it.
 */
export function checkTexts(list: ToolList, root: JsonPlace): readonly Diagnostic[] {
  const names = new Set(list.tools.map(({ name }) => foldText(name).text));
  const known = new Map<string, Findings>();
  return list.tools.flatMap((tool) =>
    textsOf(tool.raw, "").flatMap((text) => {
      const key = [text.isName, text.pointer === "/name", isProse(text), text.text].join();
      const findings = known.get(key) ?? examine(text, names);
      known.set(key, findings);
      const checking = { tool, list, root };
      return [...reportHidden(checking, text, findings), ...reportOrders(checking, text, findings)];
    }),
  );
}

interface Checking {
  readonly tool: Tool;
  readonly list: ToolList;
  readonly root: JsonPlace;
}

/** What there is to say of a text, by offsets into it; the same for all texts that are equal, of which there are many. */
interface Findings {
  readonly hidden: readonly HiddenCharacter[];
  readonly orders: readonly ModelOrder[];
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

function examine(text: Text, tools: ReadonlySet<string>): Findings {
  const isWord = text.isName || text.pointer === "/name";
  const folded = foldText(isWord ? text.text.replaceAll(/[_-]/g, " ") : text.text);
  const orders = findModelOrders(folded.text, tools).map(({ start, end, deed }) => ({
    start: folded.originOf(start),
    end: folded.originOf(end),
    deed,
  }));
  return {
    hidden: findHidden(text.text),
    orders: isProse(text) ? [...orders, ...findBlobs(text.text)] : orders,
  };
}

/** Whether a text is meant for reading. */
function isProse({ pointer, isName }: Text): boolean {
  return !isName && /\/(?:description|title)$/.test(pointer);
}

/** Long runs of Base64; elsewhere than in prose, as in icons, they are values. */
function findBlobs(text: string): readonly ModelOrder[] {
  const deed = "carries a long encoded text";
  return [...text.matchAll(/[A-Za-z0-9+/]{100,}={0,2}/g)]
    .filter(
      ([blob]) => /[A-Z]/.test(blob) && /[a-z]/.test(blob) && /\d/.test(blob) && new Set(blob).size > 20,
    )
    .map(({ 0: blob, index }) => ({ start: index, end: index + blob.length, deed }));
}

function reportHidden(checking: Checking, text: Text, { hidden }: Findings): readonly Diagnostic[] {
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
function reportOrders(checking: Checking, text: Text, { orders }: Findings): readonly Diagnostic[] {
  const distinct = orders.filter(
    ({ deed }, index) => orders.findIndex((other) => other.deed === deed) === index,
  );
  const [first, ...others] = distinct.map(({ start, end, deed }) => ({
    span: spanIn(checking, text, start, end),
    quoted: oneLine(text.text.slice(start, end), longestQuote),
    deed,
  }));
  if (!first) return [];
  const message = `\`${first.quoted}\` speaks to the model`;
  const related = others.map(({ span, quoted, deed }) => ({ span, message: `\`${quoted}\` ${deed}` }));
  const details = { span: first.span, label: first.deed, ...(related.length > 0 && { related }) };
  return [report(checking, "POL4013", text, message, details)];
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
