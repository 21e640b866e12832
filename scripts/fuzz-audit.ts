/*
 * The law audit-never-shows-a-secret, with random policy sets in which anything may be secret.
 *
 *   npx tsx scripts/fuzz-audit.ts [--sets 1000] [--seed 1]
 *
 * Each set is asked 24 requests, most of them spoilt. Exits with 1, and the line, where one shows a secret.
 */
import { parseArgs } from "node:util";
import { checkNoSecretIsShown } from "../test/adapters/enforcement/never-shows-a-secret.js";

const { values } = parseArgs({
  options: { sets: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});

const seen = await checkNoSecretIsShown({ seed: Number(values.seed), runs: Number(values.sets) });
console.log(`${values.sets} policy sets, seed ${values.seed}: no line shows a secret`);
console.log(seen);
