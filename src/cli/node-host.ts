import { isUtf8 } from "node:buffer";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { HostFile } from "../source/host.js";
import type { CliHost, Output } from "./cli-host.js";
import { findPolicyFiles } from "./find-policy-files.js";
import { reasonOf, writeFilesAtomically } from "./write-files.js";

/** The host of the command line: this process's disk, streams and environment. */
export function nodeHost(): CliHost {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    readPolicySet: async (root) => readPolicySet(root),
    readBeside: async (root, path) =>
      readValidText(join(kindOf(root) === "file" ? dirname(root) : root, path)),
    wayTo: (root, from) => wayTo(folderOf(root), from),
    kindOf: async (path) => kindOf(path),
    openFile: async (path) => openFile(path),
    writeFiles: async (files, options) => writeFilesAtomically(files, options?.exclusive ?? false),
    readPackageFile: async (path) => readValidText(join(packageRoot(), path)),
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // Whoever reads may stop early, as `head` does; that is no failure of ours.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    drained: async () => {
      if (stream.writable && stream.writableNeedDrain) await whenWritable(stream);
    },
    isTerminal: stream.isTTY === true,
  };
}

/** Resolves when `stream` takes more, or never will. */
function whenWritable(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      stream.off("drain", settle);
      stream.off("close", settle);
      resolve();
    };
    stream.on("drain", settle);
    stream.on("close", settle);
  });
}

function readPolicySet(root: string): readonly HostFile[] {
  if (kindOf(root) === "file") return [readHostFile(root, basename(root))];
  return findPolicyFiles(root).map(({ absolute, relative, problem }) =>
    problem === undefined ? readHostFile(absolute, relative) : unreadable(relative, problem),
  );
}

/** The folder that the paths of a policy set's files start from. */
function folderOf(root: string): string {
  return kindOf(root) === "file" ? dirname(root) : root;
}

function wayTo(folder: string, from: string): string {
  const steps = relative(from, folder).split(sep).map(encodeURIComponent);
  return `${steps.join("/") || "."}/`;
}

function readHostFile(path: string, name: string): HostFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return unreadable(name, reasonOf(error));
  }
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

function readValidText(path: string): string | undefined {
  const file = readHostFile(path, path);
  return file.problem === undefined ? file.text : undefined;
}

function kindOf(path: string): "file" | "directory" | undefined {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  return status.isDirectory() ? "directory" : "file";
}

function openFile(path: string): AsyncIterable<Uint8Array> | undefined {
  if (path === "-") return process.stdin;
  return kindOf(path) === "file" ? createReadStream(path) : undefined;
}

/** The folder polc is installed in: the nearest one above this module with a package.json. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
