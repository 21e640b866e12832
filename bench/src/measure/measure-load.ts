import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine, EngineName } from "../engines/engine.js";
import { engineNamed } from "../engines/engine-named.js";
import type { Workload } from "../workload.js";

/** What it takes until an engine has its rules. */
export interface LoadFigures {
  readonly milliseconds: number;
  /** What it keeps: by how much the heap grew, or of WebAssembly the process. */
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
  await startLoader(modulePath);
  const before = usedBytes(engine);
  const start = performance.now();
  const loaded = await engine.load(workload, modulePath);
  const milliseconds = performance.now() - start;
  const [request] = workload.requests;
  const bytes = Math.max(0, usedBytes(engine) - before);
  // Asked after that, so that it is still there when its memory is looked at.
  if (request !== undefined && engine.validOnly !== true) loaded.decide(loaded.prepare(request));
  return { milliseconds, bytes };
}

/** The first import of a process is the start of Node's loader too. */
async function startLoader(modulePath: string): Promise<void> {
  const empty = join(dirname(modulePath), "empty.mjs");
  writeFileSync(empty, "");
  await import(pathToFileURL(empty).href);
}

function usedBytes({ usesWasm }: Engine): number {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return usesWasm ? rss : heapUsed + external;
}
