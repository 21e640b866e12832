import { buildModule } from "./build-module.js";
import { createWorkload } from "./create-workload.js";
import { measureLoad } from "./measure/measure-load.js";
import { measureWorkload } from "./measure/measure-workload.js";
import type { Task } from "./run-task.js";
import { shapes } from "./shapes/shapes.js";

/** The result of a task, in the process that was started for it. */
export async function performTask(task: Task): Promise<unknown> {
  const shape = shapes.find(({ name }) => name === task.shape);
  if (shape === undefined) throw new RangeError(`no shape ${task.shape}`);
  switch (task.kind) {
    case "measure":
      return measureWorkload(shape, task.rules, task);
    case "load":
      return measureLoad(createWorkload(shape, task.rules, 100), task.engine, task.path);
    case "build":
      return buildModule(createWorkload(shape, task.rules, task.requests), task.path, task.referenceSeconds);
  }
}
