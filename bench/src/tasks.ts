import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type BuildFigures, buildModule } from "./build-module.js";
import { createWorkload } from "./create-workload.js";
import type { EngineName } from "./engines/engine.js";
import { type LoadFigures, measureLoad } from "./measure/measure-load.js";
import { shapes } from "./shapes/shapes.js";

/*
 * What is done in a process of its own: its memory, and how cold it is, are part of what is measured. A task and what comes of it are
 * JSON on the command line and on standard output.
 */

/** Something to do in a process of its own. */
export type Task =
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

/** What went wrong, as a line, where something did. */
function run<Result>(task: Task): Result | string {
  const program = process.argv[1] ?? fileURLToPath(import.meta.url);
  const words = ["--expose-gc", "--max-old-space-size=6000", program, "--task", JSON.stringify(task)];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: longestTask,
  });
  if (status === 0) return JSON.parse(stdout);
  return stderr.split("\n").find((line) => /^\w*Error: /.test(line)) ?? "it took too long";
}

const longestTask = 600_000;

/** The result of a task, in the process that was started for it. */
export async function performTask(task: Task): Promise<unknown> {
  const shape = shapes.find(({ name }) => name === task.shape);
  if (shape === undefined) throw new RangeError(`no shape ${task.shape}`);
  if (task.kind === "load")
    return measureLoad(createWorkload(shape, task.rules, 100), task.engine, task.path);
  return buildModule(createWorkload(shape, task.rules, task.requests), task.path, task.referenceSeconds);
}
