import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createRelationStore } from "../../src/relations/relation-store.js";
import { readSpicedbFile, type SpicedbFile } from "./spicedb-file.js";

/* SpiceDB's own validation files, as far as they use what Pol has: every assertion holds on the embedded store. */

const corpora =
  process.env.POLC_CORPORA ?? fileURLToPath(new URL("../../../shared/corpora", import.meta.url));
const folder = join(corpora, "spicedb-testconfigs");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];
const read = names.map((name) => ({ name, file: readSpicedbFile(join(folder, name)) }));
const used = read.flatMap(({ name, file }) => ("skipped" in file ? [] : [{ name, file }]));
const asked = used.reduce((sum, { file }) => sum + file.holds.length + file.holdsNot.length, 0);

if (names.length === 0) console.log(`skipped: no validation files of SpiceDB in ${folder}`);
else
  console.log(`SpiceDB's validation files: ${used.length} are asked, ${asked} assertions, ${printSkipped()}`);

function printSkipped(): string {
  const reasons = new Map<string, number>();
  for (const { file } of read)
    if ("skipped" in file) reasons.set(file.skipped, (reasons.get(file.skipped) ?? 0) + 1);
  return [...reasons].map(([reason, count]) => `skipped: ${count} with ${reason}`).join(", ");
}

function answersOf({ model, tuples, holds, holdsNot }: SpicedbFile) {
  const store = createRelationStore(model);
  expect(store.write({ touch: tuples })).toMatchObject({ ok: true });
  const answers = (questions: SpicedbFile["holds"]) =>
    questions.map((question) => [JSON.stringify(question), store.check(question)]);
  return { holds: answers(holds), holdsNot: answers(holdsNot) };
}

describe.skipIf(used.length === 0)("SpiceDB's validation files", () => {
  it.each(used)("$name: every assertion holds", ({ file }) => {
    const { holds, holdsNot } = answersOf(file);
    expect(holds.filter(([, answer]) => answer !== "yes")).toEqual([]);
    expect(holdsNot.filter(([, answer]) => answer !== "no")).toEqual([]);
    expect(holds.length + holdsNot.length).toBeGreaterThan(0);
  });
});
