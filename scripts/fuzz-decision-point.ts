/*
 * The law point-decides-as-module: a decision point over random policy sets whose rules test relations.
 *
 *   npx tsx scripts/fuzz-decision-point.ts [--sets 1000] [--seed 1]
 *
 * Each set that has relations is asked 25 requests. Ends with an exception, and the request, where the point decides, asks or logs otherwise.
 */
import { parseArgs } from "node:util";
import { checkPointDecidesAsModule } from "../test/adapters/enforcement/decides-with-relations.js";

const { values } = parseArgs({
  options: { sets: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});

const seen = await checkPointDecidesAsModule({ seed: Number(values.seed), runs: Number(values.sets) });
console.log(`${values.sets} policy sets, seed ${values.seed}: the point decides as the modules do`);
console.log(seen);
