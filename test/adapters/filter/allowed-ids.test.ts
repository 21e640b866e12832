import fc from "fast-check";
import { expect, it } from "vitest";
import { holdFilter } from "./filter-law.js";
import { filterWorlds } from "./filter-world.js";

it("law: filter-is-check", async () => {
  const seen = { bounded: 0, unbounded: 0, allowed: 0 };
  const law = fc.asyncProperty(filterWorlds(), (world) => holdFilter(world, seen));
  await fc.assert(law, { seed: 20261122, numRuns: 15 });
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});
