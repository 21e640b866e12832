import { describe, expect, it } from "vitest";
import { compareDecideWith } from "./compare-decide-with.js";

/* Law: decide-with-knows-enough. Long runs: scripts/fuzz-decide-with.ts. */

describe("decideWith, over random policy sets, relation models and tuples", () => {
  it("decides as all answers of the store do, asking once", async () => {
    const found = await Promise.all(Array.from({ length: 24 }, (_, seed) => compareDecideWith(seed + 1, 12)));
    const compared = found.filter((each) => each !== undefined);
    expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
    expect(compared.reduce((sum, { asked }) => sum + asked, 0)).toBeGreaterThan(10);
  });
});
