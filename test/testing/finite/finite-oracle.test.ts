import { describe, expect, it } from "vitest";
import { compareWithAll } from "../../../src/testing/finite/finite-oracle.js";
import { finiteRequests } from "../../../src/testing/finite/finite-requests.js";
import type { FiniteSet } from "../../../src/testing/finite/finite-set.js";
import { generateFiniteSet } from "../../../src/testing/finite/finite-set.js";
import { compareSeeds, compareTimeout } from "./compare-seeds.js";

const set: FiniteSet = {
  files: [
    {
      path: "a.pol",
      text: `principal User in Team { }
entity Team
entity Doc { }
action go(x: Int in 0..2, y?: Bool) on Doc
context { }
policy p {
  rule r allow User to go when args.x > 1
}
assert never deny User to go when args.x < 1
assert always allow User to go when args.x > 0
`,
    },
  ],
  places: [
    { root: "args", name: "x", type: "Int in 0..2", kind: "Int", optional: false, values: [0, 1, 2] },
    { root: "args", name: "y", type: "Bool", kind: "Bool", optional: true, values: [undefined, true, false] },
  ],
  delegated: false,
};

describe("the oracle that tries every request", () => {
  it("makes every request once", () => {
    const requests = [...finiteRequests(set)].map((request) => JSON.stringify(request));
    // Nine combinations of arguments, two ids, in a group or in none.
    expect(requests).toHaveLength(36);
    expect(new Set(requests).size).toBe(36);
  });

  it("agrees with the analysis on a small set, and tells a wrong answer", () => {
    expect(compareWithAll(set)).toEqual({ answers: 4, open: [], wrong: [] });
    const fewer = {
      ...set,
      places: set.places.map((place) => ({ ...place, values: place.values.slice(0, 1) })),
    };
    expect(compareWithAll(fewer)?.wrong).toContain("User alone subject p.r matches: found");
  });

  it(
    "analysis-agrees-with-brute-force: no answer is wrong, and hardly one is unknown",
    () => {
      const { answers, unknown, wrong } = compareSeeds(generateFiniteSet, 1, 1000);
      expect(wrong).toEqual([]);
      expect(answers).toBeGreaterThan(5000);
      expect(unknown / answers).toBeLessThan(0.005);
    },
    compareTimeout,
  );
});
