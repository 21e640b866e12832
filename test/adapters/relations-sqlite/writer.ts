/*
 * Writes to a database one write after the other, until it is killed. A line on standard output for each, when it is acknowledged:
 *
 *   node --import ./test/native/register.mjs test/adapters/relations-sqlite/writer.ts PATH SEED FIRST
 */
import { writeSync } from "node:fs";
import { openRelationDatabase } from "../../../src/adapters/relations-sqlite.js";
import { model, randomWrite } from "./random-writes.js";

const [path = "", seed, first] = process.argv.slice(2);
const database = await openRelationDatabase(path, model);
for (let number = Number(first); ; number++) {
  const written = database.write(randomWrite(Number(seed), number));
  // Not by way of the event loop: what was acknowledged was said before the next one begins.
  writeSync(1, `${JSON.stringify({ number, written })}\n`);
}
