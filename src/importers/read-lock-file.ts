import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { type JsonPlace, jsonPlaces, placeAt, pointerTo } from "../util/json-places.js";
import { parseJson } from "../util/parse-json.js";
import {
  type ImportSource,
  type LockedImport,
  type LockedTool,
  type LockFile,
  lockVersion,
  type ServerInfo,
} from "./lock-file.js";
import { type ToolPartDigests, toolParts } from "./mcp/tool-digest.js";

/** A lock file, or what is wrong with its text. */
export type LockFileResult =
  | { readonly lock: LockFile; readonly diagnostic?: undefined }
  | { readonly lock?: undefined; readonly diagnostic: Diagnostic };

/** Reads a lock file as `printLockFile` writes it, in whatever layout and order. Nothing in it is taken on trust: people merge it. */
export function readLockFile(file: SourceFile): LockFileResult {
  const parsed = parseJson(file.text);
  if (!parsed.ok) {
    const { offset, message } = parsed;
    const help = file.text.includes("<<<<<<<") ? "settle the merge conflict in it" : restore;
    return { diagnostic: invalid(file, { start: offset, end: offset + 1 }, message, help) };
  }
  try {
    return { lock: readLock(parsed.value) };
  } catch (problem) {
    if (!(problem instanceof ShapeProblem)) throw problem;
    const { key, start } = placeAt(jsonPlaces(file.text), problem.pointer);
    return {
      diagnostic: invalid(file, key ?? { start, end: start + 1 }, problem.message, problem.help),
    };
  }
}

const restore = "restore it from version control, or remove it and import again";

function invalid(
  { path, text }: SourceFile,
  { start, end }: Pick<JsonPlace, "start" | "end">,
  problem: string,
  help: string,
): Diagnostic {
  const span = { file: path, start, end: Math.min(end, text.length) };
  return createDiagnostic("POL4021", span, `\`${path}\` cannot be relied on: ${problem}`, { help });
}

class ShapeProblem {
  constructor(
    readonly pointer: string,
    readonly message: string,
    readonly help: string = restore,
  ) {}
}

type Members = { readonly [name: string]: unknown };

function readLock(value: unknown): LockFile {
  const { version, imports } = membersOf(value, "");
  if (typeof version === "number" && version > lockVersion) {
    throw new ShapeProblem(
      "/version",
      `its version is ${version}, and this polc knows ${lockVersion}`,
      "install a newer polc",
    );
  }
  if (version !== lockVersion) fail("/version", `${lockVersion}`);
  const entries = Object.entries(membersOf(imports, "/imports"));
  return { imports: entries.map(([file, entry]) => readImport(file, entry, pointerTo("/imports", file))) };
}

function readImport(file: string, value: unknown, place: string): LockedImport {
  const { server, serverInfo, source, untrusted, digest, tools } = membersOf(value, place);
  const entries = Object.entries(membersOf(tools, `${place}/tools`));
  return {
    file,
    digest: digestOf(digest, `${place}/digest`),
    server: textOf(server, `${place}/server`),
    ...(serverInfo === undefined ? {} : { serverInfo: readServerInfo(serverInfo, `${place}/serverInfo`) }),
    source: readSource(source, `${place}/source`),
    ...(untrusted === undefined ? {} : { untrusted: trueOf(untrusted, `${place}/untrusted`) }),
    tools: entries.map(([action, tool]) => readTool(action, tool, pointerTo(place, "tools", action))),
  };
}

function readServerInfo(value: unknown, place: string): ServerInfo {
  const { name, version } = membersOf(value, place);
  const known = { name: textOf(name, `${place}/name`) };
  return version === undefined ? known : { ...known, version: textOf(version, `${place}/version`) };
}

function readSource(value: unknown, place: string): ImportSource {
  const { file, stdio, http, headers } = membersOf(value, place);
  if (file !== undefined) return { kind: "file", path: textOf(file, `${place}/file`) };
  if (stdio !== undefined) return { kind: "stdio", command: textOf(stdio, `${place}/stdio`) };
  if (http === undefined) fail(place, "a member `file`, `stdio` or `http`");
  const url = textOf(http, `${place}/http`);
  return { kind: "http", url, headers: textsOf(headers ?? [], `${place}/headers`) };
}

function readTool(action: string, value: unknown, place: string): LockedTool {
  const { tool, digest, parts } = membersOf(value, place);
  return {
    action,
    tool: textOf(tool, `${place}/tool`),
    digest: digestOf(digest, `${place}/digest`),
    parts: readParts(membersOf(parts, `${place}/parts`), `${place}/parts`),
  };
}

function readParts(parts: Members, place: string): ToolPartDigests {
  const present = toolParts.filter((part) => parts[part] !== undefined);
  return Object.fromEntries(present.map((part) => [part, textOf(parts[part], `${place}/${part}`)]));
}

function membersOf(value: unknown, place: string): Members {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Members;
  return fail(place, "an object");
}

function textOf(value: unknown, place: string): string {
  return typeof value === "string" ? value : fail(place, "a text");
}

function textsOf(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value)) return fail(place, "a list of texts");
  return value.map((each, index) => textOf(each, `${place}/${index}`));
}

function trueOf(value: unknown, place: string): true {
  return value === true || fail(place, "`true`");
}

function digestOf(value: unknown, place: string): string {
  const text = textOf(value, place);
  return /^sha256:[0-9a-f]{64}$/.test(text) ? text : fail(place, "`sha256:` and 64 hexadecimal digits");
}

function fail(place: string, expected: string): never {
  throw new ShapeProblem(place, `expected ${expected} at ${place === "" ? "the top" : `\`${place}\``}`);
}
