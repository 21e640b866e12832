import { describe, expect, it } from "vitest";
import { defaultCodes } from "../../../src/analysis/findings.js";
import { startAnalysisThreads } from "../../../src/cli/check/analysis-threads.js";

/** How many threads are started beside the first of as many as four cores can have. */
function startedFor(
  how: { readonly only?: readonly string[]; readonly jobs?: number },
  characters: number,
): number {
  let started = 0;
  const host = {
    cores: 4,
    startAnalysis() {
      started += 1;
      return { work: async () => [], end: async () => {} };
    },
  };
  const files = [{ path: "p.pol", text: " ".repeat(characters) }];
  startAnalysisThreads(host, { files, schemas: new Map() }, how);
  return started;
}

describe("startAnalysisThreads", () => {
  it("starts more threads for large policy sets alone", () => {
    expect([10_000, 1_000_000, 10_000_000].map((characters) => startedFor({}, characters))).toEqual([
      0, 1, 2,
    ]);
  });

  it("starts none for what is found sooner than another thread is ready, unless it is told to", () => {
    const dead = ["POL3001", "POL3002", "POL3020", "POL3021", "POL3022"];
    expect(startedFor({ only: dead }, 1_000_000)).toBe(0);
    expect(startedFor({ only: dead, jobs: 2 }, 1_000_000)).toBe(1);
    expect(startedFor({ only: [...dead, "POL3003"] }, 1_000_000)).toBe(1);
    expect(startedFor({ only: [...defaultCodes] }, 1_000_000)).toBe(1);
  });
});
