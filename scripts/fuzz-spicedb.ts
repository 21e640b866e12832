/*
 * Holds the embedded relation store against the real SpiceDB, over random models and tuples: checks, and lists both ways. SpiceDB may leave open
 * what leads to a cycle of tuples; whatever it says has to be what the store says.
 *
 *   npx tsx scripts/fuzz-spicedb.ts [worlds] [seed]
 *
 * Needs `npm install` in oracles/spicedb. Exits with 1, and the worlds, where the two differ.
 */
import fc from "fast-check";
import { spicedbEngine } from "../src/adapters/spicedb.js";
import {
  besideEachOther,
  type Comparison,
  compareWorlds,
  joinedModel,
} from "../test/adapters/spicedb/compare-worlds.js";
import { isInstalled, type RealSpicedb, startSpicedb } from "../test/adapters/spicedb/real-spicedb.js";
import { spicedbWorlds } from "../test/adapters/spicedb/spicedb-worlds.js";
import type { RelationWorld } from "../test/relations/relation-arbitrary.js";

const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? 1);
/** Each check reads the whole schema, so a schema has few worlds; a server keeps whatever it had, so it has not too many. */
const [worldsOfSchema, worldsOfServer] = [6, 300];
const extent = { plain: 20, circular: 1, lists: 2 };

if (isInstalled) await compareAll();

async function compareAll(): Promise<void> {
  const totals: { [what: string]: number } = {};
  let differences = 0;
  for (let first = 0; first < count; first += worldsOfServer) {
    const numRuns = Math.min(worldsOfServer, count - first);
    for (const found of await compareSome(
      fc.sample(spicedbWorlds(), { numRuns, seed: seed * 100_000 + first }),
    )) {
      for (const [what, times] of Object.entries(found.counts)) totals[what] = (totals[what] ?? 0) + times;
      for (const difference of found.differences) console.log(difference);
      differences += found.differences.length;
    }
    console.log(`${first + numRuns} worlds, ${differences} differences`, totals);
  }
  console.log(`seed ${seed}: ${count} worlds, ${differences} differences`);
  if (differences > 0) process.exitCode = 1;
}

/** Those of one server; another takes its place where it is lost in a cycle. */
async function compareSome(drawn: readonly RelationWorld[]): Promise<readonly Comparison[]> {
  const found: Comparison[] = [];
  let server = await startSpicedb();
  for (let first = 0; first < drawn.length; first += worldsOfSchema) {
    const comparison = await compareOn(server, besideEachOther(drawn.slice(first, first + worldsOfSchema)));
    found.push(comparison);
    if (!comparison.isStuck) continue;
    await server.kill();
    server = await startSpicedb();
  }
  await server.kill();
  return found;
}

async function compareOn(
  { endpoint, token }: RealSpicedb,
  worlds: readonly RelationWorld[],
): Promise<Comparison> {
  const model = joinedModel(worlds);
  const engine = spicedbEngine({ endpoint, token, security: "plaintext", model, timeout: 120_000 });
  try {
    return await compareWorlds(engine, worlds, extent);
  } finally {
    await engine.close();
  }
}
