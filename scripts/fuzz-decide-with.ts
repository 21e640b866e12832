/*
 * `decideWith` over random policy sets whose rules test relations, with random tuples in an embedded store, against `decide` with all answers
 * of that store.
 *
 *   npx tsx scripts/fuzz-decide-with.ts [--sets 1000] [--requests 40] [--seed 1]
 *
 * Sets that test no relation are passed over. Exits with 1 if there is a difference.
 */
import { parseArgs } from "node:util";
import { compareDecideWith } from "../test/testing/compare-decide-with.js";

const { values } = parseArgs({
  options: {
    sets: { type: "string", default: "1000" },
    requests: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
  },
});
const [sets, requests, first] = [values.sets, values.requests, values.seed].map(Number) as [
  number,
  number,
  number,
];

const totals = { sets: 0, asked: 0, differences: 0 };
for (let seed = first; totals.sets < sets; seed++) {
  const compared = await compareDecideWith(seed, requests);
  if (compared === undefined) continue;
  totals.sets += 1;
  totals.asked += compared.asked;
  totals.differences += compared.differences.length;
  for (const difference of compared.differences) console.log(JSON.stringify(difference));
  if (totals.sets % 100 === 0) console.error(JSON.stringify(totals));
}
console.log(
  `${totals.sets * requests} requests to ${totals.sets} sets, ${totals.asked} of which needed answers, seed ${first}: ${totals.differences} differences`,
);
process.exitCode = totals.differences > 0 ? 1 : 0;
