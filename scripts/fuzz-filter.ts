/*
 * Holds filters against decisions about each resource by itself, over random policies, tuples and requests.
 *
 *   npx tsx scripts/fuzz-filter.ts [policies] [seed]
 */
import fc from "fast-check";
import { holdFilter } from "../test/adapters/filter/filter-law.js";
import { filterWorlds } from "../test/adapters/filter/filter-world.js";

const policies = Number(process.argv[2] ?? 2_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const seen = { bounded: 0, unbounded: 0, allowed: 0 };

await fc.assert(
  fc.asyncProperty(filterWorlds(), (world) => holdFilter(world, seen)),
  { seed, numRuns: policies },
);
console.log(`seed ${seed}: ${policies} policies, no difference`, seen);
