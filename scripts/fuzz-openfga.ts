/*
 * Holds checks as OpenFGA makes them against the embedded store, over random models and tuples: where they may differ, the adapter does not believe
 * them.
 *
 *   npx tsx scripts/fuzz-openfga.ts [worlds] [seed]
 */
import fc from "fast-check";
import { holdAnswers } from "../test/adapters/openfga/believed-answers.js";
import { relationWorlds } from "../test/relations/relation-arbitrary.js";

const worlds = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const seen = { believed: 0, wrong: 0, right: 0 };

fc.assert(
  fc.property(relationWorlds(), (world) => holdAnswers(world, seen)),
  { seed, numRuns: worlds },
);
console.log(`seed ${seed}: ${worlds} worlds, no difference`, seen);
