/*
 * What `polc mcp-proxy` adds to a call: the same calls of a server from npm, one after the other in turn without and with the proxy, in front of
 * a server of its own, with an audit log. The proxy is the program as it is installed.
 *
 *   npm run build && npx tsx scripts/measure-mcp-proxy.ts [--calls 1000] [--cli dist/cli/main.js]
 *
 * The bar: under 1 ms more, by the medians.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1000" },
    cli: { type: "string", default: "dist/cli/main.js" },
  },
});
const calls = Number(values.calls);
const cli = resolve(values.cli);
const warmUp = 100;

const folder = mkdtempSync(join(tmpdir(), "polc-measure-proxy-"));
writeFileSync(join(folder, "a.txt"), "a\n");

/** A server, and one call of it. */
interface Measured {
  readonly server: string;
  readonly args: readonly string[];
  readonly tool: string;
  readonly given: { readonly [name: string]: unknown };
}

const measured: readonly Measured[] = [
  { server: "everything", args: ["stdio"], tool: "echo", given: { message: "hello" } },
  {
    server: "filesystem",
    args: [folder],
    tool: "read_text_file",
    given: { path: join(folder, "a.txt") },
  },
  { server: "memory", args: [], tool: "search_nodes", given: { query: "Ada" } },
];

try {
  for (const each of measured) await measure(each);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure({ server, args, tool, given }: Measured): Promise<void> {
  const command = [process.execPath, programOf(server), ...args];
  const bare = await connect(command);
  const options = ["--policy", policyFor(server, command), "--subject", "User:ada"];
  const log = ["--audit", join(folder, `${server}.jsonl`)];
  const proxied = await connect([process.execPath, cli, "mcp-proxy", ...options, ...log, "--", ...command]);
  const times = { bare: [] as number[], proxied: [] as number[] };
  for (let index = 0; index < calls + warmUp; index++) {
    const alone = await timeOf(bare, tool, given);
    const through = await timeOf(proxied, tool, given);
    if (index < warmUp) continue;
    times.bare.push(alone);
    times.proxied.push(through);
  }
  await Promise.all([bare.close(), proxied.close()]);
  const [alone, through] = [median(times.bare), median(times.proxied)];
  console.log(
    `${server}: ${alone.toFixed(3)} ms, through the proxy ${through.toFixed(3)} ms: ${(through - alone).toFixed(3)} ms more`,
  );
}

function programOf(server: string): string {
  const require = createRequire(import.meta.url);
  return join(
    dirname(require.resolve(`@modelcontextprotocol/server-${server}/package.json`)),
    "dist/index.js",
  );
}

/** Imports the server's tools, allows them all, and builds. */
function policyFor(server: string, command: readonly string[]): string {
  const policies = join(folder, server);
  const polc = (...args: string[]) => execFileSync(process.execPath, [cli, ...args], { stdio: "pipe" });
  const quoted = command.map((word) => JSON.stringify(word)).join(" ");
  polc("import", "mcp", "--stdio", quoted, "--as", server, "-o", policies);
  writeFileSync(
    join(policies, "rules.pol"),
    `use std.agents\n\npolicy all {\n  rule all\n    allow User to ${server}.*\n}\n`,
  );
  polc("build", policies, "-o", join(policies, "dist"));
  return join(policies, "dist/policy.js");
}

async function connect([command = "", ...args]: readonly string[]): Promise<Client> {
  const client = new Client({ name: "measure", version: "1.0.0" });
  await client.connect(new StdioClientTransport({ command, args, stderr: "ignore" }));
  return client;
}

async function timeOf(client: Client, name: string, given: Measured["given"]): Promise<number> {
  const start = performance.now();
  const result = await client.callTool({ name, arguments: { ...given } });
  const time = performance.now() - start;
  if (result.isError === true) throw new Error(`the call of ${name} failed: ${JSON.stringify(result)}`);
  return time;
}

function median(times: readonly number[]): number {
  return [...times].sort((left, right) => left - right)[times.length >> 1] ?? Number.NaN;
}
