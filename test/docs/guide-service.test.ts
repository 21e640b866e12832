import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { format } from "../../src/syntax/format.js";
import { isJsonObject, type JsonObject } from "../../src/util/json-object.js";
import { polc } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * The blocks of docs/guide-service.md with `file=PATH` are the files of a project. They are loaded as they are, but for ports and the
 * project's folder, and asked what the guide asks them: each `json answer=STATUS` is what is answered.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
const blocks = markdownBlocks(readFileSync("docs/guide-service.md", "utf8"));
const files = new Map(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);
const folder = mkdtempSync(join(tmpdir(), "polc-guide-"));
const ends: (() => unknown)[] = [];
const policies = Object.fromEntries([...files].filter(([path]) => path.endsWith(".pol")));

afterAll(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

install();
const issuer = await startIssuer();
const built = await build();

describe("docs/guide-service.md", () => {
  it("has a policy that checks and is laid out as the formatter does", async () => {
    expect(await polc(["check", "policies"], { files: policies })).toMatchObject({ code: 0 });
    for (const [path, text] of Object.entries(policies)) expect(format({ path, text }).text).toBe(text);
    expect(built).toContain("export function decide");
  });

  it("shows the commands that are run here", () => {
    const commands = blocks.filter(({ language }) => language === "console").map(({ text }) => text);
    expect(commands.join("")).toContain("$ npx polc check policies\n$ npx polc build policies\n");
  });

  describe.each(["express", "hono"])("with %s", async (framework) => {
    const service = await startService(framework, built);
    const alice = { sub: "alice", role: "support", scope: "orders:refund" };
    const agent = { ...alice, act: { sub: "bot-7" } };

    it("answers as it shows", async () => {
      expect(await service.refund(agent, { amount: 2000 })).toEqual(shown(200));
      expect(await service.refund(agent, { amount: 8000 })).toEqual(shown(403));
      const forged = (token: string) => `${token.slice(0, -9)}AAAAAAAAA`;
      expect(await service.refund(agent, { amount: 2000 }, forged)).toEqual(shown(401));
    });

    it("lets a person do what her agent may not, and no more than there is", async () => {
      expect(await service.refund(alice, { amount: 8000 })).toMatchObject({
        status: 200,
        body: { refunded: 10_000 },
      });
      expect(await service.refund(alice, { amount: 8000 })).toMatchObject({
        status: 403,
        body: { code: "no_matching_rule" },
      });
    });

    it.each([{}, { amount: "1" }, { amount: 1, to: "me" }, { amount: 0 }])(
      "judges the arguments %j",
      async (args) => {
        const { status, body } = await service.refund(alice, args);
        expect({ status, body }).toMatchObject({
          status: 403,
          body: { code: "invalid_request", because: [] },
        });
      },
    );

    it("says which scope is missing", async () => {
      const { body, challenge } = await service.refund({ ...alice, scope: "orders:read" }, { amount: 1 });
      expect(challenge).toBe('Bearer error="insufficient_scope", scope="orders:refund"');
      expect(body).toMatchObject({ remedies: [{ name: "scope", arguments: { name: "orders:refund" } }] });
    });

    it("has written each decision down", () => {
      const lines = readFileSync(join(service.path, "audit.jsonl"), "utf8").trimEnd().split("\n");
      expect(lines).toHaveLength(9);
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({ decision: true });
    });
  });

  it("allows nothing without a policy", async () => {
    const service = await startService("express", undefined);
    const alice = { sub: "alice", role: "support", scope: "orders:refund" };
    expect(await service.refund(alice, { amount: 1 })).toEqual(shown(503));
  });
});

/** What the guide shows to be answered; the id of a decision is another one each time. */
function shown(status: number) {
  const { text = "{}" } = blocks.find(({ attributes }) => attributes.get("answer") === String(status)) ?? {};
  const challenge = status === 401 ? 'Bearer error="invalid_token"' : null;
  return { status, body: withoutId(JSON.parse(text)), challenge };
}

function withoutId(body: unknown): unknown {
  return isJsonObject(body) && typeof body.decision === "string" ? { ...body, decision: "" } : body;
}

/** Installs what the guide does, and polc from its sources. */
function install(): void {
  const entries = ["delegation", "enforcement", "http"];
  const exports = Object.fromEntries(entries.map((entry) => [`./${entry}`, `./${entry}.js`]));
  write("node_modules/polc/package.json", JSON.stringify({ type: "module", exports }));
  for (const entry of entries) {
    const source = new URL(`../../src/adapters/${entry}.ts`, import.meta.url).href;
    write(`node_modules/polc/${entry}.js`, `export * from ${JSON.stringify(source)};`);
  }
  mkdirSync(join(folder, "node_modules/@hono"));
  for (const name of ["express", "hono", "@hono/node-server", "jose"])
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  write("package.json", '{ "type": "module" }');
}

async function build(): Promise<string> {
  const { code, files: after } = await polc(["build", "policies"], {
    files: policies,
  });
  expect(code).toBe(0);
  return after["dist/policy.js"] ?? "";
}

interface Issuer {
  readonly address: string;
  tokenFor(claims: JsonObject): Promise<string>;
}

/** The guide's issuer, on a port of its own. */
async function startIssuer(): Promise<Issuer> {
  const silent = vi.spyOn(console, "log").mockImplementation(() => {});
  write(
    "issuer.js",
    textOf("issuer.js").replace("listen(4000)", "listen(0)").replace('"http://localhost:4000"', "address()"),
  );
  write(
    "issuer.js",
    `${readFileSync(join(folder, "issuer.js"), "utf8")}
    function address() { return \`http://localhost:\${server.address().port}\`; }
    export { address };`,
  );
  const { server, tokenFor, address } = await import(pathToFileURL(join(folder, "issuer.js")).href);
  silent.mockRestore();
  ends.push(() => server.close());
  return { address: address(), tokenFor };
}

/** A service of the guide in a folder of its own, with a policy or without. */
async function startService(framework: string, policy: string | undefined) {
  const name = `${framework}-${policy === undefined ? "without" : "with"}`;
  const path = join(folder, name);
  if (policy !== undefined) write(`${name}/dist/policy.js`, policy);
  const inFolder = (file: string) => JSON.stringify(join(path, file));
  write(
    `${name}/guard.js`,
    textOf("guard.js")
      .replaceAll("http://localhost:4000", issuer.address)
      .replace('"dist/policy.js"', inFolder("dist/policy.js"))
      .replace('"audit.jsonl"', inFolder("audit.jsonl")),
  );
  write(`${name}/orders.js`, textOf("orders.js"));
  write(`${name}/service.js`, textOf(`${framework}.js`).replace("3000", "0"));
  const load = (file: string) => import(pathToFileURL(join(path, file)).href);
  const { server }: { readonly server: Server } = await load("service.js");
  const { stop } = await load("guard.js");
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  ends.push(() => server.close(), stop);
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;

  async function refund(claims: JsonObject, args: JsonObject, change = (token: string) => token) {
    const silent = vi.spyOn(console, "error").mockImplementation(() => {});
    const response = await fetch(`http://localhost:${port}/orders/o-1/refund`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${change(await issuer.tokenFor(claims))}`,
        "content-type": "application/json",
        connection: "close",
      },
      body: JSON.stringify(args),
    });
    silent.mockRestore();
    const type = response.headers.get("content-type") ?? "";
    expect(type).toContain(response.ok ? "application/json" : "application/problem+json");
    const body = withoutId(await response.json());
    return { status: response.status, body, challenge: response.headers.get("www-authenticate") };
  }
  return { path, refund };
}

function textOf(path: string): string {
  return files.get(path) ?? "";
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
