/*
 * The law layouts-decide-alike, with random policy sets and delegations.
 *
 *   npx tsx scripts/fuzz-delegation.ts [--sets 1000] [--seed 1]
 *
 * Of each set's twenty requests, those whose parties a token can name are written in both layouts, with claims beside them that may
 * contradict. Exits with 1, and the delegation, where one is read or decided otherwise than the other.
 */
import { parseArgs } from "node:util";
import { checkLayoutsDecideAlike } from "../test/adapters/delegation/layouts-decide-alike.js";

const { values } = parseArgs({
  options: { sets: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});

const seen = checkLayoutsDecideAlike({ seed: Number(values.seed), runs: Number(values.sets) });
console.log(`${values.sets} policy sets, seed ${values.seed}: both layouts decide alike`);
console.log(Object.fromEntries(seen));
