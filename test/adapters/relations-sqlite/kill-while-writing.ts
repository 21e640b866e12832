import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { openRelationDatabase, RelationDatabaseError } from "../../../src/adapters/relations-sqlite.js";
import { createRelationStore, keyOf, type RelationStore } from "../../../src/relations/relation-store.js";
import { type Choices, chance, seededChoices } from "../../../src/testing/choices.js";
import { model, randomWrite } from "./random-writes.js";

/** What was seen of writers that were killed. */
export interface KillReport {
  kills: number;
  /** Writers that were killed before they acknowledged anything: while they opened the database. */
  early: number;
  /** Writes whose acknowledgement came out, those that were refused among them. */
  acknowledged: number;
  refused: number;
  /** Writes that were there whole although nobody had heard of it. */
  unheard: number;
  tuples: number;
}

/**
 * Kills writers at random moments, and holds what each left against a store in memory with the writes that were acknowledged: all of them are there,
 * and of the one after them all or nothing. Throws where that is not so.
 */
export async function killWhileWriting(folder: string, kills: number, seed: number): Promise<KillReport> {
  const path = join(folder, "relations.db");
  const expected = createRelationStore(model);
  const report: KillReport = { kills, early: 0, acknowledged: 0, refused: 0, unheard: 0, tuples: 0 };
  let next = 0;
  for (let kill = 0; kill < kills; kill++) {
    const choices = seededChoices(seed * 1_000_003 + kill);
    const acknowledged = await killedWriter([path, String(seed), String(next)], choices);
    if (acknowledged.length === 0) report.early += 1;
    for (const line of acknowledged) {
      const written = expected.write(randomWrite(seed, next));
      must(line, { number: next++, written }, `kill ${kill}: what was acknowledged`);
      report.acknowledged += 1;
      report.refused += written.ok ? 0 : 1;
    }
    // The next writer finds what the one before left, or what was mended here.
    const looked = chance(choices, 50) ? path : copied(path);
    if (await hasNextWrite(looked, expected, seed, next)) {
      next += 1;
      report.unheard += 1;
    }
  }
  return { ...report, tuples: expected.size };
}

/** What a writer acknowledged before it was killed. */
async function killedWriter(args: readonly string[], choices: Choices): Promise<readonly unknown[]> {
  const child = spawn(process.execPath, ["--import", hooks, writer, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    complaint += part;
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const isOpen = await aMoment(child, choices);
  if (isOpen) await mustBeLocked(args[0] ?? "");
  child.kill("SIGKILL");
  await ended;
  if (child.signalCode !== "SIGKILL") throw new Error(`the writer ended by itself: ${complaint}`);
  // A line that the pipe has in part was not heard.
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

const hooks = new URL("../../native/register.mjs", import.meta.url).href;
const writer = fileURLToPath(new URL("writer.ts", import.meta.url));

/** Mostly a few milliseconds after some acknowledgement, sometimes before the first: then the database is being opened, or made. Says
 * whether it is open. */
async function aMoment(child: ChildProcess, choices: Choices): Promise<boolean> {
  const isEarly = chance(choices, 20);
  const acknowledgements = choices.int(1, 40);
  if (!isEarly) await manyParts(child, acknowledgements);
  await new Promise((resolve) => setTimeout(resolve, choices.int(0, isEarly ? 500 : 12)));
  return !isEarly;
}

/** While the writer lives nobody else opens its database. */
async function mustBeLocked(path: string): Promise<void> {
  const refused = await openRelationDatabase(path, model).catch((error: unknown) => error);
  must(refused instanceof RelationDatabaseError && refused.code, "locked", "a second process");
}

function manyParts(child: ChildProcess, count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    child.stdout?.on("data", () => {
      if (++seen >= count) resolve();
    });
    child.on("close", () => resolve());
  });
}

function copied(path: string): string {
  const copy = `${path}-copy`;
  for (const end of ["", "-wal", "-journal"]) {
    rmSync(copy + end, { force: true });
    if (existsSync(path + end)) copyFileSync(path + end, copy + end);
  }
  return copy;
}

/** Whether the write after those that were acknowledged is there, too; it is expected from then on. */
async function hasNextWrite(
  path: string,
  expected: RelationStore,
  seed: number,
  next: number,
): Promise<boolean> {
  const database = await openRelationDatabase(path, model);
  try {
    const isThere = database.revision > expected.revision;
    if (isThere) expected.write(randomWrite(seed, next));
    must(contentsOf(database), contentsOf(expected), `what is there before write ${next}`);
    return isThere;
  } finally {
    database.close();
  }
}

function contentsOf(store: RelationStore): unknown {
  const keys = Array.from(store.read(), keyOf).sort();
  return {
    revision: store.revision,
    size: store.size,
    keys,
    changes: store.changesSince(store.revision - 50),
  };
}

function must(found: unknown, wanted: unknown, what: string): void {
  if (!isDeepStrictEqual(found, wanted))
    throw new Error(
      `${what}: ${JSON.stringify(found).slice(0, 2000)} instead of ${JSON.stringify(wanted).slice(0, 2000)}`,
    );
}
