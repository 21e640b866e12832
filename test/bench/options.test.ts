import { describe, expect, it } from "vitest";
import { whyNotAsked } from "../../bench/src/measure/why-not-asked.js";
import { readOptions } from "../../bench/src/options.js";
import type { EngineResult, WorkloadResult } from "../../bench/src/report/results.js";

function optionsFor(...words: readonly string[]) {
  const options = readOptions(words);
  return typeof options === "string" ? expect.unreachable(options) : options;
}

describe("options of the benchmark", () => {
  it("measure everything where nothing else is said", () => {
    const { shapes, sizes, engines } = optionsFor();
    expect(shapes).toHaveLength(7);
    expect(sizes).toEqual([20, 200, 2000, 20_000, 100_000]);
    expect(engines).toContain("cedar");
  });

  it("measure a part", () => {
    const { shapes, sizes, engines } = optionsFor(
      "--shapes",
      "roles,ids",
      "--rules",
      "200,20",
      "--engines",
      "polc,hand",
    );
    expect(shapes.map(({ name }) => name)).toEqual(["roles", "ids"]);
    expect(sizes).toEqual([20, 200]);
    expect(engines).toEqual(["hand", "allows", "decide"]);
  });

  it("are refused where they name nothing that there is", () => {
    expect(readOptions(["--shapes", "rolls"])).toMatch(/^there is no rolls: shapes are mixture, /);
    expect(readOptions(["--engines", "hand,opa"])).toMatch(/^there is no opa: /);
    expect(readOptions(["--rules", "20,many"])).toMatch(/^`--rules` takes /);
  });
});

describe("an engine", () => {
  const workload = (cedar: EngineResult): WorkloadResult => ({
    shape: "roles",
    rules: 200,
    requests: 10,
    allowed: 0.5,
    build: { seconds: 1, processorSeconds: 1, peakBytes: 1 },
    module: { bytes: 1, gzippedBytes: 1 },
    engines: [cedar],
  });
  const figures = { p99: 1, singleP99: 1, bytesPerCall: 0, memoryBytes: 1 };

  it("is left out where it would take too long", () => {
    const slow = workload({ engine: "cedar", median: 6e6, loadMilliseconds: 10, ...figures });
    expect(whyNotAsked("cedar", 2000, slow)).toBe("a decision would take more than 50 ms");
    const late = workload({ engine: "cedar", median: 6e5, loadMilliseconds: 4500, ...figures });
    expect(whyNotAsked("cedar", 2000, late)).toBe("loading would take more than 30 s");
  });

  it("is asked where it would not, and stays out once it was left out", () => {
    const quick = workload({ engine: "cedar", median: 6e5, loadMilliseconds: 10, ...figures });
    expect(whyNotAsked("cedar", 2000, quick)).toBeUndefined();
    expect(whyNotAsked("cedar", 20, undefined)).toBeUndefined();
    expect(whyNotAsked("cedar", 2000, workload({ engine: "cedar", skipped: "it is slow" }))).toBe(
      "it is slow",
    );
  });
});
