import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Host, HostFile } from "../source/host.js";
import { findPolicyFiles } from "./find-policy-files.js";
import { reasonOf } from "./write-files.js";

/** The host that reads policies from a disk. */
export function diskHost(): Host {
  return {
    readPolicySet: async (root) => readPolicySet(root),
    readBeside: async (root, path) => readValidText(join(folderOf(root), path)),
  };
}

function readPolicySet(root: string): readonly HostFile[] {
  if (kindOf(root) === "file") return [readHostFile(root, basename(root))];
  return findPolicyFiles(root).files.map(({ absolute, relative, problem }) =>
    problem === undefined ? readHostFile(absolute, relative) : unreadable(relative, problem),
  );
}

function readHostFile(path: string, name: string): HostFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return unreadable(name, reasonOf(error));
  }
  return decodeFile(name, bytes);
}

/** A file by its bytes. */
export function decodeFile(name: string, bytes: Buffer): HostFile {
  const text = bytes.toString("utf8");
  if (isUtf8(bytes)) return { path: name, text };
  return { path: name, text, problem: { kind: "not-utf8", offset: firstReplacement(text, bytes) } };
}

function unreadable(path: string, reason: string): HostFile {
  return { path, text: "", problem: { kind: "unreadable", reason } };
}

/** The offset in `text` of the first replacement character that `bytes` does not spell out itself. */
function firstReplacement(text: string, bytes: Buffer): number {
  let counted = 0;
  let byteOffset = 0;
  for (let index = text.indexOf("\ufffd"); index >= 0; index = text.indexOf("\ufffd", index + 1)) {
    byteOffset += Buffer.byteLength(text.slice(counted, index));
    counted = index;
    if (bytes.toString("hex", byteOffset, byteOffset + 3) !== "efbfbd") return index;
  }
  return text.length;
}

/** The text of the file at `path`; undefined where there is none that can be read and is UTF-8. */
export function readValidText(path: string): string | undefined {
  const file = readHostFile(path, path);
  return file.problem === undefined ? file.text : undefined;
}

/** The folder that the paths of a policy set's files start from: `root`, or that of the one file. */
export function folderOf(root: string): string {
  return kindOf(root) === "file" ? dirname(root) : root;
}

/** What there is at `path`; undefined where there is nothing. */
export function kindOf(path: string): "file" | "directory" | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  return status.isDirectory() ? "directory" : "file";
}
