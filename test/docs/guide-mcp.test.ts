import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { splitCommand } from "../../src/cli/mcp/split-command.js";
import { format } from "../../src/syntax/format.js";
import { polc, type Ran } from "../cli/memory-host.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * docs/guide-mcp.md, step by step: blocks with `file=` are written, the commands of `console` blocks run and print what stands below them, and the
 * calls of `lines=` go through the proxy with the real server behind it. `/tmp/demo` is a folder of the test's.
 */

const document = "docs/guide-mcp.md";
const blocks = markdownBlocks(readFileSync(document, "utf8"));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "polc-guide-mcp-")));
const demo = join(folder, "demo");
const here = (text: string) => text.replaceAll("/tmp/demo", demo);
const env = { PATH: process.env.PATH ?? "" };

/** `npx` would look for the server in the folder of the guide's reader. */
const manifest = createRequire(import.meta.url).resolve(
  "@modelcontextprotocol/server-filesystem/package.json",
);
const server = `${process.execPath} ${join(dirname(manifest), "dist/index.js")}`;
const installed = (command: string) =>
  here(command).replace("npx @modelcontextprotocol/server-filesystem", server);

let files: Readonly<Record<string, string>> = {};

async function run(command: string, stdin = ""): Promise<Ran> {
  const [, , ...args] = splitCommand(installed(command)) ?? [];
  const ran = await polc(args, { files, stdin, env });
  files = ran.files;
  return ran;
}

function textOf(attribute: string, value?: string): string {
  const found = blocks.find(({ attributes }) =>
    value === undefined ? attributes.has(attribute) : attributes.get(attribute) === value,
  );
  return found?.text ?? "";
}

beforeAll(() => {
  for (const name of ["notes", "private"]) mkdirSync(join(demo, name), { recursive: true });
  writeFileSync(join(demo, "notes/today.txt"), "Buy milk.\n");
  writeFileSync(join(demo, "private/diary.txt"), "Dear diary\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe(document, () => {
  it("has policies that are laid out as the formatter does", () => {
    const policies = blocks.filter(({ language }) => language === "pol");
    expect(policies.map(({ text }) => format({ path: "", text }).text)).toEqual(
      policies.map(({ text }) => text),
    );
  });

  it("imports, checks, tests and builds as it says", async () => {
    const [imports = "", builds = ""] = blocks
      .filter(({ language }) => language === "console")
      .map(({ text }) => text);
    expect(await transcript(imports)).toBe(imports);
    for (const { attributes, language, text } of blocks) {
      const path = attributes.get("file");
      if (language === "pol" && path !== undefined) files = { ...files, [path]: here(text) };
    }
    expect(await transcript(builds)).toBe(builds);
  });

  it("configures a client with a command that polc takes", async () => {
    const { command, args } = JSON.parse(textOf("file", "client.json")).mcpServers.files;
    expect([command, ...args.slice(0, 2)]).toEqual(["npx", "polc", "mcp-proxy"]);
    const known = (await run("npx polc mcp-proxy --help")).stdout;
    for (const option of args.filter((word: string) => /^--./.test(word))) expect(known).toContain(option);
  });

  it("shows the answers, and the lines of the log", async () => {
    writeFileSync(join(folder, "policy.mjs"), files["dist/policy.js"] ?? "");
    const [command = ""] = textOf("run", "proxy").replace("\\\n", "").split(" < ");
    const moved = command
      .replace("dist/policy.js", join(folder, "policy.mjs"))
      .replace("audit.jsonl", join(folder, "audit.jsonl"));
    const { code, stdout } = await run(moved, here(textOf("lines")));
    expect(code).toBe(0);
    const answers = new Map(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => [JSON.parse(line).id, JSON.parse(line)]),
    );
    expect(answers.get(1).result.content).toEqual([{ type: "text", text: "Buy milk.\n" }]);
    for (const id of [2, 3]) {
      const [{ text }] = answers.get(id).result.content;
      expect(withoutId(`${text}\n`)).toBe(withoutId(textOf("answer", String(id))));
    }
    const log = readFileSync(join(folder, "audit.jsonl"), "utf8").trimEnd().split("\n");
    expect(log.length).toBe(3);
    expect(JSON.parse(log[2] ?? "")).toMatchObject(JSON.parse(here(textOf("audit", "3"))));
  });
});

/** The commands of a block, each with what it prints now. */
async function transcript(block: string): Promise<string> {
  let text = "";
  for (const command of block.split("\n").filter((line) => line.startsWith("$ "))) {
    const { stdout, stderr } = await run(command.slice(2));
    // What the import has to say goes to standard error; the guide tells of it in words.
    text += `${command}\n${stdout}${command.includes(" import ") ? "" : stderr}`;
  }
  return text;
}

function withoutId(text: string): string {
  return text.replace(/^Decision: .*$/m, "Decision: …");
}
