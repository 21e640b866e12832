import { describe, expect, it } from "vitest";
import type { RelationAnswers } from "../../../src/adapters/enforcement.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";
import { askedStore, sharingText, wordsOf } from "../enforcement/relations-support.js";
import { decisionService, policyOf } from "./decision-service.js";

const policy = policyOf(sharingText);
const ids = Array.from({ length: 450 }, (_, index) => `d${String(index).padStart(3, "0")}`);
const known = [
  { type: "User", id: "kim", properties: { staff: true } },
  { type: "User", id: "eve", properties: { staff: true } },
  ...ids.map((id) => ({ type: "Document", id })),
];
const kim = { type: "User", id: "kim" };
const request = {
  subject: kim,
  action: { name: "docs.read" },
  resource: { type: "Document", id: "d001" },
  context: { office: false },
};

/** Kim may view every third document. */
function sharedStore() {
  const { relations: model } = policy.current()?.policySet ?? {};
  if (model === undefined) throw new Error("the policy declares no relation");
  const store = createRelationStore(model);
  const shared = ids.filter((_, index) => index % 3 === 0);
  store.write({
    touch: shared.map((id) => ({ subject: kim, relation: "viewer", object: { type: "Document", id } })),
  });
  return store;
}

/** The store as an engine, and what it was asked. */
function engine() {
  const store = sharedStore();
  return askedStore((question) => store.check(question));
}

function serviceWith(relations: RelationAnswers) {
  return decisionService(policy, { known, relations });
}

describe("evaluations that have to know relations", () => {
  it("ask the store, and log what it said", async () => {
    const service = serviceWith(engine());
    const evaluated = async (id: string) =>
      (await service.post("/access/v1/evaluation", { ...request, resource: { type: "Document", id } })).body;
    expect((await evaluated("d003")).decision).toBe(true);
    expect((await evaluated("d004")).decision).toBe(false);
    expect(service.log.map(({ relations }) => relations?.map(({ answer }) => answer))).toEqual([
      ["yes"],
      ["no"],
    ]);
  });

  it("of a batch ask together", async () => {
    const relations = engine();
    const evaluations = ids.slice(0, 150).map((id) => ({ resource: { type: "Document", id } }));
    const { body } = await serviceWith(relations).post("/access/v1/evaluations", { ...request, evaluations });
    expect(body.evaluations.map(({ decision }: { decision: boolean }) => decision)).toEqual(
      evaluations.map((_, index) => index % 3 === 0),
    );
    expect(relations.calls.map(({ length }) => length)).toEqual([99, 51]);
  });

  it("of a batch that may end early ask one after the other", async () => {
    const relations = engine();
    const { body } = await serviceWith(relations).post("/access/v1/evaluations", {
      ...request,
      options: { evaluations_semantic: "permit_on_first_permit" },
      evaluations: ["d001", "d002", "d003", "d004"].map((id) => ({ resource: { type: "Document", id } })),
    });
    expect(body.evaluations).toHaveLength(3);
    expect(relations.calls.map((questions) => questions.map(wordsOf))).toEqual([
      ["viewer of d001"],
      ["viewer of d002"],
      ["viewer of d003"],
    ]);
  });
});

describe("searches that have to know relations", () => {
  const found = ids.filter((_, index) => index % 3 === 0).map((id) => ({ type: "Document", id }));
  const asked = { ...request, resource: { type: "Document" } };

  it.each([
    ["an engine", engine],
    ["a store in memory", sharedStore],
  ])("find what evaluations allow, by %s", async (_, relations) => {
    const { body } = await serviceWith(relations()).post("/access/v1/search/resource", asked);
    expect(body.results).toEqual(found);
  });

  it("ask together, for parts of a page", async () => {
    const relations = engine();
    const service = serviceWith(relations);
    await service.post("/access/v1/search/resource", asked);
    await service.post("/access/v1/search/resource", { ...asked, page: { limit: 2 } });
    expect(relations.calls.map(({ length }) => length)).toEqual([200, 200, 50, 3, 6]);
  });

  it("find nothing where nobody answers", async () => {
    const silent: RelationAnswers = { checkMany: () => Promise.reject(new Error("no connection")) };
    const { body } = await serviceWith(silent).post("/access/v1/search/resource", asked);
    expect(body.results).toEqual([]);
  });

  it("find who may, and what somebody may do", async () => {
    const service = serviceWith(engine());
    const document = { type: "Document", id: "d003" };
    const subjects = await service.post("/access/v1/search/subject", {
      ...request,
      resource: document,
      subject: { type: "User" },
    });
    expect(subjects.body.results).toEqual([kim]);
    const { action: _, ...parties } = { ...request, resource: document };
    const actions = await service.post("/access/v1/search/action", parties);
    expect(actions.body.results).toEqual([{ name: "docs.drop" }, { name: "docs.read" }]);
  });
});
