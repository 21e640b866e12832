import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { DecisionModule, PolicyEvent, PolicySource } from "../../../src/adapters/enforcement.js";
import { relationFile } from "../../../src/cli/relations/relation-file.js";
import {
  openRelationSource,
  type RelationOrigin,
  type RelationSource,
} from "../../../src/cli/relations/relation-source.js";
import { sharingText } from "../../adapters/enforcement/relations-support.js";
import { moduleOf } from "../../adapters/enforcement/support.js";

const sharing = moduleOf(sharingText);
const withAdmins = moduleOf(
  sharingText.replace("relation viewer: User", "relation viewer: User = direct or blocked"),
);

/** A policy that can be replaced, or be gone. */
function changingPolicy(module: DecisionModule | undefined = sharing) {
  let current = module;
  const listeners = new Set<(event: PolicyEvent) => void>();
  const policy: PolicySource = {
    current: () => current,
    problem: () => undefined,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload: async () => {},
    close: () => {},
  };
  const replace = (by: DecisionModule) => {
    current = by;
    for (const each of listeners) each({ kind: "loaded", digest: by.policySet.digest });
  };
  return { policy, replace, listeners };
}

function temporaryFile() {
  const folder = mkdtempSync(join(tmpdir(), "polc-relations-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "tuples.jsonl");
  const put = (text: string) => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  return { path, put };
}

const question = {
  subject: { type: "User", id: "kim" },
  relation: "viewer",
  object: { type: "Document", id: "plan" },
};
const tuple = `${JSON.stringify(question)}\n`;

function asked(source: RelationSource) {
  return source.checkMany([question]);
}

async function until(source: RelationSource, answer: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await asked(source))[0] === answer) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`it never answered ${answer}`);
}

it("answers by a file at once, and by what it says later", async () => {
  const { path, put } = temporaryFile();
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  put("");
  const { policy } = changingPolicy();
  const source = await openRelationSource({
    policy,
    origin: relationFile(path),
    watch: true,
    tell,
    patience: 0,
  });
  expect(asked(source)).toEqual(["no"]);
  put(tuple);
  await until(source, "yes");
  put(`${tuple}{"subject":`);
  await until(source, "unknown");
  put(tuple);
  await until(source, "yes");
  rmSync(path);
  await source.reload();
  expect(asked(source)).toEqual(["unknown"]);
  await source.close();
  expect(lines).toEqual([
    `relations: \`${path}\` is read`,
    `relations: \`${path}\`, line 2: this is no JSON; nothing is known of any`,
    `relations: \`${path}\` is read`,
    `relations: there is no file \`${path}\`; nothing is known of any`,
  ]);
});

it("says that a file cannot be read, or does not fit, and answers nothing", async () => {
  const { path, put } = temporaryFile();
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  const { policy } = changingPolicy();
  for (const text of [undefined, tuple.replace("viewer", "owner")]) {
    if (text !== undefined) put(text);
    const source = await openRelationSource({ policy, origin: relationFile(path), watch: false, tell });
    expect(asked(source)).toEqual(["unknown"]);
    await source.close();
  }
  expect(lines).toEqual([
    expect.stringContaining("there is no file"),
    expect.stringMatching(/line 1: .*owner.*; nothing is known of any$/),
  ]);
});

/** An origin that says when it is opened and closed. */
function notedOrigin() {
  const events: string[] = [];
  let opened = 0;
  const origin: RelationOrigin = {
    name: "an engine",
    open: async () => {
      const name = String(++opened);
      events.push(`open ${name}`);
      return {
        checkMany: (questions) => Promise.resolve(questions.map(() => "yes")),
        close: () => void events.push(`close ${name}`),
      };
    },
  };
  return { origin, events };
}

it("opens an engine once for the same relations, and anew for others", async () => {
  const { policy, replace, listeners } = changingPolicy();
  const { origin, events } = notedOrigin();
  const lines: string[] = [];
  const source = await openRelationSource({
    policy,
    origin,
    watch: true,
    tell: (line) => void lines.push(line),
  });
  replace(moduleOf(sharingText.replace("context.office", "not context.office")));
  await source.reload();
  expect(await asked(source)).toEqual(["yes"]);
  replace(withAdmins);
  // Until it is open for the relations of the policy in force, nobody knows of them.
  expect(asked(source)).toEqual(["unknown"]);
  await until(source, "yes");
  await source.close();
  expect(events).toEqual(["open 1", "close 1", "open 2", "close 2"]);
  expect([asked(source), listeners.size]).toEqual([["unknown"], 0]);
});

it("waits for a policy that has relations", async () => {
  const { policy, replace } = changingPolicy(moduleOf("principal User\n\naction go\n"));
  const { origin, events } = notedOrigin();
  const source = await openRelationSource({ policy, origin, watch: true, tell: () => {} });
  expect([asked(source), events]).toEqual([["unknown"], []]);
  replace(sharing);
  await until(source, "yes");
  await source.close();
});
