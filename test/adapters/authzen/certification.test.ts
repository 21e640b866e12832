import { describe, expect, it } from "vitest";
import { decisionService } from "./decision-service.js";
import {
  active,
  admin,
  alice,
  archived,
  bob,
  fixtureEntities,
  fixturePolicy,
  read,
  record1,
  record2,
  write,
} from "./fixture.js";

/*
 * The certification scenario of the Authorization API 1.0, requirement by requirement: the numbers are those of its sections.
 */

const evaluation = "/access/v1/evaluation";
const evaluations = "/access/v1/evaluations";
const pdp = decisionService(fixturePolicy, { known: fixtureEntities, publicUrl: "https://pdp.example.com" });
const context = { time: "2025-06-27T18:03-07:00", ip: "192.168.1.1" };
const fields = { subject: alice, action: read, resource: record1 };

async function decisionOn(request: object): Promise<unknown> {
  const { status, headers, body } = await pdp.post(evaluation, request);
  expect({ status, type: headers.get("content-type") }).toEqual({ status: 200, type: "application/json" });
  return body.decision;
}

async function decisionsOn(request: object): Promise<readonly unknown[]> {
  const { status, body } = await pdp.post(evaluations, request);
  expect(status).toBe(200);
  expect(body).not.toHaveProperty("decision");
  return body.evaluations.map((each: { decision: unknown }) => each.decision);
}

async function search(kind: string, request: object) {
  const { status, body } = await pdp.post(`/access/v1/search/${kind}`, request);
  expect(status).toBe(200);
  return body;
}

describe("Basic Core", () => {
  it.each([
    ["2.2.1 permits", fields, true],
    ["2.2.2 denies", { ...fields, subject: bob, action: write }, false],
    ["1.4 rule 2", { ...fields, action: write }, true],
    ["1.4 rule 3", { ...fields, subject: bob }, true],
    ["2.2.3 takes a context", { ...fields, context }, true],
    [
      "2.2.8 takes more properties",
      {
        subject: { ...alice, properties: { department: "Sales", role: "manager" } },
        action: { name: "read", properties: { method: "GET" } },
        resource: { ...record1, properties: { status: "active", owner: "bob" } },
      },
      true,
    ],
    ["2.2.9 ignores unknown members", { ...fields, foo: "bar", futureField: { nested: true } }, true],
    [
      "5.5 ignores unknown members of members",
      { ...fields, subject: { ...alice, x: 1 }, action: { ...read, x: [] }, resource: { ...record1, x: {} } },
      true,
    ],
  ])("%s", async (_, request, decision) => {
    expect(await decisionOn(request)).toBe(decision);
  });

  it("2.3.1, 2.3.2 answers with a Boolean, and with an object as context", async () => {
    for (const subject of [alice, bob]) {
      const { body } = await pdp.post(evaluation, { ...fields, subject, action: write });
      expect(body.decision).toBe(subject === alice);
      expect(body.context).toBeTypeOf("object");
    }
  });

  const { subject, action, resource } = fields;
  it.each([
    ["2.4.1 no subject", { action, resource }],
    ["2.4.1 no action", { subject, resource }],
    ["2.4.1 no resource", { subject, action }],
    ["2.4.2 a subject without type", { ...fields, subject: { id: "alice" } }],
    ["2.4.2 a subject without id", { ...fields, subject: { type: "user" } }],
    ["2.4.2 an action without name", { ...fields, action: {} }],
    ["2.4.2 a resource without type", { ...fields, resource: { id: "record-1" } }],
    ["2.4.2 a resource without id", { ...fields, resource: { type: "record" } }],
    ["2.4.4 no JSON", '{"subject": '],
    ["2.4.5 an empty body", ""],
    ["2.4.6 a subject that is no object", { ...fields, subject: "alice" }],
    ["2.4.6 a name that is no string", { ...fields, action: { name: 123 } }],
  ])("%s is a bad request", async (_, body) => {
    const answered = await pdp.post(evaluation, body, { "x-request-id": "r-1" });
    expect(answered).toMatchObject({ status: 400, body: { error: { status: 400 } } });
    expect(answered.headers.get("x-request-id")).toBe("r-1");
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"])(
    "2.4.3 %s is a bad request",
    async (type) => {
      const { status } = await pdp.post(evaluation, fields, { "content-type": type });
      expect(status).toBe(400);
    },
  );

  it("5.1 takes parameters of the content type, and any case", async () => {
    const { status } = await pdp.post(evaluation, fields, {
      "content-type": "Application/JSON; charset=UTF-8",
    });
    expect(status).toBe(200);
  });

  it("2.5.1, 2.5.2 gives back the X-Request-ID, and needs none", async () => {
    const id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
    const { headers } = await pdp.post(evaluation, fields, { "X-Request-ID": id });
    expect(headers.get("X-Request-ID")).toBe(id);
    expect((await pdp.post(evaluation, fields)).headers.has("X-Request-ID")).toBe(false);
  });

  it("2.6 decides the same request the same way again", async () => {
    for (let time = 0; time < 5; time++) expect(await decisionOn(fields)).toBe(true);
  });
});

describe("Basic Properties", () => {
  it.each([
    ["2.2.4 of the resource", { subject: alice, action: write, resource: archived }, false],
    ["2.2.5 of the subject", { subject: admin, action: write, resource: archived }, true],
    ["2.2.6 of the action", { ...fields, action: { name: "delete", properties: { soft: true } } }, true],
    ["2.2.7 of the action", { ...fields, action: { name: "delete", properties: { soft: false } } }, false],
  ])("%s", async (_, request, decision) => {
    expect(await decisionOn(request)).toBe(decision);
  });
});

describe("Batch Core", () => {
  it("3.2.1 answers to each evaluation", async () => {
    const batch = {
      subject: alice,
      action: read,
      evaluations: [{ resource: record1 }, { resource: record2 }],
    };
    expect(await decisionsOn(batch)).toEqual([true, true]);
  });

  it("3.2.2, 3.3 in their order, as many as there are", async () => {
    const batch = { subject: bob, resource: record1, evaluations: [{ action: read }, { action: write }] };
    expect(await decisionsOn(batch)).toEqual([true, false]);
  });

  it("3.2.5 takes evaluations without defaults", async () => {
    expect(await decisionsOn({ evaluations: [fields, { ...fields, subject: bob, action: write }] })).toEqual([
      true,
      false,
    ]);
  });

  it("3.2.6 hands a context down", async () => {
    const evaluations = [{ resource: record1 }, { resource: record2, context: { source: "batch-override" } }];
    expect(await decisionsOn({ subject: alice, action: read, context, evaluations })).toEqual([true, true]);
  });

  it("3.4.1 denies an evaluation that is malformed, and goes on", async () => {
    const options = { evaluations_semantic: "execute_all" };
    const batch = { subject: alice, action: read, options, evaluations: [{ resource: record1 }, {}, {}] };
    expect(await decisionsOn(batch)).toEqual([true, false, false]);
    const { body } = await pdp.post(evaluations, batch);
    expect(body.evaluations[1].context).toEqual({ error: { status: 400, message: "resource is missing" } });
  });

  it.each([
    ["3.4.2 without evaluations", {}],
    ["3.4.3 with none", { evaluations: [] }],
  ])("%s is a single evaluation", async (_, more) => {
    expect(await pdp.post(evaluations, { ...fields, ...more })).toMatchObject({
      status: 200,
      body: { decision: true },
    });
    expect((await pdp.post(evaluations, { subject: alice, ...more })).status).toBe(400);
  });
});

describe("Batch Properties", () => {
  it.each([
    [
      "3.2.3 of resources",
      { subject: alice, action: write, evaluations: [{ resource: active }, { resource: archived }] },
      [true, false],
    ],
    [
      "3.2.4 of subjects",
      { action: write, resource: archived, evaluations: [{ subject: alice }, { subject: admin }] },
      [false, true],
    ],
    [
      "3.2.7 of defaults, which are taken whole",
      { subject: alice, action: write, resource: active, evaluations: [{}, { resource: archived }] },
      [true, false],
    ],
  ])("%s", async (_, batch, decisions) => {
    expect(await decisionsOn(batch)).toEqual(decisions);
  });
});

const users = { results: [alice, bob] };

describe("Search Core", () => {
  const forSubjects = { subject: { type: "user" }, action: read, resource: record1 };
  const forResources = { subject: alice, action: read, resource: { type: "record" } };
  const forActions = { subject: alice, resource: record1 };

  it("4.2.1, 4.2.2, 4.2.3 finds subjects, whatever the context is and whatever id is asked with", async () => {
    expect(await search("subject", forSubjects)).toEqual(users);
    expect(await search("subject", { ...forSubjects, context })).toEqual(users);
    expect(await search("subject", { ...forSubjects, subject: alice })).toEqual(users);
  });

  it("4.3.1, 4.3.2, 4.3.3 finds resources, whatever the context is and whatever id is asked with", async () => {
    const records = { results: [record1, record2] };
    expect(await search("resource", forResources)).toEqual(records);
    expect(await search("resource", { ...forResources, context })).toEqual(records);
    expect(await search("resource", { ...forResources, resource: record1 })).toEqual(records);
  });

  it("4.4.1, 4.4.2 finds actions, whatever the context is", async () => {
    const actions = { results: [read, write] };
    expect(await search("action", forActions)).toEqual(actions);
    expect(await search("action", { ...forActions, context })).toEqual(actions);
  });

  it("4.5 gives pages, the next of which is asked for by the token alone", async () => {
    const first = await search("subject", { ...forSubjects, page: { limit: 1 } });
    expect(first).toEqual({ page: { next_token: expect.stringMatching(/./), count: 1 }, results: [alice] });
    const second = await search("subject", { ...forSubjects, page: { token: first.page.next_token } });
    expect(second).toEqual({ page: { next_token: "", count: 1 }, results: [bob] });
  });

  it.each([
    ["subject", { ...forSubjects, subject: { type: "spaceship" } }],
    ["subject", { ...forSubjects, action: { name: "fly" } }],
    ["subject", { ...forSubjects, resource: { type: "record", id: "nonexistent-record" } }],
    ["resource", { ...forResources, resource: { type: "spaceship" } }],
    ["resource", { ...forResources, subject: { type: "user", id: "nonexistent-user" } }],
    ["action", { ...forActions, subject: { type: "user", id: "nonexistent-user" } }],
    ["action", { ...forActions, resource: { type: "spaceship", id: "1" } }],
  ])("4.6 finds no %s where nothing is known or allowed", async (kind, request) => {
    expect(await search(kind, request)).toEqual({ results: [] });
  });

  it.each([
    ["4.7.1", "subject", { ...forSubjects, action: undefined }],
    ["4.7.1", "resource", { ...forResources, subject: undefined }],
    ["4.7.1", "action", { subject: alice }],
    ["4.7.2", "subject", { ...forSubjects, resource: { type: "record" } }],
    ["4.7.2", "resource", { ...forResources, subject: { type: "user" } }],
    ["4.7.2", "action", { ...forActions, subject: { type: "user" } }],
  ])("%s refuses a search for a %s that lacks something", async (_, kind, request) => {
    expect((await pdp.post(`/access/v1/search/${kind}`, request)).status).toBe(400);
  });
});

describe("Search Properties", () => {
  it("4.2.4 of the resource", async () => {
    const found = await search("subject", { subject: { type: "user" }, action: write, resource: archived });
    expect(found).toEqual({ results: [bob] });
  });

  it("4.3.4 of the subject", async () => {
    const found = await search("resource", { subject: admin, action: write, resource: { type: "record" } });
    expect(found).toEqual({ results: [record2] });
  });

  it("4.4.3 of both", async () => {
    expect(await search("action", { subject: admin, resource: archived })).toEqual({
      results: [read, write],
    });
  });
});

describe("Discovery", () => {
  const paths = {
    access_evaluation_endpoint: "/access/v1/evaluation",
    access_evaluations_endpoint: "/access/v1/evaluations",
    search_subject_endpoint: "/access/v1/search/subject",
    search_resource_endpoint: "/access/v1/search/resource",
    search_action_endpoint: "/access/v1/search/action",
  };

  it("6.2–6.5 publishes where the decision point is", async () => {
    const { status, headers, body } = await pdp.send("/.well-known/authzen-configuration");
    expect({ status, type: headers.get("content-type") }).toEqual({ status: 200, type: "application/json" });
    const urls = Object.entries(paths).map(([name, path]) => [name, `https://pdp.example.com${path}`]);
    expect(body).toEqual({ policy_decision_point: "https://pdp.example.com", ...Object.fromEntries(urls) });
  });

  it("6.1 publishes it below the path of a tenant, and answers there", async () => {
    const tenant = decisionService(fixturePolicy, { publicUrl: "https://pdp.example.com/tenant1" });
    const { body } = await tenant.send("/.well-known/authzen-configuration/tenant1");
    expect(body.policy_decision_point).toBe("https://pdp.example.com/tenant1");
    const { pathname } = new URL(body.access_evaluation_endpoint);
    expect((await tenant.post(pathname, { ...fields, resource: active })).body.decision).toBe(true);
    expect(body).not.toHaveProperty("search_subject_endpoint");
  });
});
