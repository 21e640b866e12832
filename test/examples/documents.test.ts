import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openfgaEngine } from "../../src/adapters/openfga.js";
import { engineOf } from "../../src/adapters/relations/engine-of.js";
import type { RelationEngine } from "../../src/adapters/relations/relation-engine.js";
import { spicedbEngine } from "../../src/adapters/spicedb.js";
import { compile } from "../../src/compiler.js";
import { describeDecision } from "../../src/interpret/describe-decision.js";
import { relationModel } from "../../src/relations/from-schema.js";
import { createRelationStore } from "../../src/relations/relation-store.js";
import { loadModule } from "../../src/testing/load-module.js";
import { describeExpected, meets, testsOf } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";
import { type StandIn, startStandIn } from "../adapters/openfga/stand-in.js";
import { isInstalled, type RealSpicedb, startSpicedb } from "../adapters/spicedb/real-spicedb.js";

/* The tests of examples/documents, decided with each engine: the tuples of a test are written, decided by, and taken away again. */

const folder = "examples/documents";
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".pol"))
  .map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
const { policySet, module } = compile(files);
invariant(policySet !== undefined && module !== undefined, "the example compiles");
const { decideWith, relationsNeeded } = loadModule(module.code);
const tests = testsOf(policySet);
const model = relationModel(policySet.entities);

async function holds(
  engine: RelationEngine,
  { request, tuples = [], expected }: (typeof tests)[number],
): Promise<void> {
  const written = tuples.length === 0 || (await engine.write({ touch: tuples })).ok;
  const decision = await decideWith(engine, request);
  if (tuples.length > 0) await engine.write({ delete: tuples });
  expect(written).toBe(true);
  expect(meets(decision, expected), `${describeExpected(expected)}, not ${describeDecision(decision)}`).toBe(
    true,
  );
}

describe("examples/documents", () => {
  const engine = engineOf(createRelationStore(model));

  it.each(tests)("on the store in memory: $name", (test) => holds(engine, test));

  it.each(tests)("asks once at most: $name", async (test) => {
    let calls = 0;
    const counting: RelationEngine = {
      ...engine,
      checkMany: (questions) => {
        calls += 1;
        return engine.checkMany(questions);
      },
    };
    await holds(counting, test);
    expect(calls).toBe(relationsNeeded(test.request).length === 0 ? 0 : 1);
  });
});

describe.skipIf(!isInstalled)("examples/documents on SpiceDB", () => {
  let server: RealSpicedb | undefined;
  let engine: ReturnType<typeof spicedbEngine> | undefined;

  beforeAll(async () => {
    server = await startSpicedb();
    engine = spicedbEngine({ endpoint: server.endpoint, token: server.token, security: "plaintext", model });
    await engine.writeSchema();
  }, 30_000);
  afterAll(async () => {
    await engine?.close();
    await server?.stop();
  });

  it.each(tests)("$name", async (test) => {
    invariant(engine !== undefined, "the server runs");
    await holds(engine, test);
  });
});

describe("examples/documents on OpenFGA's stand-in", () => {
  let server: StandIn | undefined;
  let engine: RelationEngine | undefined;

  beforeAll(async () => {
    server = await startStandIn(model);
    const { apiUrl, storeId, modelId } = server;
    engine = openfgaEngine({ apiUrl, storeId, modelId, model, timeout: 60_000 });
  });
  afterAll(async () => {
    await engine?.close();
    await server?.close();
  });

  it.each(tests)("$name", async (test) => {
    invariant(engine !== undefined, "the server runs");
    await holds(engine, test);
  });
});
