import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { fixedPolicy } from "../../../src/adapters/enforcement.js";
import { openRelationDatabase } from "../../../src/adapters/relations-sqlite.js";
import { readConfiguration } from "../../../src/cli/mcp-proxy/read-configuration.js";
import { type RelationSetting, relationOrigin } from "../../../src/cli/relations/relation-origin.js";
import { openRelationSource } from "../../../src/cli/relations/relation-source.js";
import type { RelationModel } from "../../../src/relations/model.js";
import { sharingText } from "../../adapters/enforcement/relations-support.js";
import { moduleOf } from "../../adapters/enforcement/support.js";
import { modelId, startStandIn, storeId } from "../../adapters/openfga/stand-in.js";

const sharing = moduleOf(sharingText);
const model: RelationModel = sharing.policySet.relations ?? { types: [] };
const question = {
  subject: { type: "User", id: "kim" },
  relation: "viewer",
  object: { type: "Document", id: "plan" },
};

/** A source by a setting, and what it told. */
async function sourceOf(setting: RelationSetting, env: Readonly<Record<string, string>> = {}) {
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  const origin = relationOrigin(setting, { env, tell });
  const source = await openRelationSource({ policy: fixedPolicy(sharing), origin, watch: true, tell });
  onTestFinished(() => source.close());
  return { source, lines, ask: async () => source.checkMany([question]) };
}

it("a database answers, and is closed with what asks it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "polc-origin-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "relations.db");
  const database = await openRelationDatabase(path, model);
  database.write({ touch: [question] });
  const locked = await sourceOf({ sqlite: path });
  expect(await locked.ask()).toEqual(["unknown"]);
  expect(locked.lines).toEqual([expect.stringMatching(/^relations: .*; nothing is known of any$/)]);
  database.close();
  await locked.source.reload();
  expect(await locked.ask()).toEqual(["yes"]);
  await locked.source.close();
  (await openRelationDatabase(path, model)).close();
});

it("an OpenFGA server answers with the token of the environment; where it does not, that is said once", async () => {
  const server = await startStandIn(model);
  server.store.write({ touch: [question] });
  const openfga = {
    url: server.apiUrl,
    store: storeId,
    model: modelId,
    tokenFrom: "FGA_TOKEN",
    timeout: 0.2,
  };
  const { ask, lines } = await sourceOf({ openfga }, { FGA_TOKEN: "s3cr3t" });
  expect(await ask()).toEqual(["yes"]);
  expect(server.requests.map(({ authorization }) => authorization)).toEqual(["Bearer s3cr3t"]);
  await server.close();
  expect([await ask(), await ask()]).toEqual([["unknown"], ["unknown"]]);
  expect(lines[0]).toMatch(`relations: OpenFGA at ${server.apiUrl} does not answer: `);
  expect(new Set(lines).size).toBe(lines.length);
});

it("a SpiceDB server that is not there answers nothing", async () => {
  const spicedb = {
    endpoint: "127.0.0.1:1",
    tokenFrom: "SPICEDB_TOKEN",
    security: "plaintext",
    timeout: 0.1,
  } as const;
  const { ask, lines } = await sourceOf({ spicedb }, { SPICEDB_TOKEN: "t" });
  expect(await ask()).toEqual(["unknown"]);
  expect(lines).toEqual([expect.stringMatching(/^relations: SpiceDB at 127\.0\.0\.1:1 does not answer: /)]);
  const { lines: without } = await sourceOf({ spicedb });
  expect(without).toEqual([
    "relations: SpiceDB at 127.0.0.1:1 cannot be asked: the variable `SPICEDB_TOKEN` of the environment is not set; nothing is known of any",
  ]);
});

it.each<[unknown, RegExp]>([
  [{}, /this must NOT have fewer than 1 properties/],
  [
    { sqlite: "a", openfga: { url: "u", store: "s", model: "m" } },
    /this must NOT have more than 1 properties/,
  ],
  [{ spicedb: { endpoint: "localhost:50051", token: "t0p" } }, /there is no member `token`/],
  [{ sqlight: "a" }, /there is no member `sqlight`/],
  [7, /this must be string,object/],
])("a configuration with the relations %j is none", async (relations, problem) => {
  const text = JSON.stringify({ relations });
  const { diagnostics = [] } = await readConfiguration({ path: "polc.enforce.json", text }, {});
  expect(diagnostics.map(({ message }) => message).join("\n")).toMatch(problem);
});
