import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardTransport } from "../../../../src/adapters/mcp.js";
import { importedPolicy } from "./imported-policy.js";
import { proxiedTransport } from "./proxied.js";
import { type SharedServer, shareServer } from "./shared-server.js";

/* Servers as people use them, from npm, behind a proxy, asked by the SDK's client. What is allowed is answered as the server answers it. */

const folder = realpathSync(mkdtempSync(join(tmpdir(), "polc-proxy-")));
afterAll(() => rmSync(folder, { recursive: true }));

function programOf(server: string): string {
  const manifest = createRequire(import.meta.url).resolve(`@modelcontextprotocol/${server}/package.json`);
  return join(dirname(manifest), "dist/index.js");
}

/** What one server is called, how it starts, its rules, calls that they allow and calls that they deny. */
interface Case {
  readonly name: string;
  readonly server: string;
  readonly args?: readonly string[];
  /** Whether it remembers nothing of what it is asked, so that asking twice is asking the same. */
  readonly forgets: boolean;
  readonly rules: string;
  readonly hidden: readonly string[];
  readonly allowed: readonly (readonly [tool: string, args: object])[];
  readonly denied: readonly (readonly [tool: string, args: object])[];
}

const path = (name: string) => join(folder, name);
const thought = { thought: "one", nextThoughtNeeded: true, thoughtNumber: 1, totalThoughts: 2 };

const cases: readonly Case[] = [
  {
    name: "files",
    server: "server-filesystem",
    args: [folder],
    forgets: true,
    rules: `
      use std.agents
      refine action files.read_text_file(path: Path)
      policy files {
        rule reads allow User to read_only, files.edit_file
        rule keys deny User to files.read_text_file when args.path like "*.key" because "Keys stay."
      }`,
    hidden: ["create_directory", "move_file", "write_file"],
    allowed: [
      ["read_text_file", { path: path("a.txt") }],
      ["read_text_file", { path: path("a.txt"), head: 1 }],
      ["read_text_file", { path: path("none.txt") }],
      ["read_text_file", { path: "/etc/passwd" }],
      ["read_media_file", { path: path("dot.png") }],
      ["read_multiple_files", { paths: [path("a.txt"), path("none.txt")] }],
      ["list_directory", { path: folder }],
      ["directory_tree", { path: folder, excludePatterns: ["*.key"] }],
      ["edit_file", { path: path("a.txt"), edits: [{ oldText: "b", newText: "c" }], dryRun: true }],
      ["list_allowed_directories", {}],
    ],
    denied: [
      ["read_text_file", { path: path("x.key") }],
      ["read_text_file", { path: `${folder}/y/../x.key` }],
      ["read_text_file", { path: path("a.txt"), head: "1" }],
      ["write_file", { path: path("b.txt"), content: "b" }],
      ["move_file", { source: path("a.txt"), destination: path("b.txt") }],
      ["no_such_tool", {}],
    ],
  },
  {
    name: "everything",
    server: "server-everything",
    args: ["stdio"],
    forgets: true,
    rules: `
      use std.agents
      policy everything {
        rule all allow User to everything.*
        rule env deny User to everything."get-env"
        rule small deny User to everything."get-sum" when args.a > 100
      }`,
    hidden: ["get-env"],
    allowed: [
      ["echo", { message: "é \u2028 😀" }],
      ["get-sum", { a: 0.1, b: 1e21 }],
      ["get-tiny-image", {}],
      ["get-annotated-message", { messageType: "error", includeImage: true }],
      ["get-structured-content", { location: "Chicago" }],
      ["get-resource-links", { count: 3 }],
      ["get-resource-reference", { resourceType: "Text", resourceId: 1 }],
    ],
    denied: [
      ["get-env", {}],
      ["get-sum", { a: 101, b: 1 }],
      ["echo", {}],
      ["echo", { message: 1 }],
    ],
  },
  {
    name: "memory",
    server: "server-memory",
    forgets: false,
    rules: `
      use std.agents
      policy memory {
        rule all allow User to memory.*
        rule kept deny User to destructive
      }`,
    hidden: ["delete_entities", "delete_observations", "delete_relations"],
    allowed: [
      ["create_entities", { entities: [{ name: "Ada", entityType: "person", observations: ["first"] }] }],
      ["create_entities", { entities: [{ name: "Ada", entityType: "person", observations: ["first"] }] }],
      ["add_observations", { observations: [{ entityName: "nobody", contents: ["x"] }] }],
      ["read_graph", {}],
      ["search_nodes", { query: "Ada" }],
    ],
    denied: [["delete_entities", { entityNames: ["Ada"] }]],
  },
  {
    name: "thinking",
    server: "server-sequential-thinking",
    forgets: false,
    rules: `
      use std.agents
      policy thinking {
        rule all allow User to thinking.sequentialthinking when args.totalThoughts < 5
      }`,
    hidden: [],
    allowed: [["sequentialthinking", thought]],
    denied: [["sequentialthinking", { ...thought, totalThoughts: 5 }]],
  },
];

describe.each(cases)(
  "$server behind a proxy",
  ({ name, server, args = [], forgets, rules, hidden, allowed, denied }) => {
    let shared: SharedServer;
    let client: Client;
    let listed: { readonly name: string }[];

    beforeAll(async () => {
      writeFileSync(path("a.txt"), "a\nb\n");
      writeFileSync(path("x.key"), "secret");
      writeFileSync(path("dot.png"), Buffer.from("iVBORw0KGgo=", "base64"));
      shared = await shareServer([process.execPath, programOf(server), ...args], {
        MEMORY_FILE_PATH: path("memory.json"),
      });
      const { result } = await shared.bare("tools/list");
      listed = result?.tools as { name: string }[];
      const point = importedPolicy(result, name, rules);
      const caller = () => ({ subject: { type: "User", id: "ada" } });
      const transport = proxiedTransport(shared.connect, (side) =>
        guardTransport(side, { point, server: name, caller }),
      );
      client = new Client({ name: "test", version: "1" });
      await client.connect(transport);
    });
    afterAll(async () => {
      await client.close();
      await shared.stop();
    });

    it("lists what may be called, as the server does", async () => {
      const shown = listed.filter((tool) => !hidden.includes(tool.name));
      expect(shown.length).toBe(listed.length - hidden.length);
      expect((await client.listTools()).tools).toEqual(shown);
    });

    it.each(allowed)("answers %s %j as the server does", async (tool, given) => {
      const call = { name: tool, arguments: { ...given } };
      const through = await client.callTool(call);
      expect(shared.reached.at(-1)?.params).toEqual(call);
      expect(through).toEqual(shared.answered.at(-1)?.result);
      if (forgets) expect(through).toEqual((await shared.bare("tools/call", call)).result);
    });

    it.each(denied)("never hears of %s %j", async (tool, given) => {
      const before = shared.reached.length;
      const answer = await client.callTool({ name: tool, arguments: { ...given } });
      expect(answer.isError).toBe(true);
      expect(answer._meta).toHaveProperty("polc/denial");
      expect(shared.reached.slice(before)).toEqual([]);
    });
  },
);
