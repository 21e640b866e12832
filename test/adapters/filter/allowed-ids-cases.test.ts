import { describe, expect, it } from "vitest";
import { candidateLists } from "../../../src/adapters/filter/candidate-lists.js";
import {
  allowedIds,
  type FilterRequest,
  type FilterStore,
  type ResourceFacts,
} from "../../../src/adapters/filter.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";
import { policyOf } from "./filter-world.js";

const kim = { type: "User", id: "kim" };
const helper = { type: "Agent", id: "helper" };

function requestOf(admin = false): FilterRequest {
  return {
    subject: { ...kim, properties: { admin, manager: { type: "User", id: "lee" } } },
    action: { name: "read", properties: { urgent: false } },
    resource: { type: "Document" },
  };
}

const delegated: FilterRequest = { ...requestOf(), actor: { ...helper, properties: { trusted: true } } };

const viewers = "    allow User to read on Document\n    when principal is viewer of resource";
const administrators = "    allow User to read on Document\n    when principal.admin";
const editorsOfTheirs =
  "    allow User to read on Document\n    when resource.owner == principal\n    when principal is editor of resource";
const helpers = "    allow Agent acting for User to read on Document\n    when actor.trusted";
const helpersOfTheirs =
  "    allow Agent acting for User to read on Document\n    when actor is viewer of resource";

const document = (id: string) => ({ type: "Document", id });
const facts = { properties: { public: false, owner: kim } };

/** A store in which Kim views documents 1 and 2 and edits 3, and what it was asked. */
function storeOf(rules: readonly string[]) {
  const policy = policyOf(rules);
  const store = createRelationStore(policy.policySet.relations ?? { types: [] });
  const tuple = (relation: string, id: string) => ({ subject: kim, relation, object: document(id) });
  store.write({ touch: [tuple("viewer", "2"), tuple("viewer", "1"), tuple("editor", "3")] });
  const asked: string[] = [];
  const noting: FilterStore = {
    checkMany: async (questions) => {
      asked.push(`check ${questions.length}`);
      return store.checkMany(questions);
    },
    listResources: async (subject, relation, type) => {
      asked.push(`list ${subject.id} ${relation}`);
      return store.listResources(subject, relation, type);
    },
  };
  return { policy, store: noting, asked };
}

const load = (ids: readonly string[]) => new Map(ids.map((id) => [id, facts]));

describe("the candidates of a filter", () => {
  it("are in as few lists as can be", () => {
    const lists = (rules: readonly string[], request: FilterRequest) =>
      candidateLists(policyOf(rules), request)?.map(({ subject, relation }) => `${subject.id} ${relation}`);
    expect(lists([viewers], requestOf())).toEqual(["kim viewer"]);
    expect(lists([viewers, editorsOfTheirs], requestOf())).toEqual(["kim editor", "kim viewer"]);
    expect(lists([viewers, helpers], delegated)).toEqual(["kim viewer"]);
    expect(lists([viewers, helpersOfTheirs], delegated)).toEqual(["kim viewer"]);
    expect(
      lists([administrators, helpersOfTheirs], { ...delegated, ...{ subject: requestOf(true).subject } }),
    ).toEqual(["helper viewer"]);
    expect(lists([viewers], delegated)).toEqual([]);
  });

  it("are unknown only for those who need no relation", () => {
    const policy = policyOf([viewers, administrators]);
    expect(candidateLists(policy, requestOf())).toHaveLength(1);
    expect(candidateLists(policy, requestOf(true))).toBeUndefined();
  });

  it("are nobody's where the relation is to something else, or any resource would do", () => {
    for (const test of [
      `principal is member of Team("t")`,
      "not principal is blocked of resource",
      `resource.id like "a*"`,
    ])
      expect(
        candidateLists(policyOf([`    allow User to read on Document\n    when ${test}`]), requestOf()),
      ).toBeUndefined();
  });
});

describe("a filter", () => {
  it("lists, loads and checks once, however many candidates there are", async () => {
    const { policy, store, asked } = storeOf([viewers, editorsOfTheirs]);
    const { ids } = await allowedIds({ policy, store, request: requestOf(), load });
    expect(ids).toEqual(["1", "2", "3"]);
    expect(asked).toEqual(["list kim editor", "list kim viewer", "check 6"]);
  });

  it("asks nobody where nothing can be allowed", async () => {
    const { policy, store, asked } = storeOf([viewers]);
    expect(await allowedIds({ policy, store, request: delegated, load })).toEqual({
      ids: [],
      unanswered: [],
    });
    expect(asked).toEqual([]);
  });

  it("leaves out what is not there, and what is not valid", async () => {
    const { policy, store } = storeOf([viewers, editorsOfTheirs]);
    const other: ResourceFacts = { properties: { public: "no" } };
    const some = () =>
      new Map<string, ResourceFacts>([
        ["2", facts],
        ["3", other],
      ]);
    expect((await allowedIds({ policy, store, request: requestOf(), load: some })).ids).toEqual(["2"]);
  });

  it("takes candidates where they cannot be known", async () => {
    const { policy, store } = storeOf([administrators]);
    const options = { policy, store, request: requestOf(true), load };
    await expect(allowedIds(options)).rejects.toMatchObject({ name: "FilterError", code: "unbounded" });
    expect((await allowedIds({ ...options, candidates: ["b", "a", "b"] })).ids).toEqual(["a", "b"]);
  });

  it("says what is wrong with the request, not that nothing is allowed", async () => {
    const { policy, store } = storeOf([viewers]);
    const request = { ...requestOf(), action: { name: "read", properties: { urgent: "yes" } } };
    await expect(allowedIds({ policy, store, request, load })).rejects.toMatchObject({
      code: "invalid_request",
      problems: [{ path: "/action/properties/urgent" }],
    });
  });

  it("tells of what nobody knows, and fails where the store does", async () => {
    const { policy, store } = storeOf([viewers]);
    const options = { policy, request: requestOf(), load };
    const unsure: FilterStore = {
      ...store,
      checkMany: (questions) => questions.map((_, index) => (index === 0 ? "unknown" : "yes")),
    };
    expect(await allowedIds({ ...options, store: unsure })).toEqual({ ids: ["2"], unanswered: ["1"] });
    const mute: FilterStore = { ...store, checkMany: () => [] };
    expect(await allowedIds({ ...options, store: mute })).toEqual({ ids: [], unanswered: ["1", "2"] });
    const failing: FilterStore = { ...store, listResources: () => Promise.reject(new Error("away")) };
    await expect(allowedIds({ ...options, store: failing })).rejects.toThrow("away");
  });
});

describe("an answer about whichever resource it is", () => {
  const { policy } = storeOf([viewers]);
  const about = { ...requestOf(), resource: { type: "Document", id: "1", ...facts } };
  const answer = (of: "yes" | "no" | "unknown", subject = kim) => ({
    subject,
    relation: "viewer",
    object: { type: "Document" },
    answer: of,
  });

  it("is heard by mayAllow, of that relation, subject and type, and if it is a no", () => {
    const may = (...answers: readonly object[]) => policy.mayAllow(requestOf(), answers as never);
    expect(may(answer("no"))).toBe(false);
    expect(may(answer("yes"))).toBe(true);
    expect(may(answer("unknown"))).toBe(true);
    expect(may(answer("no"), answer("yes"))).toBe(true);
    expect(may(answer("no", { ...kim, id: "lee" }))).toBe(true);
    expect(may({ ...answer("no"), object: { type: "Folder" } })).toBe(true);
    expect(may({ ...answer("no"), object: { type: "Document", id: 7 } })).toBe(true);
  });

  it("is not heard where the resource has an id", () => {
    expect(policy.mayAllow(about, [answer("no")])).toBe(true);
    const known = { ...answer("yes"), object: document("1") } as const;
    for (const idless of [answer("no"), answer("yes"), answer("unknown")]) {
      expect(policy.decide(about, [idless as never])).toEqual(policy.decide(about));
      expect(policy.allows(about, [idless])).toBe(false);
      expect(policy.decide(about, [idless as never, known]).decision).toBe(true);
    }
  });
});
