import { readFileSync } from "node:fs";
import { posix } from "node:path";
import type { CliHost, Revision, Signal } from "../../src/cli/cli-host.js";
import { judgeHere } from "../../src/cli/mutate/judge-thread.js";
import { runProgram } from "../../src/cli/program.js";
import type { OutputFile } from "../../src/disk/write-files.js";
import { analyseHere, type ThreadFate } from "./check/analyse-here.js";

/** How a command ended, and what it left. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every file after the command. */
  readonly files: Readonly<Record<string, string>>;
}

/** What a command finds: files by path, and what comes on standard input. */
export interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  /** What version control keeps: files by path, by revision. */
  readonly revisions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is written while a command watches, one after the other: files by path. */
  readonly changes?: readonly Readonly<Record<string, string>>[];
  readonly cores?: number;
  /** What becomes of threads that analyse. */
  readonly threads?: ThreadFate;
  /** Where a command's listeners for signals are put, by signal. */
  readonly signals?: Map<Signal, () => void>;
  /** Whether writing fails. */
  readonly full?: boolean;
}

/** Runs `polc ARGS` on files in memory. */
export async function polc(args: readonly string[], world: World = {}): Promise<Ran> {
  const files = new Map(Object.entries(world.files ?? {}));
  const written = { stdout: "", stderr: "" };
  const code = await runProgram(args, memoryHost(files, written, world));
  return { code, ...written, files: Object.fromEntries(files) };
}

function memoryHost(
  files: Map<string, string>,
  written: { stdout: string; stderr: string },
  world: World,
): CliHost {
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
    },
    drained: async () => {},
    isTerminal: world.terminal ?? false,
  });
  return {
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: world.env ?? {},
    ...filesOf(files),
    watch: (paths) => watchChanges(files, paths, world.changes ?? []),
    openRevision: async (name) => {
      const revision = world.revisions?.[name];
      return revision ? filesOf(new Map(Object.entries(revision))) : { problem: `there is no \`${name}\`` };
    },
    wayTo: (root, from) => `${posix.relative(from, files.has(root) ? posix.dirname(root) : root)}/`,
    openFile: async (path) => {
      const content = path === "-" ? (world.stdin ?? "") : files.get(path);
      return content === undefined ? undefined : chunksOf(content);
    },
    writeFiles: async (outputs, options) =>
      writeAll(files, outputs, options?.exclusive ?? false, world.full ?? false),
    cores: world.cores ?? 1,
    startJudge: judgeHere,
    startAnalysis: (task) => analyseHere(task, world.threads),
    onSignal: (signal, listener) => {
      world.signals?.set(signal, listener);
      return () => world.signals?.delete(signal);
    },
    readPackageFile: async (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"),
  };
}

async function* watchChanges(
  files: Map<string, string>,
  paths: readonly string[],
  changes: readonly Readonly<Record<string, string>>[],
): AsyncGenerator<string> {
  for (const change of changes) {
    for (const [path, text] of Object.entries(change)) files.set(path, text);
    const seen = Object.keys(change).find((path) =>
      paths.some((watched) => watched === path || watched === "." || path.startsWith(`${watched}/`)),
    );
    if (seen !== undefined) yield seen;
  }
}

function filesOf(files: ReadonlyMap<string, string>): Revision {
  return {
    readPolicySet: async (root) => policySet(files, root),
    readBeside: async (root, path) =>
      files.get(`${files.has(root) ? root.replace(/\/[^/]*$/, "") : root}/${path}`),
    kindOf: async (path) => kindOf(files, path),
  };
}

function policySet(files: ReadonlyMap<string, string>, root: string): { path: string; text: string }[] {
  const single = files.get(root);
  if (single !== undefined) return [{ path: root.replace(/^.*\//, ""), text: single }];
  const prefix = root === "." ? "" : `${root}/`;
  return [...files]
    .filter(([path]) => path.startsWith(prefix) && path.endsWith(".pol"))
    .map(([path, text]) => ({ path: path.slice(prefix.length), text }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function kindOf(files: ReadonlyMap<string, string>, path: string): "file" | "directory" | undefined {
  if (files.has(path)) return "file";
  return [...files.keys()].some((file) => file.startsWith(`${path}/`)) ? "directory" : undefined;
}

/** In chunks of seven bytes, so that characters and lines are cut in two. */
async function* chunksOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}

function writeAll(
  files: Map<string, string>,
  outputs: readonly OutputFile[],
  exclusive: boolean,
  full: boolean,
) {
  const existing = exclusive ? outputs.find(({ path }) => files.has(path)) : undefined;
  if (existing !== undefined) return { path: existing.path, reason: "it exists" };
  if (full) return { path: outputs[0]?.path ?? "", reason: "no space left on device" };
  for (const { path, text } of outputs) files.set(path, text);
  return undefined;
}
