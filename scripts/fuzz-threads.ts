/*
 * Holds analyses that several share, each part worked at by any of them or by none, against those of one thread: findings and questions.
 *
 *   npx tsx scripts/fuzz-threads.ts [--sets 100] [--seed N]
 */
import { deepStrictEqual } from "node:assert";
import { parseArgs } from "node:util";
import { seededChoices } from "../src/testing/choices.js";
import { outcomesOf, sharedSet } from "../test/analysis/incremental/shared-analysis.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});

const first = Number(values.seed);
const counts = { sets: 0, shares: 0, findings: 0, spent: 0 };
for (let seed = first; seed < first + Number(values.sets); seed++) {
  const set = sharedSet(seededChoices(seed));
  const outcomes = outcomesOf(set);
  if (outcomes === undefined) continue;
  deepStrictEqual(outcomes.shared, outcomes.alone, `seed ${seed}: the findings differ`);
  counts.sets += 1;
  counts.shares += set.shares;
  counts.findings += outcomes.alone.found.length;
  counts.spent += outcomes.alone.left.isSpent ? 1 : 0;
}
console.log(`from seed ${first}: no difference`, counts);
