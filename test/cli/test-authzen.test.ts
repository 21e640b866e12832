import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";

const todo = `principal user { email: String, roles: List<"viewer" | "editor" | "admin" | "evil_genius"> }
entity todo { ownerID: String }
action can_read_user on user
action can_read_todos, can_create_todo, can_update_todo, can_delete_todo on todo

policy todos {
  rule viewers_read
    allow user to can_read_user, can_read_todos

  rule editors_create
    allow user to can_create_todo
    when "editor" in principal.roles or "admin" in principal.roles or "evil_genius" in principal.roles

  rule editors_change_their_own
    allow user to can_update_todo, can_delete_todo
    when "editor" in principal.roles or "admin" in principal.roles or "evil_genius" in principal.roles
    when resource.ownerID == principal.email

  rule admins_delete
    allow user to can_delete_todo
    when "admin" in principal.roles

  rule geniuses_update
    allow user to can_update_todo
    when "evil_genius" in principal.roles
}
`;

const users = { rick: { email: "rick@x.example", roles: ["admin"], picture: "rick.png" } };

/** A request of `rick` to change the todo of `owner`. */
function request(owner: string, properties?: object) {
  return {
    subject: { type: "user", id: "rick", name: "Rick", ...(properties && { properties }) },
    action: { name: "can_update_todo" },
    resource: { type: "todo", id: "1", properties: { ownerID: owner } },
    options: { trace: true },
  };
}

function world(decisions: unknown, directory: unknown = users) {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value, undefined, 2));
  return {
    files: { "p/todo.pol": todo, "decisions.json": text(decisions), "users.json": text(directory) },
  };
}

const args = ["test", "--no-laws", "p", "--authzen", "decisions.json"];
const withUsers = [...args, "--entities", "users.json"];

describe("polc test --authzen", () => {
  it("decides each request with what is known of its entities", async () => {
    const evaluation = [
      { request: request("rick@x.example"), expected: true },
      { request: request("beth@x.example"), expected: { decision: false } },
    ];
    expect(await polc(withUsers, world({ evaluation }))).toMatchObject({
      code: 0,
      stdout: `✓ evaluation 1: user "rick" can_update_todo todo "1"
✓ evaluation 2: user "rick" can_update_todo todo "1"
`,
      stderr: "2 passed, 0 failed\n",
    });
  });

  it("says of a decision that is another one where it is expected, and why it is so", async () => {
    const { code, stdout } = await polc(
      withUsers,
      world({ evaluation: [{ request: request("beth@x.example"), expected: true }] }),
    );
    expect(code).toBe(1);
    expect(stdout).toBe(`✗ evaluation 1: user "rick" can_update_todo todo "1"  decisions.json:4:18
    expected  allow
    decided   deny by no_matching_rule
    request   {"subject":{"type":"user","id":"rick","properties":{"email":"rick@x.example","roles":["admin"]}},\
"resource":{"type":"todo","id":"1","properties":{"ownerID":"beth@x.example"}},"action":{"name":"can_update_todo"}}
    subject
      allow  todos.editors_change_their_own: false
        false  when resource.ownerID == principal.email
      allow  todos.geniuses_update: false
        false  when "evil_genius" in principal.roles
`);
  });

  it("takes what a request says itself for what is", async () => {
    const own = { email: "beth@x.example", roles: ["editor"] };
    const evaluation = [{ request: request("beth@x.example", own), expected: true }];
    expect((await polc(withUsers, world({ evaluation }))).code).toBe(0);
    expect((await polc(args, world({ evaluation }))).code).toBe(0);
  });

  it("knows entities of any kind by type and id", async () => {
    const { subject, action } = request("");
    const evaluation = [
      { request: { subject, action, resource: { type: "todo", id: "7" } }, expected: true },
    ];
    const entities = [
      { type: "user", id: "rick", properties: users.rick },
      { type: "todo", id: "7", properties: { ownerID: "rick@x.example" } },
      { type: "todo", id: "rick", properties: { ownerID: "nobody" } },
    ];
    expect((await polc(withUsers, world({ evaluation }, entities))).code).toBe(0);
    expect((await polc(withUsers, world({ evaluation }, entities.slice(0, 1)))).stdout).toContain(
      "/resource/properties/ownerID is missing",
    );
  });

  it("decides each evaluation of a batch, as far as the batch goes", async () => {
    const { resource: _, ...common } = request("");
    const evaluations = ["rick@x.example", "beth@x.example", "rick@x.example"].map((owner) => ({
      resource: request(owner).resource,
    }));
    const all = { request: { ...common, evaluations }, expected: [true, { decision: false }, true] };
    expect((await polc(withUsers, world({ evaluations: [all] }))).stdout).toMatch(
      /^✓ evaluations 1\.1: .*\n✓ evaluations 1\.2: .*\n✓ evaluations 1\.3: /,
    );
    const options = { evaluations_semantic: "deny_on_first_deny" };
    const early = { request: { ...all.request, options }, expected: { evaluations: [true, false] } };
    expect(await polc(withUsers, world({ evaluations: [early] }))).toMatchObject({
      code: 0,
      stderr: "2 passed, 0 failed\n",
    });
    const short = await polc(withUsers, world({ evaluations: [{ ...all, expected: [true, false] }] }));
    expect(short.code).toBe(2);
    expect(short.stderr).toContain("expected 3 decisions, and not 2, at `/evaluations/0/expected`");
  });

  it.each([
    ["no JSON", "{", /decisions\.json:1:2/],
    ["nothing that it knows", {}, /expected a member `evaluation` or `evaluations` at the top/],
    ["a case without a decision", { evaluation: [{ request: request("") }] }, /`\/evaluation\/0\/expected`/],
    [
      "a case without a request",
      { evaluation: [{ expected: true }] },
      /an object at `\/evaluation\/0\/request`/,
    ],
    ["no list", { evaluation: true }, /expected a list of requests with what is expected/],
  ])("refuses a file with %s", async (_, decisions, message) => {
    const { code, stdout, stderr } = await polc(args, world(decisions));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("error[POL5040]");
    expect(stderr).toMatch(message);
  });

  it("refuses a file of entities that is none, and files that are not there", async () => {
    const evaluation = [{ request: request(""), expected: false }];
    for (const [directory, message] of [
      [{ rick: ["admin"] }, "expected an object at `/rick`"],
      [[{ id: "rick" }], "expected a text at `/0/type`"],
    ] as const) {
      const { code, stderr } = await polc(withUsers, world({ evaluation }, directory));
      expect(code).toBe(2);
      expect(stderr).toContain("error[POL5041]");
      expect(stderr).toContain(message);
    }
    const twice = await polc(["test", "-", "--authzen", "-"], { stdin: todo });
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("only one thing can come from") });
    const missing = await polc(["test", "--no-laws", "p", "--authzen", "none.json"], world({ evaluation }));
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("no file `none.json`") });
  });
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const interop = join(process.env.POLC_CORPORA ?? join(root, "../shared/corpora"), "authzen");
const isThere = existsSync(join(interop, "todo-decisions.json"));

if (!isThere) console.log(`skipped: no decisions of the AuthZEN interop in ${interop}`);

describe.skipIf(!isThere)("the todo application of the AuthZEN interop", () => {
  it("is decided as the working group expects", async () => {
    const read = (name: string) => readFileSync(join(interop, name), "utf8");
    const decided = await polc(withUsers, world(read("todo-decisions.json"), read("todo-users.json")));
    expect(decided).toMatchObject({ code: 0, stderr: "46 passed, 0 failed\n" });
    const without = await polc(args, world(read("todo-decisions.json")));
    expect(without.code).toBe(1);
  });
});
