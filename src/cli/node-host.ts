import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { diskHost, folderOf, kindOf, readValidText } from "../disk/disk-host.js";
import { watchPaths } from "../disk/watch-paths.js";
import { writeFilesAtomically } from "../disk/write-files.js";
import { startAnalysisThread } from "./check/start-analysis-thread.js";
import type { CliHost, Output } from "./cli-host.js";
import { openGitRevision } from "./diff/git-revision.js";
import { startJudge } from "./mutate/start-judge.js";
import { openFile } from "./open-file.js";

/** The host of the command line: this process's disk, streams and environment. */
export function nodeHost(): CliHost {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    ...diskHost(),
    wayTo: (root, from) => wayTo(folderOf(root), from),
    kindOf: async (path) => kindOf(path),
    openFile,
    writeFiles: async (files, options) => writeFilesAtomically(files, options?.exclusive ?? false),
    watch: watchPaths,
    openRevision: async (name) => openGitRevision(name),
    cores: availableParallelism(),
    // This module is part of the program's first file, beside which the workers' are: nothing else may import it.
    startJudge: (task) => startJudge(new URL("./mutate-worker.js", import.meta.url), task),
    startAnalysis: (task) => startAnalysisThread(new URL("./check-worker.js", import.meta.url), task),
    onSignal: (signal, listener) => {
      process.on(signal, listener);
      return () => process.off(signal, listener);
    },
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

function wayTo(folder: string, from: string): string {
  const steps = relative(from, folder).split(sep).map(encodeURIComponent);
  return `${steps.join("/") || "."}/`;
}

/** The folder polc is installed in: the nearest one above this module with a package.json. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
