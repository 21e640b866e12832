import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Signal } from "../../src/cli/cli-host.js";
import { fixtureEntities, fixturePolicy } from "../adapters/authzen/fixture.js";
import { malformed } from "../adapters/authzen/malformed-requests.js";
import { documentRequest, sharingText } from "../adapters/enforcement/relations-support.js";
import { compile } from "../codegen/support.js";
import { polc, type Ran, type World } from "./memory-host.js";

const folder = mkdtempSync(join(tmpdir(), "polc-serve-"));
const { Request: ownRequest, Response: ownResponse } = globalThis;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

afterAll(() => {
  agent.destroy();
  rmSync(folder, { recursive: true });
  // A server puts others in their place, for as long as the process runs.
  Object.assign(globalThis, { Request: ownRequest, Response: ownResponse });
});

/** A file in the folder of this test, which is always whole. */
function put(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

function putPolicy(name: string, text: string): string {
  return put(name, compile(text).code);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: the body is what tests look at, whatever it is.
  readonly body: any;
}

interface Serving {
  readonly port: number;
  ask(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  signal(name: Signal): void;
  /** Ends it as a service manager does. */
  stop(): Promise<Ran>;
}

/** Runs `polc serve ARGS` in this process, until it is ready. */
async function serve(args: readonly string[], world: World = {}): Promise<Serving> {
  const port = await freePort();
  const signals = new Map<Signal, () => void>();
  const ran = polc(["serve", ...args, "--listen", `127.0.0.1:${port}`], { ...world, signals });
  const serving: Serving = {
    port,
    ask: (path, body, headers = {}) => ask(port, path, body, headers),
    signal: (name) => signals.get(name)?.(),
    stop: () => {
      signals.get("SIGTERM")?.();
      return ran;
    },
  };
  for (let tries = 0; tries < 500; tries++) {
    const ended = await Promise.race([ran, delay(10)]);
    if (ended) throw new Error(ended.stderr);
    if (await serving.ask("/healthz").catch(() => undefined)) return serving;
  }
  throw new Error("the server did not start");
}

function ask(
  port: number,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const type = { "content-type": "application/json" };
    const asked = httpRequest(
      { host: "127.0.0.1", port, path, method, agent, headers: { ...type, ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }),
        );
      },
    );
    asked.on("error", reject).end(bytesOf(body));
  });
}

function bytesOf(body: unknown): string | Buffer | undefined {
  return body === undefined || body instanceof Buffer ? body : JSON.stringify(body);
}

const one = "/access/v1/evaluation";
const reading = {
  subject: { type: "user", id: "alice" },
  action: { name: "read" },
  resource: { type: "record", id: "record-1" },
};

describe("polc serve", () => {
  let module = "";
  let entities = "";

  beforeAll(() => {
    module = putPolicy("policy.js", fixturePolicy);
    entities = put("entities.json", JSON.stringify(fixtureEntities));
  });

  it("answers over HTTP, logs what it decides, and ends when it is told to", async () => {
    const audit = join(folder, "audit.jsonl");
    const serving = await serve([module, "--entities", entities, "--audit", audit]);
    const { status, headers, body } = await serving.ask(one, reading, { "x-request-id": "7" });
    expect([status, headers["x-request-id"], body.decision]).toEqual([200, "7", true]);
    expect(
      (await serving.ask("/access/v1/search/resource", { ...reading, resource: { type: "record" } })).body
        .results,
    ).toHaveLength(2);
    const { body: metadata } = await serving.ask("/.well-known/authzen-configuration");
    expect(metadata.access_evaluation_endpoint).toBe(`http://127.0.0.1:${serving.port}${one}`);
    expect((await serving.ask(one, { ...reading, more: "x".repeat(2 ** 20) })).status).toBe(413);
    const { code, stderr } = await serving.stop();
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `http://127.0.0.1:${serving.port}: ready\nhttp://127.0.0.1:${serving.port}: stopping\n`,
    });
    const [line] = readFileSync(audit, "utf8").trimEnd().split("\n");
    expect(JSON.parse(line ?? "")).toMatchObject({ id: body.context.id, requestId: "7", decision: true });
    await expect(serving.ask("/healthz")).rejects.toThrow();
  });

  it("loads other policies and entities without losing a request", async () => {
    const changing = putPolicy("changing.js", fixturePolicy);
    const serving = await serve([changing, "--entities", entities]);
    const state = { loading: true };
    const asking = Array.from({ length: 4 }, async () => {
      const answers: Answered[] = [];
      while (state.loading) answers.push(await serving.ask(one, reading));
      return answers;
    });
    const untilDecision = async (decision: boolean) => {
      for (let tries = 0; tries < 500; tries++) {
        if ((await serving.ask(one, reading)).body.decision === decision) return;
        await delay(10);
      }
    };
    putPolicy("changing.js", fixturePolicy.replaceAll('user("alice")', 'user("carol")'));
    await untilDecision(false);
    const { body } = await serving.ask("/healthz");
    putPolicy("changing.js", fixturePolicy);
    serving.signal("SIGHUP");
    await untilDecision(true);
    state.loading = false;
    const answers = (await Promise.all(asking)).flat();
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    expect(new Set(answers.map((answer) => answer.body.decision))).toEqual(new Set([true, false]));
    expect((await serving.stop()).stderr).toContain(`policy: ${body.policy} is in force\n`);
  });

  it("decides by relations in a file, which is read anew when it changes", async () => {
    const sharing = putPolicy("sharing.js", sharingText);
    const { subject, action, resource, context } = documentRequest();
    const tuple = JSON.stringify({
      subject: { type: "User", id: "kim" },
      relation: "viewer",
      object: resource,
    });
    const tuples = put("tuples.jsonl", `${tuple}\n`);
    const serving = await serve([sharing, "--relations", tuples]);
    const decided = async () =>
      (await serving.ask(one, { subject, action, resource, context })).body.decision;
    expect(await decided()).toBe(true);
    put("tuples.jsonl", "");
    serving.signal("SIGHUP");
    for (let tries = 0; tries < 500 && (await decided()); tries++) await delay(10);
    expect(await decided()).toBe(false);
    expect((await serving.stop()).stderr).toContain(`relations: \`${tuples}\` is read\n`);
    const without = await serve([sharing]);
    expect((await without.ask(one, { subject, action, resource, context })).body.decision).toBe(false);
    expect((await without.stop()).stderr).toMatch(
      /^relations: the policy declares some, and nothing is known/,
    );
  });

  it("denies everything while its policy cannot be loaded, and says so where its health is asked for", async () => {
    const breaking = putPolicy("breaking.js", fixturePolicy);
    const serving = await serve([breaking, "--entities", entities, "--no-watch"]);
    put("breaking.js", "export const nothing = 1;");
    expect((await serving.ask(one, reading)).body.decision).toBe(true);
    serving.signal("SIGHUP");
    for (let tries = 0; tries < 500 && (await serving.ask("/healthz")).status === 200; tries++)
      await delay(10);
    expect((await serving.ask("/healthz")).status).toBe(503);
    expect((await serving.ask(one, reading)).body).toMatchObject({
      decision: false,
      context: { reason: "policy_unavailable" },
    });
    expect((await serving.stop()).stderr).toMatch(/loaded: the module exports no .*; everything is denied\n/);
  });

  it("answers what was asked before it was to stop, and takes nothing more", async () => {
    const serving = await serve([module, "--entities", entities, "--grace", "5"]);
    const socket = connect(serving.port, "127.0.0.1");
    const body = JSON.stringify(reading);
    const head = `POST ${one} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    let received = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      received += chunk;
    });
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(head + body.slice(0, 10));
    await delay(20);
    const stopped = serving.stop();
    await delay(20);
    await expect(
      new Promise((resolve, reject) =>
        connect(serving.port, "127.0.0.1").once("connect", resolve).once("error", reject),
      ),
    ).rejects.toThrow();
    socket.write(body.slice(10));
    await closed;
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received).toMatch(/\r\nconnection: close\r\n/i);
    expect(received).toContain('{"decision":true');
    expect((await stopped).code).toBe(0);
  });

  it("refuses what is malformed, and goes on", async () => {
    const serving = await serve([module, "--entities", entities]);
    const sent = fc.sample(malformed, { seed: 20261122, numRuns: 200 });
    const send = ([path, [body, type]]: (typeof sent)[number]) =>
      serving.ask(path, Buffer.from(body), { "content-type": type });
    const statuses = await Promise.all(sent.map(async (each) => (await send(each)).status));
    expect(new Set(statuses)).toEqual(new Set([400]));
    expect((await serving.ask(one, reading)).body.decision).toBe(true);
    const { stderr } = await serving.stop();
    expect(stderr).not.toContain("bug");
  });

  it("gives back an X-Request-ID byte for byte", async () => {
    const serving = await serve([module, "--entities", entities]);
    const head = `POST ${one} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\nx-request-id: r\u00e9\u00ff 7\r\n\r\n`;
    const socket = connect(serving.port, "127.0.0.1", () => socket.write(`${head}{}`, "latin1"));
    let received = "";
    for await (const chunk of socket.setEncoding("latin1")) received += chunk;
    expect(received).toContain("\r\nx-request-id: r\u00e9\u00ff 7\r\n");
    await serving.stop();
  });

  it("does not wait for what never comes", async () => {
    const serving = await serve([module, "--entities", entities, "--timeout", "0.2", "--grace", "0.4"]);
    const started = [
      "POST /access",
      `POST ${one} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n{`,
    ].map((text) => {
      let received = "";
      const socket = connect(serving.port, "127.0.0.1", () => socket.write(text));
      socket.setEncoding("utf8").on("data", (chunk) => {
        received += chunk;
      });
      return new Promise((resolve) => socket.on("error", () => {}).once("close", () => resolve(received)));
    });
    for (const received of await Promise.all(started)) expect(received).toMatch(/^HTTP\/1\.1 408 /);
    expect((await serving.stop()).code).toBe(0);
  });

  it("lets in whoever has a key, wherever it listens", async () => {
    const key = "0123456789abcdef";
    const serving = await serve([module, "--entities", entities], { env: { POLC_API_KEYS: `shop ${key}` } });
    const refused = await serving.ask(one, reading);
    expect([refused.status, refused.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="polc"']);
    expect((await serving.ask(one, reading, { authorization: `Bearer ${key}` })).body.decision).toBe(true);
    await serving.stop();
  });

  it("takes keys that were changed, once it is told to", async () => {
    const [old, other] = ["0123456789abcdef", "fedcba9876543210"];
    const env: Record<string, string> = { POLC_API_KEYS: old };
    const serving = await serve([module, "--entities", entities], { env });
    const statusOf = async (key: string) => (await serving.ask(one, reading, { "x-api-key": key })).status;
    const renewed = async (keys: string, key: string, status: number) => {
      env.POLC_API_KEYS = keys;
      serving.signal("SIGHUP");
      for (let tries = 0; tries < 500 && (await statusOf(key)) !== status; tries++) await delay(5);
    };
    expect([await statusOf(old), await statusOf(other)]).toEqual([200, 401]);
    await renewed(other, other, 200);
    expect([await statusOf(old), await statusOf(other)]).toEqual([401, 200]);
    await renewed("short", other, 200);
    expect(await statusOf(other)).toBe(200);
    expect((await serving.stop()).stderr).toMatch(
      /`POLC_API_KEYS` cannot be used: .*; callers are known as before\n/,
    );
  });

  it("logs what a candidate would decide otherwise", async () => {
    const candidate = putPolicy("candidate.js", fixturePolicy.replaceAll('user("alice")', 'user("carol")'));
    const serving = await serve([module, "--entities", entities, "--candidate", candidate, "--audit", "-"]);
    expect((await serving.ask(one, reading)).body.decision).toBe(true);
    const { stdout } = await serving.stop();
    expect(JSON.parse(stdout)).toMatchObject({ decision: true, shadow: { decision: false } });
  });

  it.each([
    ["POL4055", ["--listen", "localhost"], "`localhost` is no address"],
    ["POL4055", ["--listen", "127.0.0.1:70000"], "is no address"],
    [
      "POL4055",
      ["--listen", "192.0.2.1:8181", "--without-authentication"],
      "this machine has no such address",
    ],
    ["POL4051", ["--listen", "0.0.0.0:0"], "can be reached by others"],
    ["POL4051", ["--listen", "[::]:0"], "can be reached by others"],
    ["POL4053", ["--public-url", "http://pdp.example.com"], "does not begin with https://"],
    ["POL4053", ["--public-url", "https://pdp.example.com/?a=1"], "has a query"],
    ["POL4052", ["--api-keys", "none.txt"], "there is no file"],
    ["POL4052", ["--api-keys", "short.txt"], "the key on line 1 has less than 16 characters"],
    ["POL4054", ["--jwt-issuer", "https://login.example.com"], "`--jwt-audience`"],
    ["POL4054", [..."--jwt-issuer i --jwt-audience a --jwt-keys none.json".split(" ")], "neither a file"],
    [
      "POL4054",
      [..."--api-keys keys.txt --jwt-issuer i --jwt-audience a --jwt-keys jwks.json".split(" ")],
      "not by both",
    ],
    ["POL4050", ["--entities", "none.json"], "`none.json`"],
    ["POL4056", ["--candidate", "none.js"], "cannot be loaded"],
  ])("ends with %s for %j", async (code, args, message) => {
    const files = {
      "keys.txt": "0123456789abcdef",
      "short.txt": "gateway secret",
      "jwks.json": '{ "keys": [{ "kty": "EC" }] }',
    };
    const ran = await polc(["serve", module, "--listen", "127.0.0.1:0", ...args], { files });
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(`error[${code}]`);
    expect(ran.stderr).toContain(message);
  });

  it("shows where a file of entities is wrong, and names what is no policy", async () => {
    const wrong = put("wrong.json", '[{ "id": "ann" }]');
    const { code, stderr } = await polc(["serve", module, "--entities", wrong], {
      files: { [wrong]: '[{ "id": "ann" }]' },
    });
    expect(code).toBe(2);
    expect(stderr).toContain("expected a text at `/0/type`");
    expect(stderr).toContain("wrong.json:1:2");
    const none = await polc(["serve", entities]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("error[POL4056]") });
  });
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const interop = join(process.env.POLC_CORPORA ?? join(root, "../shared/corpora"), "authzen");
const isThere = existsSync(join(interop, "todo-decisions.json"));

if (!isThere) console.log(`skipped: no decisions of the AuthZEN interop in ${interop}`);

const todo = `principal user {
  email: String
  roles: List<"viewer" | "editor" | "admin" | "evil_genius">
}

entity todo {
  ownerID: String
}

action can_read_user on user
action can_read_todos, can_create_todo, can_update_todo, can_delete_todo on todo

policy todos {

  rule viewers_read
    allow user to can_read_user, can_read_todos

  rule editors_create
    allow user to can_create_todo
    when principal.roles containsAny ["editor", "admin", "evil_genius"]

  rule editors_change_their_own
    allow user to can_update_todo, can_delete_todo
    when principal.roles containsAny ["editor", "admin", "evil_genius"]
    when resource.ownerID == principal.email

  rule admins_delete
    allow user to can_delete_todo
    when "admin" in principal.roles

  rule geniuses_update
    allow user to can_update_todo
    when "evil_genius" in principal.roles
}
`;

describe.skipIf(!isThere)("the todo application of the AuthZEN interop", () => {
  it("is decided over HTTP as the working group expects", async () => {
    const { evaluation, evaluations } = JSON.parse(
      readFileSync(join(interop, "todo-decisions.json"), "utf8"),
    );
    const serving = await serve([putPolicy("todo.js", todo), "--entities", join(interop, "todo-users.json")]);
    for (const { request, expected } of evaluation)
      expect((await serving.ask(one, request)).body.decision, JSON.stringify(request)).toBe(expected);
    for (const { request, expected } of evaluations) {
      const { body } = await serving.ask("/access/v1/evaluations", request);
      expect(body.evaluations).toMatchObject(expected);
      expect(body.evaluations).toHaveLength(expected.length);
    }
    expect([evaluation.length, evaluations.length].every((count) => count > 0)).toBe(true);
    await serving.stop();
  });
});
