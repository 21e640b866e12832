import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { readEntityDirectory } from "../../../src/adapters/authzen/entity-directory.js";
import { openEntities } from "../../../src/adapters/authzen/entity-source.js";
import { decisionService } from "./decision-service.js";

const tasks = `principal user {
  role: String
}

entity team
entity task in team {
  state?: String
}

action close on task

policy tasks {

  rule owners_close
    allow user to close
    when principal.role == "owner"
    when resource in team("a")
    unless resource.state ?? "open" == "frozen"
}
`;

const one = "/access/v1/evaluation";
const above = [{ type: "team", id: "a" }];
const known = [
  { type: "user", id: "ann", properties: { role: "owner" } },
  { type: "user", id: "bob", properties: { role: "guest" } },
  { type: "task", id: "t1", ancestors: above },
  { type: "task", id: "t2", properties: { state: "frozen" }, ancestors: above },
];

function closing(subject: object, resource: object) {
  return {
    subject: { type: "user", ...subject },
    action: { name: "close" },
    resource: { type: "task", ...resource },
  };
}

const owner = { role: "owner" };

describe("what is known of entities", () => {
  it.each([
    ["completes what a request only names", closing({ id: "ann" }, { id: "t1" }), true, true],
    ["leaves what it does not know", closing({ id: "eve", properties: owner }, { id: "t1" }), true, true],
    ["is missed where nobody says it", closing({ id: "eve" }, { id: "t1" }), false, false],
    [
      "counts for more than a request's word",
      closing({ id: "bob", properties: owner }, { id: "t1" }),
      false,
      true,
    ],
    [
      "and for less, if so is said",
      closing({ id: "ann", properties: { role: "guest" } }, { id: "t1" }),
      true,
      false,
    ],
    [
      "stands beside what else a request says",
      closing({ id: "ann" }, { id: "t1", properties: { state: "frozen" } }),
      false,
      false,
    ],
    ["also of attributes", closing({ id: "ann" }, { id: "t2", properties: { state: "open" } }), false, true],
    ["and of what is above", closing({ id: "ann" }, { id: "t1", ancestors: [] }), true, false],
  ])("%s", async (_, request, decision, trusted) => {
    const decide = async (trustProperties: boolean) =>
      (await decisionService(tasks, { known, trustProperties }).post(one, request)).body.decision;
    expect([await decide(false), await decide(true)]).toEqual([decision, trusted]);
  });

  it("may be of principals alone, by their ids", async () => {
    const pdp = decisionService(tasks, { known: { ann: owner, bob: { role: "guest" } } });
    const resource = { id: "t1", ancestors: above };
    expect((await pdp.post(one, closing({ id: "ann" }, resource))).body.decision).toBe(true);
    expect((await pdp.post(one, closing({ id: "bob" }, resource))).body.decision).toBe(false);
    const found = await pdp.post("/access/v1/search/subject", closing({}, resource));
    expect(found.body).toEqual({ results: [{ type: "user", id: "ann" }] });
    expect((await pdp.post("/access/v1/search/resource", closing({ id: "ann" }, {}))).body.results).toEqual(
      [],
    );
  });

  it("is of the type that is asked for", async () => {
    const both = [...known, { type: "task", id: "ann", properties: {}, ancestors: above }];
    const { body } = await decisionService(tasks, { known: both }).post(
      one,
      closing({ id: "ann" }, { id: "ann" }),
    );
    expect(body.decision).toBe(true);
  });
});

describe("entities that are all there are", () => {
  const pdp = decisionService(tasks, { known, knownOnly: true });

  it("let nobody else in, and the log says so", async () => {
    const { body } = await pdp.post(one, closing({ id: "eve", properties: owner }, { id: "t1" }));
    expect(body).toMatchObject({ decision: false, context: { reason: "unknown_entity" } });
    expect(pdp.log.at(-1)).toMatchObject({ id: body.context.id, decision: true, enforced: false });
    const task = { id: "t3", ancestors: above };
    expect((await pdp.post(one, closing({ id: "ann" }, task))).body.decision).toBe(false);
    expect((await pdp.post(one, closing({ id: "ann" }, { id: "t1" }))).body.decision).toBe(true);
    const listed = await pdp.post(
      "/access/v1/search/action",
      closing({ id: "eve", properties: owner }, { id: "t1" }),
    );
    expect(listed.body).toEqual({ results: [] });
    const found = await pdp.post("/access/v1/search/subject", closing({}, task));
    expect(found.body).toEqual({ results: [] });
  });

  it("are so of the types that are listed, and of principals where only those are", async () => {
    const users = decisionService(tasks, { known: known.slice(0, 2), knownOnly: true });
    const task = { id: "t3", ancestors: above };
    expect((await users.post(one, closing({ id: "ann" }, task))).body.decision).toBe(true);
    const principals = decisionService(tasks, { known: { ann: owner }, knownOnly: true });
    expect((await principals.post(one, closing({ id: "ann" }, task))).body.decision).toBe(true);
    const other = closing({ id: "eve", properties: owner }, task);
    expect((await principals.post(one, other)).body.decision).toBe(false);
  });
});

describe("a file of entities", () => {
  it.each([
    ["[{", "POL4050", /the text ends too early/],
    ["1", "POL4050", /expected an object at the top/],
    ['[{ "id": "ann" }]', "POL4050", /a text at `\/0\/type`/],
    ['[{ "type": "user", "id": "" }]', "POL4050", /a text at `\/0\/id`/],
    ['[{ "type": "user", "id": "a", "properties": [] }]', "POL4050", /an object at `\/0\/properties`/],
    ['[{ "type": "user", "id": "a", "ancestors": [1] }]', "POL4050", /an object at `\/0\/ancestors\/0`/],
    ['[{ "type": "u", "id": "a" }, { "type": "u", "id": "a" }]', "POL4050", /not listed before at `\/1`/],
    ['{ "ann": ["owner"] }', "POL4050", /an object at `\/ann`/],
  ])("is refused: %s", (text, code, message) => {
    const { value, diagnostic } = readEntityDirectory({ path: "e.json", text });
    expect(value).toBeUndefined();
    expect(diagnostic?.code).toBe(code);
    expect(diagnostic?.message).toMatch(message);
  });

  const folder = mkdtempSync(join(tmpdir(), "polc-entities-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read anew when it changes; while it cannot be read nothing is decided", async () => {
    const path = join(folder, "entities.json");
    const put = (text: string) => {
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    };
    put(JSON.stringify(known));
    const told: (string | undefined)[] = [];
    const entities = await openEntities(path, {
      watch: true,
      patience: 20,
      onRead: (problem) => told.push(problem?.code),
    });
    const pdp = decisionService(tasks, { entities });
    const ask = () => pdp.post(one, closing({ id: "ann" }, { id: "t1" }));
    const until = async (count: number) => {
      for (let waited = 0; told.length < count && waited < 5000; waited += 10) await delay(10);
    };
    try {
      expect((await ask()).body.decision).toBe(true);
      put(JSON.stringify(known.slice(1)));
      await until(1);
      expect((await ask()).body.decision).toBe(false);
      put("[{");
      await until(2);
      expect(await ask()).toMatchObject({ status: 503, body: { error: { status: 503 } } });
      expect((await pdp.send("/healthz")).status).toBe(503);
      put(JSON.stringify(known));
      await entities.reload();
      expect((await ask()).body.decision).toBe(true);
      expect(told.slice(0, 2)).toEqual([undefined, "POL4050"]);
    } finally {
      entities.close();
    }
  });

  it("that is not there is a problem, and no directory", async () => {
    const entities = await openEntities(join(folder, "none.json"), { patience: 0 });
    expect([entities.current(), entities.problem()?.code]).toEqual([undefined, "POL4050"]);
    entities.close();
  });
});
