import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ActionSchema } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { polc } from "../cli/memory-host.js";

/* The examples declare the tools of real MCP servers, imported or by hand: held against what the servers themselves listed, where that is at hand. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const corpora = process.env.POLC_CORPORA ?? join(root, "../shared/corpora");
const lists = join(corpora, "mcp-tools");
const servers = ["filesystem", "github", "supabase"].filter((server) =>
  existsSync(join(lists, `${server}.json`)),
);

if (servers.length === 0) console.log(`skipped: no tool lists of real servers in ${lists}`);

interface Tool {
  readonly name: string;
  readonly inputSchema: {
    readonly properties?: { readonly [name: string]: unknown };
    readonly required?: readonly string[];
  };
}

function actionsOf(example: string): readonly ActionSchema[] {
  const folder = join(root, "examples", example);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".pol"),
  );
  const files = paths.map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));
  return [...(check(files).policySet?.actions.values() ?? [])];
}

const actions = readdirSync(join(root, "examples")).flatMap(actionsOf);

/** How an action differs from the tool it stands for. */
function differences(action: ActionSchema, tool: Tool | undefined): readonly string[] {
  if (!tool) return ["there is no such tool"];
  const { properties = {}, required = [] } = tool.inputSchema;
  return [...action.parameters.values()].flatMap((parameter) => {
    if (!Object.hasOwn(properties, parameter.name)) return [`the tool has no ${parameter.name}`];
    const tightened = parameter.optional && required.includes(parameter.name);
    return tightened ? [`the tool needs ${parameter.name}`] : [];
  });
}

describe.skipIf(servers.length === 0)("the examples' tools are real", () => {
  it.each(servers)("%s", (server) => {
    const list: { readonly tools: readonly Tool[] } = JSON.parse(
      readFileSync(join(lists, `${server}.json`), "utf8"),
    );
    const declared = actions.filter((action) => action.name.startsWith(`${server}.`));
    expect(declared.length).toBeGreaterThan(0);
    const found = declared.flatMap((action) => {
      const tool = list.tools.find(({ name }) => `${server}.${name}` === action.name);
      return differences(action, tool).map((difference) => `${action.name}: ${difference}`);
    });
    expect(found).toEqual([]);
  });
});

describe("examples/filesystem", () => {
  it("is imported from the server as it is installed here", async () => {
    const server = fileURLToPath(
      new URL("../../node_modules/@modelcontextprotocol/server-filesystem/dist/index.js", import.meta.url),
    );
    const stdio = [process.execPath, server, root].map((word) => `'${word}'`).join(" ");
    const imported = await polc(["import", "mcp", "--stdio", stdio, "--as", "filesystem"]);
    expect(imported.stdout).toBe(
      readFileSync(join(root, "examples/filesystem/imports/filesystem.pol"), "utf8"),
    );
  });
});
