import type { EngineName } from "../engines/engine.js";
import { engineNamed } from "../engines/engine-named.js";
import type { Workload } from "../workload.js";

/** What it takes until an engine has its rules. */
export interface LoadFigures {
  readonly milliseconds: number;
  /** By how much the process grew. */
  readonly bytes: number;
}

/** Loads an engine once, in a process in which nothing was loaded before; a peer's own code is there already. */
export async function measureLoad(
  workload: Workload,
  name: EngineName,
  modulePath: string,
): Promise<LoadFigures> {
  const engine = await engineNamed(name);
  if (engine === undefined) throw new Error(`${name} is not installed`);
  // The first import of a process starts Node's loader.
  await import("data:text/javascript,");
  const before = residentBytes();
  const start = performance.now();
  const loaded = await engine.load(workload, modulePath);
  const milliseconds = performance.now() - start;
  const [request] = workload.requests;
  if (request !== undefined && engine.validOnly !== true) loaded.decide(loaded.prepare(request));
  return { milliseconds, bytes: Math.max(0, residentBytes() - before) };
}

function residentBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}
