import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { assertNever } from "../util/invariant.js";
import type { ToolPartDigests } from "./mcp/tool-digest.js";

/** The lock file's name; it lies in the root folder of the policy set. */
export const lockFileName = "polc.lock.json";

/** The version of the lock file's form. */
export const lockVersion = 1;

/** What `polc.lock.json` remembers: where imported files come from, and what each tool was when it was imported. */
export interface LockFile {
  /** Sorted by file. */
  readonly imports: readonly LockedImport[];
}

/** One imported file. */
export interface LockedImport {
  /** Path from the root of the policy set, with forward slashes. */
  readonly file: string;
  /** Of the file's text, as {@link textDigest} gives it. */
  readonly digest: string;
  /** What the server is called in the policies. */
  readonly server: string;
  /** What the server calls itself. */
  readonly serverInfo?: ServerInfo;
  readonly source: ImportSource;
  /** Its annotations were not believed. */
  readonly untrusted?: true;
  /** Sorted by action. */
  readonly tools: readonly LockedTool[];
}

/** A server's own name and version. */
export interface ServerInfo {
  readonly name: string;
  readonly version?: string;
}

/**
 * Where a list of tools came from. Secrets are not in it: they stand in variables of the environment, and here only their names, as `$NAME`.
 */
export type ImportSource =
  /** A path from the lock file's folder, with forward slashes; `-` is standard input. */
  | { readonly kind: "file"; readonly path: string }
  /** A command line. */
  | { readonly kind: "stdio"; readonly command: string }
  | { readonly kind: "http"; readonly url: string; readonly headers: readonly string[] };

/** One tool as it was imported. */
export interface LockedTool {
  /** The action that it became. */
  readonly action: string;
  /** Its name on the server. */
  readonly tool: string;
  readonly digest: string;
  readonly parts: ToolPartDigests;
}

/** The text of a lock file: sorted, a member a line, so that two branches that import different servers merge. */
export function printLockFile({ imports }: LockFile): string {
  const entries = sortedBy(imports, ({ file }) => file).map((each) => [each.file, importJson(each)]);
  return `${JSON.stringify({ version: lockVersion, imports: Object.fromEntries(entries) }, undefined, 2)}\n`;
}

function importJson({ digest, server, serverInfo, source, untrusted, tools }: LockedImport): object {
  const entries = sortedBy(tools, ({ action }) => action).map(({ action, ...tool }) => [action, tool]);
  const known = { server, serverInfo, source: sourceJson(source), untrusted };
  return { ...known, digest, tools: Object.fromEntries(entries) };
}

function sourceJson(source: ImportSource): object {
  switch (source.kind) {
    case "file":
      return { file: source.path };
    case "stdio":
      return { stdio: source.command };
    case "http":
      return source.headers.length === 0
        ? { http: source.url }
        : { http: source.url, headers: source.headers };
    default:
      return assertNever(source);
  }
}

/** `lock` with `imports` in place of those of the same files. */
export function updateLockFile(lock: LockFile, imports: readonly LockedImport[]): LockFile {
  const files = new Set(imports.map(({ file }) => file));
  const others = lock.imports.filter(({ file }) => !files.has(file));
  return { imports: sortedBy([...others, ...imports], ({ file }) => file) };
}

/** SHA-256 of a text, whatever its ends of lines: a checkout may have changed them. */
export function textDigest(text: string): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text.replaceAll(/\r\n?/g, "\n"))))}`;
}

function sortedBy<Element>(
  list: readonly Element[],
  keyOf: (element: Element) => string,
): readonly Element[] {
  return [...list].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}
