import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, describe, expect, it } from "vitest";
import { configurationSchema } from "../../src/cli/mcp-proxy/configuration-schema.js";
import { readConfiguration } from "../../src/cli/mcp-proxy/read-configuration.js";
import { polc } from "../cli/memory-host.js";
import { compile } from "../codegen/support.js";
import { markdownBlocks } from "./markdown-blocks.js";

/* docs/mcp.md: its options are those of the command, its configuration is one, its server runs behind a policy. */

const document = "docs/mcp.md";
const markdown = readFileSync(document, "utf8");
const fileOf = (path: string) =>
  markdownBlocks(markdown).find(({ attributes }) => attributes.get("file") === path)?.text ?? "";

const folder = mkdtempSync(join(tmpdir(), "polc-docs-mcp-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe(document, () => {
  it("lists the options of the command", async () => {
    const { stdout } = await polc(["mcp-proxy", "--help"]);
    const options = [...stdout.matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, option = ""]) => option);
    expect(options.length).toBeGreaterThan(10);
    expect(options.filter((option) => option !== "--help" && !markdown.includes(`\`${option}`))).toEqual([]);
  });

  it("shows a configuration with every member that there is", async () => {
    const text = fileOf("polc.enforce.json");
    const { configuration, diagnostics } = await readConfiguration({ path: "polc.enforce.json", text }, {});
    expect(diagnostics).toBeUndefined();
    const members = Object.keys(configurationSchema.properties ?? {});
    const elsewhere = ["$schema", "subject", "actor"];
    expect(Object.keys(configuration ?? {}).sort()).toEqual(
      members.filter((member) => !elsewhere.includes(member)).sort(),
    );
  });

  it("guards a server in process", async () => {
    const policy =
      "use std.agents\naction calendar.today, calendar.clear\npolicy p { rule r allow User to calendar.today }";
    writeFileSync(join(folder, "policy.mjs"), compile(policy).code);
    const serve = await served(fileOf("server.ts"));
    const [near, far] = InMemoryTransport.createLinkedPair();
    const client = new Client({ name: "test", version: "1" });
    await serve(far);
    await client.connect(near);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["today"]);
    expect(await client.callTool({ name: "today" })).toMatchObject({ content: [{ text: "Nothing." }] });
    expect((await client.callTool({ name: "clear" })).isError).toBe(true);
    await client.close();
  });
});

/** The server of the document, with the sources of polc in place of the package. */
async function served(text: string): Promise<(transport: Transport) => Promise<void>> {
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  const source = (name: string) => pathToFileURL(`src/adapters/${name}.ts`).href;
  const moved = text
    .replace(/"polc\/(\w+)"/g, (_, name: string) => JSON.stringify(source(name)))
    .replace("dist/policy.js", join(folder, "policy.mjs"))
    .replace("audit.jsonl", join(folder, "audit.jsonl"));
  writeFileSync(join(folder, "server.ts"), moved);
  const { serve } = await import(pathToFileURL(join(folder, "server.ts")).href);
  return serve;
}
