import { describe, expect, it } from "vitest";
import { findRegressions, printRegression } from "../../bench/src/report/compare-results.js";
import { plotResults } from "../../bench/src/report/plot.js";
import { printTables } from "../../bench/src/report/print-tables.js";
import type { EngineResult, Results } from "../../bench/src/report/results.js";

function results(allows: number): Results {
  const figures = { p99: 1, singleP99: 1, bytesPerCall: 0, loadMilliseconds: 1, memoryBytes: 1 };
  const engines: readonly EngineResult[] = [
    { engine: "hand", median: 100, ratio: 1, ...figures },
    { engine: "allows", median: 100 * allows, ratio: allows, ...figures },
    { engine: "casl", median: 100 * allows, ratio: allows, ...figures },
    { engine: "cedar", skipped: "a decision would take more than 50 ms" },
  ];
  return {
    machine: {
      processor: "P",
      cores: 2,
      memoryBytes: 8e9,
      system: "linux x64",
      node: "20",
      v8: "11",
      commit: "c",
      date: "2026-11-22",
    },
    workloads: [20, 200].map((rules) => ({
      shape: "roles",
      rules,
      requests: 10,
      allowed: 0.5,
      build: { seconds: 1, processorSeconds: 1, peakBytes: 1e8 },
      module: { bytes: 5e4, gzippedBytes: 5e3 },
      engines,
    })),
  };
}

describe("kept results", () => {
  it("are compared by polc's ratios alone", () => {
    const found = findRegressions(results(1.2), results(1.8), 1.3);
    expect(found.map(({ rules, engine }) => [rules, engine])).toEqual([
      [20, "allows"],
      [200, "allows"],
    ]);
    expect(found.map(printRegression)[0]).toBe(
      "roles, 20 rules: allows took 1.20× the time of code by hand, now 1.80×",
    );
  });

  it("may differ as much as tolerated", () => {
    expect(findRegressions(results(1.2), results(1.5), 1.3)).toEqual([]);
    expect(findRegressions({ ...results(1.2), workloads: [] }, results(9), 1.3)).toEqual([]);
  });
});

describe("a report", () => {
  it("says what was left out, and why", () => {
    const tables = printTables(results(1.2));
    expect(tables).toContain("| allows | 120 ns (1.20×) | 120 ns (1.20×) |");
    expect(tables).toContain("| cedar | – | – |");
    expect(tables).toContain("Left out: cedar: a decision would take more than 50 ms.");
  });

  it("has a plot with a line for each engine that was measured", () => {
    const plot = plotResults(results(1.2));
    expect(plot.match(/<path class="\w+" stroke="#\w+" d="M[\d.]+ [\d.]+ L/g)).toHaveLength(3);
    expect(plot).not.toContain("NaN");
  });
});
