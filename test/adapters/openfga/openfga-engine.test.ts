import { describe, expect, it, onTestFinished } from "vitest";
import {
  type OpenFgaStoreOptions,
  openfgaEngine,
  RelationEngineError,
} from "../../../src/adapters/openfga.js";
import { readRelationModel } from "../../../src/adapters/relations.js";
import type { RelationQuestion } from "../../../src/relations/relation-store.js";
import { modelId, type StandIn, startStandIn, storeId } from "./stand-in.js";

const model = readRelationModel([
  {
    path: "schema.pol",
    text: `principal User
entity Team { relation member: User | Team.member }
entity Folder in Folder { relation viewer: User | User.* | Team.member = direct or viewer of parent }
entity Document in Folder {
  relation viewer: User | User.* = direct or viewer of parent
  relation blocked: User
  relation barred: Team.member
  relation reader = viewer but not blocked
  relation guest = viewer but not barred
}`,
  },
]);

const user = (id: string) => ({ type: "User", id });
const document = (id: string) => ({ type: "Document", id });

const views = (who: string, what: string): RelationQuestion => ({
  subject: user(who),
  relation: "viewer",
  object: document(what),
});

async function start(options: Partial<OpenFgaStoreOptions> = {}) {
  const server = await startStandIn(model);
  const engine = openfgaEngine({ apiUrl: server.apiUrl, storeId, modelId, model, ...options });
  onTestFinished(async () => {
    await engine.close();
    await server.close();
  });
  return { server, engine };
}

function operationsOf({ requests }: StandIn): readonly string[] {
  return requests.map(({ operation }) => operation);
}

describe("checks on OpenFGA", () => {
  it("come in one request up to fifty, and in as few as there must be beyond", async () => {
    const { server, engine } = await start();
    await engine.write({ touch: [views("kim", "7")] });
    const questions = (count: number) =>
      Array.from({ length: count }, (_, index) => views("kim", `${index}`));
    expect(await engine.checkMany(questions(20))).toEqual(
      questions(20).map((_, index) => (index === 7 ? "yes" : "no")),
    );
    expect(operationsOf(server)).toEqual(["write", "batch-check"]);
    expect(await engine.checkMany(questions(51))).toHaveLength(51);
    expect(operationsOf(server)).toHaveLength(4);
    expect(server.requests.slice(2).map(({ body }) => body.checks.length)).toEqual([50, 1]);
  });
});

it("is no engine of a model that OpenFGA cannot have", () => {
  const open = readRelationModel([
    { path: "schema.pol", text: "principal User\nentity condition { relation viewer: User }\n" },
  ]);
  expect(() => openfgaEngine({ apiUrl: "http://127.0.0.1:1", storeId, modelId, model: open })).toThrow(
    RelationEngineError,
  );
});
