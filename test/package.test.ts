import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeServer } from "./cli/mcp/fake-server.js";
import { typeErrors } from "./type-errors.js";

/* The package as a stranger gets it: packed, installed without a network in an empty folder, and used. */

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "polc-package-"));
const installed = join(folder, "node_modules/polc");

/** Packages that a consumer of `polc/testing` and `polc/esbuild` has: optional peers, taken from this checkout. */
const peers = ["@esbuild", "esbuild", "fast-check", "pure-rand"];

/** The same where it is, with its own dependencies: of the first, `polc/mcp` needs the types alone. */
const linkedPeers = ["@modelcontextprotocol/sdk", "@authzed/authzed-node"];

beforeAll(() => {
  const build = isBuilt() ? ["--ignore-scripts"] : [];
  const [packed] = JSON.parse(npm(root, "pack", "--json", ...build, "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), '{ "name": "stranger", "private": true, "type": "module" }\n');
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename));
  for (const peer of peers) {
    cpSync(join(root, "node_modules", peer), join(folder, "node_modules", peer), { recursive: true });
  }
  for (const peer of linkedPeers) {
    mkdirSync(dirname(join(folder, "node_modules", peer)), { recursive: true });
    symlinkSync(join(root, "node_modules", peer), join(folder, "node_modules", peer));
  }
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Whether dist/ is of the sources as they are: packing builds it otherwise. */
function isBuilt(): boolean {
  const program = join(root, "dist/cli/main.js");
  if (!existsSync(program)) return false;
  const sources = ["src", "stdlib", "scripts"].flatMap((directory) =>
    filesOf(join(root, directory)).map((file) => join(root, directory, file)),
  );
  const newest = [...sources, join(root, "package.json")].map((file) => statSync(file).mtimeMs);
  return Math.max(...newest) < statSync(program).mtimeMs;
}

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync("npm", [...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function polc(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(join(folder, "node_modules/.bin/polc"), args, {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
}

/** The environment without what this run of Vitest told itself, which one inside of it would take for its own. */
function withoutVitest(): NodeJS.ProcessEnv {
  const foreign = /^(?:VITEST|NODE_TEST_CONTEXT|NODE_OPTIONS$|TEST$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** What a program says, line by line, without the empty ones. */
async function* wordsOf(stream: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({ input: stream })) if (line !== "") yield line;
}

/** How projects of today check their types. */
const nodenext = ["--module", "nodenext", "--target", "es2022", "--types", ""];

function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" });
}

describe("the package", () => {
  it("installs nothing but itself", () => {
    const present = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
    expect(present.sort()).toEqual([...peers, ...linkedPeers.map(dirname), "polc"].sort());
  });

  it("holds what it needs and no sources or tests", () => {
    const files = filesOf(installed);
    for (const path of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "dist/THIRD-PARTY-LICENSES.txt",
      "stdlib/agents.pol",
    ]) {
      expect(files).toContain(path);
    }
    expect(files.filter((path) => /^(src|test|scripts|node_modules)\b/.test(path))).toEqual([]);
  });

  it("names the licence of every package that it bundles", () => {
    const licenses = readFileSync(join(installed, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const name of ["chevrotain", "commander", "@modelcontextprotocol/sdk"])
      expect(licenses).toMatch(new RegExp(`^${name} \\d`, "m"));
  });

  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = Object.keys(exports)
    .filter((path) => path !== "./package.json")
    .map((path) => path.replace(/^\./, "polc"));

  it("exports its entries", () => {
    const script = `for (const entry of ${JSON.stringify(entries)})
      console.log(entry, await import(entry).then((module) => typeof module, ({ message }) => message));`;
    expect(node("--input-type=module", "-e", script)).toBe(
      entries.map((entry) => `${entry} object\n`).join(""),
    );
  });

  it("has a program that does its job", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(polc("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(polc("init", "policies").status).toBe(0);
    expect(polc("check", "policies")).toMatchObject({ status: 0, stdout: "" });
    expect(polc("test", "policies", "--runs", "100").status).toBe(0);
    expect(polc("fmt", "--check", "policies")).toMatchObject({ status: 0, stdout: "" });
    expect(JSON.parse(polc("eval", "policies", "policies/request.json").stdout)).toMatchObject({
      decision: true,
    });
    expect(polc("explain", "POL2001").stdout).toContain("# POL2001: ");
    expect(polc("build", "policies", "-o", "out").status).toBe(0);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["policy.d.ts", "policy.js", "policy.js.map"]);
    const script =
      'import { decide } from "./out/policy.js"; import { readFileSync } from "node:fs";' +
      'console.log(decide(JSON.parse(readFileSync("policies/request.json", "utf8"))).decision);';
    expect(
      execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        cwd: folder,
        encoding: "utf8",
      }),
    ).toBe("true\n");
  });

  it("reads JSON Schemas with what it bundles", () => {
    for (const [name, $schema] of [
      ["new", "https://json-schema.org/draft/2020-12/schema"],
      ["old", "http://json-schema.org/draft-07/schema#"],
    ] as const) {
      const path = join(folder, `schemas-${name}`);
      mkdirSync(path);
      writeFileSync(join(path, "order.json"), JSON.stringify({ $schema, type: "string", minLength: 1 }));
      writeFileSync(
        join(path, "a.pol"),
        'type Order = json("order.json")\n\naction buy(order: Order)\n\nprincipal User\n',
      );
      expect(polc("check", `schemas-${name}`)).toMatchObject({ status: 0, stdout: "" });
    }
  });

  it("asks a running server with what it bundles, which no other command loads", () => {
    const server = fakeServer({ pages: [[{ name: "search", inputSchema: { type: "object" } }]] });
    expect(polc("import", "mcp", "--stdio", server, "-o", "mcp")).toMatchObject({
      status: 0,
      stdout: "mcp/imports/fake.pol\nmcp/polc.lock.json\n",
    });
    expect(polc("import", "mcp", "--check", "-o", "mcp")).toMatchObject({ status: 0, stdout: "" });
    expect(polc("import", "mcp", "--http", "http://127.0.0.1:1/mcp").stderr).toContain("error[POL4020]");
    const chunks = filesOf(join(installed, "dist")).filter((path) => path.endsWith(".js"));
    const texts = chunks.map((path) => readFileSync(join(installed, "dist", path), "utf8"));
    expect(texts.filter((text) => text.includes("StdioClientTransport"))).toHaveLength(1);
    expect(texts.filter((text) => /from "[^"]*\/live-tools-/.test(text))).toEqual([]);
  });

  it("bundles policies with esbuild", () => {
    expect(polc("init", "app/policies").status).toBe(0);
    const request = readFileSync(join(folder, "app/policies/request.json"), "utf8");
    writeFileSync(
      join(folder, "app/main.ts"),
      `import { decide } from "./policies.js";\nconsole.log(decide(${request}).decision);\n`,
    );
    const script = `import { build } from "esbuild"; import { polcPlugin } from "polc/esbuild";
      await build({ entryPoints: ["app/main.ts"], bundle: true, outfile: "app/main.js", plugins: [polcPlugin()] });`;
    node("--input-type=module", "-e", script);
    expect(node("app/main.js")).toBe("true\n");
  });

  it("has types, as the plugin does, that a strict project accepts", () => {
    const imports = entries.map(
      (entry, index) => `import * as entry${index} from "${entry}";\nexport { entry${index} };\n`,
    );
    writeFileSync(join(folder, "use.ts"), `${imports.join("")}${useOfTypes}`);
    expect(typeErrors(folder, [...nodenext, "use.ts", "app/main.ts"])).toBe("");
  });

  it("tests policies without a fast-check of the project's, and loads its own for the laws only", () => {
    const chunks = filesOf(join(installed, "dist")).filter((path) => path.endsWith(".js"));
    const text = (path: string) => readFileSync(join(installed, "dist", path), "utf8");
    const bundled = chunks.filter((path) => /^\/\/ .*node_modules\/fast-check\//m.test(text(path)));
    expect(bundled).toHaveLength(1);
    const importers = chunks.filter((path) => text(path).includes(`from "./${basename(bundled[0] ?? "")}"`));
    expect(importers).toEqual([]);
    expect(chunks.filter((path) => text(path).includes('from "fast-check"'))).toEqual(["testing/index.js"]);
  });

  it("tests policies in a suite of Vitest, and of Node.js itself", () => {
    const suite = join(folder, "suite");
    cpSync(join(root, "examples/testing-with-vitest"), suite, { recursive: true });
    mkdirSync(join(suite, "node_modules"));
    // A link: what Vitest needs itself is beside where it really is.
    symlinkSync(join(root, "node_modules/vitest"), join(suite, "node_modules/vitest"));
    expect(polc("build", "suite/policies", "-o", "suite/dist").status).toBe(0);
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, args, { cwd: suite, encoding: "utf8", env: withoutVitest() });
    const vitest = run("node_modules/vitest/vitest.mjs", "run", "--reporter", "json");
    expect(JSON.parse(vitest.stdout)).toMatchObject({ success: true, numFailedTests: 0, numPassedTests: 21 });
    // Vitest has just held the same module against the same laws: this is about the other runner.
    const laws = join(suite, "laws.node.js");
    writeFileSync(laws, readFileSync(laws, "utf8").replace("{ policies:", "{ runs: 50, policies:"));
    const own = run("--test", "--test-reporter", "tap", "laws.node.js");
    expect(own).toMatchObject({ status: 0, stdout: expect.stringContaining("\n# pass 16\n") });
    expect(typeErrors(folder, [...nodenext, "--skipLibCheck", "suite/refunds.test.ts"])).toBe("");
  });

  it("tests again when a file changes, until it is stopped", async () => {
    expect(polc("init", "watched").status).toBe(0);
    const tests = join(folder, "watched/tests.pol");
    const args = [join(folder, "node_modules/.bin/polc"), "test", "--no-laws", "--watch", "watched"];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    try {
      const said = wordsOf(child.stderr);
      const { value: first } = await said.next();
      expect(first).toMatch(/^\d+ passed, 0 failed$/);
      writeFileSync(tests, readFileSync(tests, "utf8").replace("expect allow", "expect deny"));
      expect((await said.next()).value).toBe("watched/tests.pol changed");
      expect((await said.next()).value).toMatch(/^\d+ passed, 1 failed$/);
    } finally {
      child.kill();
    }
  });

  it("says what to install for a database of relations", () => {
    const script = `import { openRelationDatabase } from "polc/relations/sqlite";
      await openRelationDatabase("relations.db", { types: [] }).catch(({ code, message }) => console.log(code, message));`;
    expect(node("--input-type=module", "-e", script)).toMatch(/^driver_missing .*: npm install libsql /);
    expect(existsSync(join(folder, "relations.db"))).toBe(false);
  });

  it("says what to install for OpenFGA", () => {
    const script = `import { openfgaEngine } from "polc/relations/openfga";
      try {
        openfgaEngine({ apiUrl: "http://127.0.0.1:1", storeId: "", modelId: "", model: { types: [] } });
      } catch ({ code, message }) {
        console.log(code, message);
      }`;
    expect(node("--input-type=module", "-e", script)).toMatch(/^unavailable .*`npm install @openfga\/sdk`/);
  });

  it("mutates policies in threads", () => {
    expect(polc("init", "mutated").status).toBe(0);
    const one = polc("mutate", "mutated", "--jobs", "1");
    expect(one).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/\nscore \d+\.\d %: /),
      stderr: "",
    });
    expect(polc("mutate", "mutated", "--jobs", "2")).toEqual(one);
  });

  it("checks policies in threads, of which each does its share", () => {
    expect(polc("init", "shared").status).toBe(0);
    expect(polc("check", "shared", "--jobs", "2")).toEqual(polc("check", "shared", "--jobs", "1"));
    const script = `import { Worker } from "node:worker_threads";
      const files = [{ path: "a.pol", text: "principal User\\naction read\\npolicy p {\\n  rule r\\n    allow User to read\\n}" }];
      const workerData = { files, options: {}, thread: 1, claims: new SharedArrayBuffer(64) };
      const options = { workerData, execArgv: [] };
      const worker = new Worker("./node_modules/polc/dist/cli/check-worker.js", options);
      worker.postMessage({ stage: 0, others: [] });
      worker.once("message", (found) => (console.log(found.map(({ name }) => name).join()), worker.terminate()));`;
    expect(node("--input-type=module", "-e", script)).toBe("standing p.r\n");
  });

  it("has a program that refuses what is wrong", () => {
    mkdirSync(join(folder, "wrong"));
    writeFileSync(
      join(folder, "wrong/a.pol"),
      "principal User\npolicy p {\n  rule r\n    allow User to nothing.at_all\n}\n",
    );
    expect(polc("check", "wrong")).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("wrong/a.pol:4:19"),
    });
    expect(polc("build", "wrong", "-o", "wrong/out").status).toBe(1);
    expect(existsSync(join(folder, "wrong/out"))).toBe(false);
    expect(polc("check", "missing")).toMatchObject({ status: 2, stderr: expect.stringContaining("POL4001") });
    expect(polc("chek")).toMatchObject({ status: 2, stderr: expect.stringContaining("Did you mean check?") });
  });
});

const useOfTypes = `
import { check, renderText, type Diagnostic } from "polc";
import type { Decision } from "polc/runtime";
const { diagnostics, policySet, files } = check([{ path: "a.pol", text: "principal User" }]);
const found: readonly Diagnostic[] = diagnostics;
export const text: string = renderText(found, { files });
export const digest: string | undefined = policySet?.digest;
export const reasonOf = (decision: Decision): "allowed" | undefined => (decision.reason === "allowed" ? decision.reason : undefined);
// @ts-expect-error a decision has no such member
export const wrong = (decision: Decision): unknown => decision.allowed;
`;
