import { type SpawnSyncOptions, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BuildFigures } from "./build-module.js";
import type { EngineName } from "./engines/engine.js";
import type { LoadFigures } from "./measure/measure-load.js";
import type { WorkloadResult } from "./report/results.js";

/*
 * What is done in a process of its own: its memory, and how cold it is, are part of what is measured. A task and what comes of it are
 * JSON on the command line and on standard output.
 */

/** Something to do in a process of its own. */
export type Task =
  | {
      readonly kind: "measure";
      readonly shape: string;
      readonly rules: number;
      readonly engines: readonly EngineName[];
      /** How long each engine is timed. */
      readonly seconds: number;
      readonly requests?: number | undefined;
      /** The same shape with fewer rules, from which it is known what would take too long. */
      readonly smaller?: WorkloadResult | undefined;
    }
  | {
      readonly kind: "build";
      readonly shape: string;
      readonly rules: number;
      readonly requests: number;
      readonly path: string;
      readonly referenceSeconds: number;
    }
  | {
      readonly kind: "load";
      readonly shape: string;
      readonly rules: number;
      readonly path: string;
      readonly engine: EngineName;
    };

/** Builds the module of a workload. */
export function runBuild(task: Omit<Extract<Task, { kind: "build" }>, "kind">): BuildFigures | string {
  return run({ kind: "build", ...task });
}

/** Loads an engine, cold. */
export function runLoad(task: Omit<Extract<Task, { kind: "load" }>, "kind">): LoadFigures | string {
  return run({ kind: "load", ...task });
}

/**
 * Measures one shape at one size: what other workloads leave behind, objects all over the heap and code that has seen them, would be measured
 * with it. Undefined where that fails, of which the process itself has told.
 */
export function runMeasure(
  task: Omit<Extract<Task, { kind: "measure" }>, "kind">,
): WorkloadResult | undefined {
  const { status, stdout } = start({ kind: "measure", ...task }, process.execArgv, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** What went wrong, as a line, where something did. */
function run<Result>(task: Task): Result | string {
  const flags = ["--expose-gc", "--max-old-space-size=6000"];
  const { status, stdout, stderr } = start(task, flags, { timeout: longestTask });
  if (status === 0) return JSON.parse(stdout);
  return stderr.split("\n").find((line) => /^\w*Error: /.test(line)) ?? "it took too long";
}

const longestTask = 600_000;

function start(
  task: Task,
  flags: readonly string[],
  options: Pick<SpawnSyncOptions, "stdio" | "timeout">,
): SpawnSyncReturns<string> {
  const program = process.argv[1] ?? fileURLToPath(import.meta.url);
  const words = [...flags, program, "--task", JSON.stringify(task)];
  return spawnSync(process.execPath, words, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
}
