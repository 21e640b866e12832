import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportSPKI, generateKeyPair, SignJWT } from "jose";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../../codegen/support.js";
import { polc } from "../memory-host.js";
import { type Answer, fakeServer, type RunningProxy, startProxy } from "./running-proxy.js";

const folder = mkdtempSync(join(tmpdir(), "polc-mcp-proxy-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const actions =
  "action fake.echo(text: String), fake.die, fake.slow(ms: Int), fake.received, fake.big(bytes: Int)";

function policyOf(condition: string): string {
  return compile(`
use std.agents

${actions}

policy fake {
  rule echoes
    allow User to fake.echo
    when ${condition}

  rule others
    allow User to fake.die, fake.slow, fake.received, fake.big
}
`).code;
}

/** Puts a policy where the proxy looks, whole. */
function publish(name: string, code: string): string {
  writeFileSync(at(`${name}.new`), code);
  renameSync(at(`${name}.new`), at(name));
  return at(name);
}

const short = publish("short.mjs", policyOf("args.text.length < 5"));
const long = publish("long.mjs", policyOf("args.text.length >= 5"));
const lenient = policyOf("args.text.length < 6");
const alice = ["--subject", "User:alice"];
/** For what comes by itself, on a machine that has other work to do. */
const patient = { timeout: 30_000, interval: 20 };
const textOf = ({ result }: Answer) => result?.content?.[0]?.text ?? "";

describe("polc mcp-proxy", () => {
  it("lets through what the policy allows, and logs every decision", async () => {
    const options = ["--policy", short, ...alice, "--audit", at("audit.jsonl"), "--candidate", long];
    const proxy = startProxy([...options, "--", ...fakeServer]);
    expect(textOf(await proxy.call("echo", { text: "ab" }))).toBe('{"text":"ab"}');
    const denied = await proxy.call("echo", { text: "abcde" });
    expect(denied.result?.isError).toBe(true);
    expect(textOf(denied)).toContain("Denied by policy (no_matching_rule).");
    expect(textOf(await proxy.call("received"))).toBe('[{"text":"ab"}]');
    expect(Buffer.byteLength(textOf(await proxy.call("big", { bytes: 5_000_000 })))).toBe(5_000_000);
    expect((await proxy.ask("resources/list")).error?.code).toBe(-32601);
    proxy.end();
    expect(await proxy.code).toBe(0);
    expect(proxy.stderr()).toBe('polc: the client\'s "resources/list" is refused\n');
    const lines = readFileSync(at("audit.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { server: "fake", tool: "echo", decision: true, shadow: { decision: false } },
      { server: "fake", tool: "echo", decision: false, shadow: { decision: true } },
      { server: "fake", tool: "received", decision: true },
      { server: "fake", tool: "big", decision: true },
    ]);
  });

  it("says that there is no candidate to compare with", async () => {
    const options = [
      "--policy",
      short,
      ...alice,
      "--audit",
      at("alone.jsonl"),
      "--candidate",
      at("none.mjs"),
    ];
    const proxy = startProxy([...options, "--", ...fakeServer]);
    expect(textOf(await proxy.call("echo", { text: "ab" }))).toBe('{"text":"ab"}');
    proxy.end();
    expect(await proxy.code).toBe(0);
    expect(proxy.stderr()).toContain("nothing is compared until the candidate can be loaded");
    expect(readFileSync(at("alone.jsonl"), "utf8")).not.toContain("candidate");
  });

  it("denies everything while there is no policy, and loads one that comes", async () => {
    const path = at("late.mjs");
    const proxy = startProxy(["--policy", path, "--server", "fake", ...alice, "--", ...fakeServer]);
    expect(textOf(await proxy.call("echo", { text: "ab" }))).toContain("(policy_unavailable)");
    expect(proxy.stderr()).toContain("warning[POL4063]");
    publish("late.mjs", lenient);
    proxy.signal("SIGHUP");
    const echoed = async () => textOf(await proxy.call("echo", { text: "ab" }));
    await expect.poll(echoed, patient).toBe('{"text":"ab"}');
    proxy.signal("SIGTERM");
    expect(await proxy.code).toBe(0);
  });

  it("drops no call, and mixes up none, while the policy changes", async () => {
    const strict = readFileSync(short, "utf8");
    const path = publish("changing.mjs", strict);
    const proxy = startProxy(["--policy", path, ...alice, "--", ...fakeServer]);
    await proxy.call("echo", { text: "ab" });
    const calls: Promise<[string, string]>[] = [];
    for (let round = 0; round < 9; round++) {
      publish("changing.mjs", round % 2 === 0 ? lenient : strict);
      proxy.signal("SIGHUP");
      for (let index = 0; index < 50; index++) {
        const text = `${round}.${String(index).padStart(2, "0")}`;
        calls.push(proxy.call("echo", { text }).then((answer) => [text, textOf(answer)]));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    for (const [text, answer] of await Promise.all(calls)) expect(answer).toBe(JSON.stringify({ text }));
    await expect.poll(proxy.stderr, patient).toContain("the policy is now sha256:");
    proxy.end();
    expect(await proxy.code).toBe(0);
  });

  it("ends with 1 when its server ends: what waits gets an error", async () => {
    const proxy = startProxy(["--policy", short, ...alice, "--", ...fakeServer]);
    const slow = proxy.call("slow", { ms: 60_000 });
    const answers = [await proxy.call("die"), await slow];
    const message = "the server was ended by SIGKILL before it answered";
    expect(answers.map(({ error }) => error?.message)).toEqual([message, message]);
    expect(await proxy.code).toBe(1);
    expect(proxy.stderr()).toBe("error[POL4062]: the server was ended by SIGKILL\n");
  });

  it("takes a configuration, and the command line over it", async () => {
    const configuration = {
      subject: { type: "User", id: "bob" },
      server: "fake",
      audit: "from-file.jsonl",
      context: { now: "2026-01-01T00:00:00Z" },
    };
    writeFileSync(at("polc.enforce.json"), JSON.stringify(configuration));
    const options = ["--policy", short, "--config", at("polc.enforce.json"), ...alice];
    const proxy = startProxy([...options, "--", ...fakeServer]);
    await proxy.call("echo", { text: "ab" });
    proxy.end();
    await proxy.code;
    expect(existsSync(at("from-file.jsonl"))).toBe(true);
    const [line = ""] = readFileSync(at("from-file.jsonl"), "utf8").split("\n");
    expect(JSON.parse(line)).toMatchObject({ request: { subject: { id: "alice" } } });
  });

  it("decides by relations in a file that the configuration names", async () => {
    const policy = publish(
      "relations.mjs",
      compile(`
principal User

entity Room {
  relation member: User
}

${actions}

policy fake {
  rule members_echo
    allow User to fake.echo
    when principal is member of Room("one")
}
`).code,
    );
    const subject = { type: "User", id: "alice" };
    const tuple = { subject, relation: "member", object: { type: "Room", id: "one" } };
    writeFileSync(at("tuples.jsonl"), `${JSON.stringify(tuple)}\n`);
    writeFileSync(at("relations.json"), JSON.stringify({ subject, relations: "tuples.jsonl" }));
    const proxy = startProxy([
      ...["--policy", policy, "--config", at("relations.json"), "--audit", at("relations.jsonl")],
      ...["--", ...fakeServer],
    ]);
    expect(textOf(await proxy.call("echo", { text: "ab" }))).toBe('{"text":"ab"}');
    proxy.end();
    await proxy.code;
    const bob = startProxy([
      ...["--policy", policy, "--config", at("relations.json"), "--subject", "User:bob"],
      ...["--", ...fakeServer],
    ]);
    expect((await bob.call("echo", { text: "ab" })).result?.isError).toBe(true);
    bob.end();
    await bob.code;
    expect(JSON.parse(readFileSync(at("relations.jsonl"), "utf8"))).toMatchObject({
      decision: true,
      relations: [{ ...tuple, answer: "yes" }],
    });
  });

  it("serves HTTP until a signal comes", async () => {
    const proxy = startProxy(["--policy", short, ...alice, "--listen", "127.0.0.1:0", "--", ...fakeServer]);
    const post = await poster(proxy);
    await post(initialize);
    expect(textOf(await post(echo("ab")))).toBe('{"text":"ab"}');
    expect((await post(echo("abcde"))).result?.isError).toBe(true);
    proxy.signal("SIGTERM");
    expect(await proxy.code).toBe(0);
  });

  it("takes callers from tokens, which the server never sees", async () => {
    const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    const issuer = "https://id.example.com";
    const audience = "https://mcp.example.com/mcp";
    const keys = { pem: await exportSPKI(publicKey) };
    const delegation = { issuers: { [issuer]: { layout: "rfc8693", keys } }, audience };
    writeFileSync(at("tokens.json"), JSON.stringify({ delegation }));
    const policy = compile(`
use std.agents
use std.oauth
context { ip: Ip }

${actions}

policy fake {
  rule people
    allow User to fake.echo, fake.received
    when principal.id == "ada" and context.ip in "127.0.0.0/8"
  rule agents
    allow Agent acting for User to fake.echo
    when args.text.length < 5
}
`).code;
    const options = ["--policy", publish("tokens.mjs", policy), "--config", at("tokens.json")];
    const proxy = startProxy([...options, "--listen", "127.0.0.1:0", "--", ...fakeServer]);
    const token = (claims: object) =>
      new SignJWT({ iss: issuer, aud: audience, ...claims })
        .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt" })
        .setExpirationTime("5m")
        .sign(privateKey);
    const ada = await poster(proxy, await token({ sub: "ada" }));
    const bot = await poster(proxy, await token({ sub: "ada", act: { sub: "bot" } }));
    const bob = await poster(proxy, await token({ sub: "bob" }));
    const nobody = await poster(proxy, "not.a.token");
    for (const post of [ada, bot, bob]) await post(initialize);
    const answers = [];
    for (const post of [ada, bot, bob]) answers.push(textOf(await post(echo("abcde"))).slice(0, 16));
    expect(answers).toEqual(['{"text":"abcde"}', "Denied by policy", "Denied by policy"]);
    expect(textOf(await bot(echo("ab")))).toBe('{"text":"ab"}');
    expect((await nobody(initialize)).error?.message).toBe("malformed_token");
    expect(proxy.stderr()).toContain("polc: a token is refused: malformed_token");
    proxy.signal("SIGTERM");
    expect(await proxy.code).toBe(0);
  });
});

const clientInfo = { name: "test", version: "1" };
const initialize = {
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo },
};
const echo = (text: string) => ({ method: "tools/call", params: { name: "echo", arguments: { text } } });

/** Sends requests over HTTP to a proxy that listens, in one session. */
async function poster(proxy: RunningProxy, token?: string): Promise<(message: object) => Promise<Answer>> {
  await expect.poll(proxy.stderr, patient).toMatch(/listening at http/);
  const [, url = ""] = /listening at (\S+)/.exec(proxy.stderr()) ?? [];
  const headers: Record<string, string> = {
    Accept: "application/json, text/event-stream",
    "Content-Type": "application/json",
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  return async (message) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, ...message });
    const response = await fetch(url, { method: "POST", headers, body });
    const text = await response.text();
    const session = response.headers.get("mcp-session-id");
    if (session !== null) headers["Mcp-Session-Id"] = session;
    return JSON.parse(text.replace(/^.*?\{/s, "{"));
  };
}

function delegationOf(issuer: string) {
  const keys = { jwks: `${issuer}/keys` };
  return { issuers: { [issuer]: { layout: "rfc8693", keys } }, audience: "https://mcp.example.com" };
}

describe("options that make no proxy", () => {
  const files = {
    "tokens.json": JSON.stringify({ delegation: delegationOf("https://id.example.com") }),
    "typo.json": '{\n  "suject": {}\n}\n',
    "bad.json": '{ "pass": "prompts" }',
    "delegation.json": '{ "delegation": { "audience": "a" } }',
    "broken.json": "{",
  };
  const server = ["--", "server"];

  it.each<[string, readonly string[], string]>([
    ["no server", alice, "POL4061]: there is no server to protect"],
    ["two servers", [...alice, "--upstream", "http://x", ...server], "POL4061]: there are two servers"],
    [
      "headers for a command",
      [...alice, "--header", "A: b", ...server],
      "POL4061]: `--header` is for a server at an address",
    ],
    ["nobody", server, "POL4061]: nobody is named on whose authority calls are made"],
    ["a party without a type", ["--subject", "alice", ...server], "POL4061]: `alice` names no party"],
    [
      "no address",
      [...alice, "--listen", "here:x", ...server],
      "POL4061]: `here:x` is no address to listen at",
    ],
    [
      "everybody",
      [...alice, "--listen", "0.0.0.0:1", ...server],
      "POL4061]: whoever reaches this address would call as `User:alice`",
    ],
    ["tokens without HTTP", ["--config", "tokens.json", ...server], "POL4061]: tokens come over HTTP only"],
    [
      "tokens and a subject",
      ["--config", "tokens.json", ...alice, "--listen", "127.0.0.1:0", ...server],
      "POL4061]: callers are told by their tokens, and by `subject` or `actor` too",
    ],
    [
      "a candidate without a log",
      [...alice, "--candidate", "x", ...server],
      "POL4061]: a candidate is compared in the audit log",
    ],
    ["no configuration", ["--config", "none.json", ...server], "POL4060]: `none.json` cannot be read"],
    [
      "a misspelt member",
      ["--config", "typo.json", ...server],
      "POL4060]: `typo.json` is no configuration: there is no member `suject`",
    ],
    [
      "a member of another form",
      ["--config", "bad.json", ...server],
      "POL4060]: `bad.json` is no configuration: this must be array",
    ],
    [
      "tokens of nobody",
      ["--config", "delegation.json", ...server],
      "POL4060]: `delegation.json` is no configuration",
    ],
    [
      "no JSON",
      ["--config", "broken.json", ...server],
      "POL4060]: `broken.json` is no configuration: the text ends too early",
    ],
  ])("%s", async (_, args, message) => {
    const ran = await polc(["mcp-proxy", "--policy", short, ...args], { files });
    expect(ran.stderr).toContain(message);
    expect([ran.code, ran.stdout]).toEqual([2, ""]);
  });

  it("a server that does not start", async () => {
    const ran = await polc(["mcp-proxy", "--policy", short, ...alice, "--", "./no-such-program"], {});
    expect(ran).toMatchObject({
      code: 2,
      stderr: "error[POL4062]: the server cannot be reached: there is no program `./no-such-program`\n",
    });
  });

  it.each<[string, readonly string[], string]>([
    [
      "a variable that is not set",
      ["--upstream", "https://$NO_SUCH_HOST/mcp"],
      "the variable `NO_SUCH_HOST` is not set",
    ],
    ["an address with a password", ["--upstream", "https://a:b@x/mcp"], "its address holds a password"],
  ])("%s", async (_, args, message) => {
    const ran = await polc(["mcp-proxy", "--policy", short, ...alice, ...args], {});
    expect(ran.stderr).toContain(message);
    expect(ran.code).toBe(2);
  });

  it("a port that is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const args = ["--policy", short, ...alice, "--listen", `127.0.0.1:${port}`, "--", "server"];
    const ran = await polc(["mcp-proxy", ...args], {});
    expect(ran.stderr).toContain("error[POL4061]: the proxy cannot start: listen EADDRINUSE");
    expect(ran.code).toBe(2);
    taken.close();
  });

  it("a server that the policy set does not know", async () => {
    const ran = await polc(
      ["mcp-proxy", "--policy", short, "--server", "fakes", ...alice, "--", ...fakeServer],
      {},
    );
    expect(ran.stderr).toContain("warning[POL4064]: the policy set has no action of the server `fakes`");
    expect(ran.stderr).toContain("did you mean `fake`?");
    expect(ran.code).toBe(0);
  });
});
