import {
  createDiagnostic,
  type DiagnosticCode,
  type DiagnosticDetails,
} from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../source/source-file.js";
import { isInvisible } from "../../syntax/characters.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { type JsonPlace, jsonPlaces, pointerTo } from "../../util/json-places.js";
import { parseJson } from "../../util/parse-json.js";
import { serverName } from "./server-name.js";
import { spanAt } from "./span-at.js";
import { asDeclared, toolForm } from "./tool-form.js";
import type { Tool, ToolList } from "./tool-list.js";

/** A server's list of tools, or why a text is none; tools that cannot be imported are left out and named. */
export interface ReadToolList {
  readonly list?: ToolList;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the answer to `tools/list` in the clothes that it is stored in: the result, the response around it, the bare array of tools, or an
 * array of results, which are the pages of one list. Each tool may be a function as models are given them ({@link toolForm}). The server is
 * called `name`, or else what the text says, or else as the file is.
 */
export function readToolList(source: SourceFile, name?: string): ReadToolList {
  const parsed = parseJson(source.text);
  if (!parsed.ok) {
    const span = { file: source.path, start: parsed.offset, end: parsed.offset + 1 };
    return { diagnostics: [createDiagnostic("POL4018", span, `the list is no JSON: ${parsed.message}`)] };
  }
  const reading: Reading = { source, root: jsonPlaces(source.text), diagnostics: [] };
  const pages = pagesOf(reading, parsed.value, "");
  if (pages === undefined) return { diagnostics: reading.diagnostics };
  const tools = pages.flatMap((page) => readPage(reading, page));
  const list = { ...identify(pages, source, name), source, tools };
  return { list, diagnostics: reading.diagnostics };
}

interface Reading {
  readonly source: SourceFile;
  readonly root: JsonPlace;
  readonly diagnostics: Diagnostic[];
}

/** An array of tools, and the object that it is a member of. */
interface Page {
  readonly around: JsonObject;
  readonly tools: readonly unknown[];
  readonly pointer: string;
  readonly isLast: boolean;
}

function pagesOf(reading: Reading, value: unknown, pointer: string): readonly Page[] | undefined {
  if (Array.isArray(value)) {
    if (!value.some(isWrapped)) return [{ around: {}, tools: value, pointer, isLast: true }];
    const pages = value.map((page, index) => pageOf(reading, page, pointerTo(pointer, index), {}));
    const found = pages.filter((page) => page !== undefined);
    return found.length < pages.length
      ? undefined
      : found.map((page, index) => ({ ...page, isLast: index === pages.length - 1 }));
  }
  const page = pageOf(reading, value, pointer, {});
  return page && [page];
}

function isWrapped(value: unknown): boolean {
  return (
    isJsonObject(value) && !("name" in value) && ("tools" in value || "result" in value || "error" in value)
  );
}

function pageOf(reading: Reading, value: unknown, pointer: string, outer: JsonObject): Page | undefined {
  if (isJsonObject(value)) {
    const around = { ...outer, ...value };
    if (Array.isArray(value.tools))
      return { around, tools: value.tools, pointer: pointerTo(pointer, "tools"), isLast: true };
    if (isJsonObject(value.result))
      return pageOf(reading, value.result, pointerTo(pointer, "result"), around);
  }
  const refusal = isJsonObject(value) && isJsonObject(value.error) ? value.error.message : undefined;
  const problem =
    typeof refusal === "string"
      ? `the server answered with an error: ${refusal}`
      : "there is no list of tools here";
  report(reading, "POL4018", pointer, problem, {
    help: 'give the answer to `tools/list`: `{"tools": [ … ]}`, with or without the response around it',
  });
  return undefined;
}

function identify(
  pages: readonly Page[],
  source: SourceFile,
  name: string | undefined,
): Pick<ToolList, "server" | "serverInfo"> {
  const around: JsonObject = Object.assign({}, ...pages.map((page) => page.around).reverse());
  const info = isJsonObject(around.serverInfo) ? around.serverInfo : {};
  const version = typeof info.version === "string" ? { version: info.version } : {};
  const fileName = source.path.replace(/^.*[/\\]/, "").replace(/(?:\.tools)?\.[^.]*$/, "");
  const known = [name, around.server, info.name, fileName].find(
    (known) => typeof known === "string" && known !== "",
  );
  return {
    server: serverName(String(known ?? "")),
    ...(typeof info.name === "string" && { serverInfo: { name: info.name, ...version } }),
  };
}

function readPage(reading: Reading, { around, tools, pointer, isLast }: Page): readonly Tool[] {
  if (isLast && typeof around.nextCursor === "string" && around.nextCursor !== "")
    report(reading, "POL4015", pointer, "the list goes on: the tools of its next pages are not imported", {
      help: "give all pages as one array, or let polc ask the server",
    });
  return tools.flatMap((tool, index) => readTool(reading, tool, pointerTo(pointer, index)) ?? []);
}

function readTool(reading: Reading, element: unknown, place: string): Tool | undefined {
  const form = isJsonObject(element) ? toolForm(element, place) : undefined;
  const name = form?.raw.name;
  const problem = problemOfName(name);
  if (form === undefined || typeof name !== "string" || problem !== undefined) {
    const pointer = form && "name" in form.raw ? pointerTo(form.pointer, "name") : (form?.pointer ?? place);
    report(reading, "POL4015", pointer, `a tool is not imported: ${problem ?? "it is no object"}`, {
      help: "no action means that no rule can allow it; MCP's names are 1 to 128 of `A-Z a-z 0-9 _ - .`",
    });
    return undefined;
  }
  const { raw, pointer, schemaMember } = form;
  const inputSchema = raw[schemaMember];
  const annotations = isJsonObject(raw.annotations) ? raw.annotations : undefined;
  const title = [raw.title, annotations?.title].find((text) => typeof text === "string");
  return {
    name,
    ...(typeof title === "string" && { title }),
    ...(typeof raw.description === "string" && { description: raw.description }),
    inputSchema: isJsonObject(inputSchema) || inputSchema === false ? inputSchema : true,
    ...("outputSchema" in raw && { outputSchema: raw.outputSchema }),
    ...(annotations && { annotations }),
    pointer,
    schemaPointer: pointerTo(pointer, schemaMember),
    raw,
    definition: asDeclared(form),
  };
}

const longestName = 128;

function problemOfName(name: unknown): string | undefined {
  if (typeof name !== "string") return "it has no name";
  if (name === "") return "its name is empty";
  if (Array.from(name).some(isInvisible) || /[\t\n\r]/.test(name))
    return "its name has characters that cannot be seen";
  if (Array.from(name).length > longestName) return `its name is longer than ${longestName} characters`;
  return undefined;
}

function report(
  { source, root, diagnostics }: Reading,
  code: DiagnosticCode,
  pointer: string,
  message: string,
  details: DiagnosticDetails,
): void {
  diagnostics.push(createDiagnostic(code, spanAt(source, root, pointer), message, details));
}
