import { spawnSync } from "node:child_process";
import { arch, cpus, platform, totalmem } from "node:os";
import type { Machine } from "./results.js";

/** What a reader has to know of where something was measured, and nothing that names it. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    v8: process.versions.v8,
    commit: git("rev-parse", "--short", "HEAD"),
    date: new Date().toISOString().slice(0, 10),
  };
}

function git(...words: readonly string[]): string {
  return spawnSync("git", words, { encoding: "utf8" }).stdout?.trim() || "unknown";
}
