import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import {
  type AskedStore,
  importModel,
  openStore,
  readStoreFile,
  type StoreFile,
  type StoreTest,
  withoutConditionNames,
} from "./openfga-store.js";

/* Stores that people wrote to show what OpenFGA can do, with what they expect of them: imported, and asked of the embedded store. */

const corpora =
  process.env.POLC_CORPORA ?? fileURLToPath(new URL("../../../shared/corpora", import.meta.url));
const folder = join(corpora, "openfga-sample-stores");
const paths = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".fga.yaml"))
      .sort()
  : [];

if (paths.length === 0) console.log(`skipped: no sample stores of OpenFGA in ${folder}`);

/** What is expected and what is found: a Boolean, or the sorted names of what is listed. */
interface Asked {
  readonly question: string;
  readonly expected: readonly string[];
  readonly find: (store: AskedStore) => readonly string[];
}

/** Every assertion of a test, as names that are expected. */
function* questionsOf(test: StoreTest): Generator<Asked> {
  for (const { user, users, object, objects, assertions } of test.check ?? [])
    for (const asker of users ?? [user ?? ""])
      for (const asked of objects ?? [object ?? ""])
        for (const [relation, holds] of Object.entries(assertions))
          yield {
            question: `${asker} ${relation} ${asked}`,
            expected: holds ? ["yes"] : [],
            find: (store) => (store.check(asker, relation, asked) ? ["yes"] : []),
          };
  for (const { user, type, assertions } of test.list_objects ?? [])
    for (const [relation, expected] of Object.entries(assertions))
      yield {
        question: `list_objects ${user} ${relation} ${type}`,
        expected: [...(expected ?? [])].sort(),
        find: (store) => [...store.listObjects(user, relation, type)].sort(),
      };
  for (const { object, user_filter: filters, assertions } of test.list_users ?? [])
    for (const [relation, expected] of Object.entries(assertions))
      yield {
        question: `list_users ${object} ${relation}`,
        expected: [...(expected.users ?? [])].sort(),
        find: (store) => filters.flatMap((filter) => [...store.listUsers(object, relation, filter)]).sort(),
      };
}

const counts = { held: 0, onConditions: 0 };

afterAll(() => {
  if (paths.length > 0)
    console.log(
      `OpenFGA's sample stores: ${paths.length} files, ${counts.held} assertions hold, ${counts.onConditions} hang on conditions`,
    );
});

function holdsAll(file: StoreFile): void {
  const model = importModel(file.sources);
  // Whatever a condition may grant lies between the store without its tuples and the one with all of them.
  const most = file.hasConditions ? importModel(withoutConditionNames(file.sources)) : undefined;
  for (const test of file.tests) {
    const tuples = [...file.tuples, ...(test.tuples ?? [])];
    const store = openStore(model, tuples);
    const loose = most && openStore(most, tuples, true);
    for (const asked of questionsOf(test)) expectHeld(asked, store, loose);
  }
}

function expectHeld({ question, expected, find }: Asked, store: AskedStore, loose?: AskedStore): void {
  const found = find(store);
  if (loose === undefined) {
    expect([question, found]).toEqual([question, expected]);
    counts.held += 1;
    return;
  }
  const most = find(loose);
  expect([question, found.filter((name) => !expected.includes(name))]).toEqual([question, []]);
  expect([question, expected.filter((name) => !most.includes(name))]).toEqual([question, []]);
  if (found.length === most.length) counts.held += 1;
  else counts.onConditions += 1;
}

describe.skipIf(paths.length === 0)("OpenFGA's sample stores", () => {
  it.each(paths)("%s: every assertion holds, but for what hangs on conditions", (path) => {
    const before = counts.held;
    holdsAll(readStoreFile(join(folder, path)));
    expect(counts.held + counts.onConditions).toBeGreaterThan(before);
  });
});
