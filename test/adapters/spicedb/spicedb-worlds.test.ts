import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spicedbEngine } from "../../../src/adapters/spicedb.js";
import { besideEachOther, compareWorlds, joinedModel } from "./compare-worlds.js";
import { isInstalled, startSpicedb } from "./real-spicedb.js";
import { spicedbWorlds } from "./spicedb-worlds.js";

/* A short run of scripts/fuzz-spicedb.ts. Questions that lead to a cycle are left to the long one: they take SpiceDB long. */

const [count, worldsOfSchema] = [200, 10];
const extent = { plain: 10, circular: 0, lists: 5 };

describe.skipIf(!isInstalled)("SpiceDB and the embedded store", () => {
  it(`spicedb-answers-alike: over ${count} random models and tuples`, async () => {
    const { endpoint, token, kill } = await startSpicedb();
    const counts: { [what: string]: number } = {};
    const differences: string[] = [];
    const drawn = fc.sample(spicedbWorlds(), { numRuns: count, seed: 3 });
    for (let first = 0; first < count; first += worldsOfSchema) {
      const worlds = besideEachOther(drawn.slice(first, first + worldsOfSchema));
      const model = joinedModel(worlds);
      const engine = spicedbEngine({ endpoint, token, security: "plaintext", model, timeout: 60_000 });
      const found = await compareWorlds(engine, worlds, extent);
      differences.push(...found.differences);
      for (const [what, times] of Object.entries(found.counts)) counts[what] = (counts[what] ?? 0) + times;
      await engine.close();
    }
    await kill();
    expect(differences).toEqual([]);
    expect(counts.yes).toBeGreaterThan(200);
    expect(counts.no).toBeGreaterThan(500);
    expect(counts.lists).toBeGreaterThan(40);
  }, 300_000);
});
