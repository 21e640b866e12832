import type { OutputFile, WriteProblem } from "../disk/write-files.js";
import type { Host } from "../source/host.js";
import type { MutationTask } from "../testing/mutants/mutation-run.js";
import type { AnalysisTask, AnalysisThread } from "./check/analysis-thread.js";
import type { JudgeThread } from "./mutate/judge-thread.js";

/** A stream of text that people or programs read. */
export interface Output {
  write(text: string): void;
  /** Resolves when what was written has been taken: to be awaited between the parts of a long output. */
  drained(): Promise<void>;
  /** Whether a person reads along on a terminal. */
  readonly isTerminal: boolean;
}

/** The files of a revision, where those of the disk are of now. */
export interface Revision extends Host {
  kindOf(path: string): Promise<"file" | "directory" | undefined>;
}

/** What asks a program that runs on to end, or (`SIGHUP`) to read its files anew. */
export type Signal = "SIGHUP" | "SIGINT" | "SIGTERM";

/** What a command may touch besides its options: everything outside passes here, so a test runs a command in memory. */
export interface CliHost extends Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What there is at `path`; undefined where there is nothing. */
  kindOf(path: string): Promise<"file" | "directory" | undefined>;
  /** The way from a folder to the folder of the policy set at `root`, as a relative URL that ends with a slash. */
  wayTo(root: string, from: string): string;
  /** The bytes of a file, or of standard input for `-`; undefined where there is no file that can be read. */
  openFile(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /**
   * Writes all of `files`, folders included, or none: each is complete before the first takes its place. With `exclusive`
   * nothing is written if one of them exists.
   */
  writeFiles(
    files: readonly OutputFile[],
    options?: { exclusive?: boolean },
  ): Promise<WriteProblem | undefined>;
  /**
   * What changes at or below one of `paths` from now on, for as long as it is watched. Changes that come together are one.
   */
  watch(paths: readonly string[]): AsyncIterable<string>;
  /** The files of a revision that version control keeps, or why there are none. */
  openRevision(name: string): Promise<Revision | { readonly problem: string }>;
  /** How many threads run at once on this machine. */
  readonly cores: number;
  /** Starts a thread that judges mutants of a policy set. */
  startJudge(task: MutationTask): JudgeThread;
  /** Starts a thread that takes a share in the analysis of a policy set. */
  startAnalysis(task: AnalysisTask): AnalysisThread;
  /** Calls `listener` at each such signal, in place of what it would do otherwise. Returns what ends it. */
  onSignal(signal: Signal, listener: () => void): () => void;
  /** The text of a file that polc itself ships, such as a page of its documentation. */
  readPackageFile(path: string): Promise<string | undefined>;
}
