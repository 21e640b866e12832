import { describe, expect, it, onTestFinished } from "vitest";
import { allowedIds, type FilterPolicy } from "../../../src/adapters/filter.js";
import { openfgaEngine } from "../../../src/adapters/openfga.js";
import { compile } from "../../../src/compiler.js";
import type { RelationModel } from "../../../src/relations/model.js";
import { type DecisionModule, loadModule } from "../../../src/testing/load-module.js";
import { operationsOf } from "./document-model.js";
import { hangs } from "./faults.js";
import { modelId, startStandIn, storeId } from "./stand-in.js";

const relations = Array.from({ length: 20 }, (_, index) => `r${index}`);

/** Whoever has one of twenty relations may read, and nobody who has one more. */
const text = `principal User

entity Document {
${relations.map((name) => `  relation ${name}: User\n`).join("")}  relation blocked: User
}

action read on Document

policy documents {
${relations.map((name) => `  rule ${name}\n    allow User to read on Document\n    when principal is ${name} of resource\n`).join("\n")}
  rule blocked
    deny User to read on Document
    when principal is blocked of resource
}
`;

const { module } = compile([{ path: "policy.pol", text }]);
const policy = loadModule(module?.code ?? "") as DecisionModule &
  FilterPolicy & { readonly policySet: { readonly relations: RelationModel } };
const model = policy.policySet.relations;

const kim = { type: "User", id: "kim" };
const tuple = (relation: string, id: string) => ({
  subject: kim,
  relation,
  object: { type: "Document", id },
});
const request = { subject: kim, action: { name: "read" }, resource: { type: "Document", id: "1" } };

async function start(timeout = 60_000) {
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  return { server, engine: openfgaEngine({ apiUrl: server.apiUrl, storeId, modelId, model, timeout }) };
}

describe("a decision by way of OpenFGA", () => {
  it("with twenty-one questions makes one call", async () => {
    const { server, engine } = await start();
    server.store.write({ touch: [tuple("r7", "1")] });
    expect(policy.relationsNeeded(request)).toHaveLength(21);
    expect(await policy.decideWith(engine, request)).toMatchObject({ decision: true, errors: [] });
    server.store.write({ touch: [tuple("blocked", "1")] });
    expect(await policy.decideWith(engine, request)).toMatchObject({ reason: "denied_by_rule" });
    expect(operationsOf(server)).toEqual(["batch-check", "batch-check"]);
  });

  it("denies where there is no answer", async () => {
    const { server, engine } = await start(100);
    server.store.write({ touch: [tuple("r7", "1")] });
    server.faults.push(hangs);
    expect(await policy.decideWith(engine, request)).toMatchObject({ decision: false });
    await server.close();
    expect(await policy.decideWith(engine, request)).toMatchObject({ decision: false });
  });
});

it("a filter by way of OpenFGA lists what the store in memory lists", async () => {
  const { server, engine } = await start();
  const tuples = relations.map((relation, index) => tuple(relation, `${index % 7}`));
  await engine.write({ touch: [...tuples, tuple("blocked", "3")] });
  const options = { policy, request: { ...request, resource: { type: "Document" } } };
  const found = await allowedIds({ ...options, store: engine });
  expect(found).toEqual({ ids: ["0", "1", "2", "4", "5", "6"], unanswered: [] });
  expect(await allowedIds({ ...options, store: server.store })).toEqual(found);
  expect(operationsOf(server).filter((operation) => operation === "batch-check")).toHaveLength(3);
});
