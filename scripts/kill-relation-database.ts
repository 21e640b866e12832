/*
 * Kills processes that write to a relation database (SIGKILL), at random moments: while they open it, between writes, in the middle of one. What each
 * left is held against a store in memory: no acknowledged write is lost, and no write is there in part.
 *
 *   npx tsx scripts/kill-relation-database.ts [kills] [seed]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killWhileWriting } from "../test/adapters/relations-sqlite/kill-while-writing.js";

const kills = Number(process.argv[2] ?? 100);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "polc-kill-"));
try {
  console.log(`seed ${seed}:`, await killWhileWriting(folder, kills, seed));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
