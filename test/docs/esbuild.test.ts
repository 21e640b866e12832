import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { type MarkdownBlock, markdownBlocks } from "./markdown-blocks.js";

/*
 * The blocks of docs/esbuild.md with `file=PATH` are the files of a project, in which the commands of each `console` block are run; what
 * they print is compared. `replace=OLD|NEW` edits the files for one block.
 */

const document = "docs/esbuild.md";
const root = fileURLToPath(new URL("../..", import.meta.url));
const blocks = markdownBlocks(readFileSync(document, "utf8"));
const folder = mkdtempSync(join(tmpdir(), "polc-docs-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe(document, () => {
  install();

  it.each(blocks.filter(({ language }) => language === "console"))("console, line $line", (block) => {
    const [old = "", replacement = ""] = block.attributes.get("replace")?.split("|") ?? [];
    for (const { attributes, text } of blocks) {
      const path = attributes.get("file");
      if (path !== undefined) write(path, text.replace(old, replacement));
    }
    const commands = block.text.split("\n").filter((line) => line.startsWith("$ "));
    expect(commands.map((command) => `${command}\n${run(command.slice(2))}`).join("")).toBe(block.text);
  });

  it("shows files and commands", () => {
    expect(blocks.map(kindOf)).toEqual([
      "src/main.ts",
      "src/policies/mail.pol",
      "build.mjs",
      "console",
      "tsconfig.json",
      "console",
      "console",
    ]);
  });
});

function kindOf({ language, attributes }: MarkdownBlock): string {
  return attributes.get("file") ?? language;
}

/** Installs esbuild and polc, the latter from its sources: bundled, as it is published, so that each command loads one file. */
function install(): void {
  write("node_modules/polc/package.json", '{ "type": "module", "exports": { "./esbuild": "./esbuild.js" } }');
  buildSync({
    entryPoints: [join(root, "src/adapters/esbuild.ts")],
    outfile: join(folder, "node_modules/polc/esbuild.js"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["esbuild"],
  });
  symlinkSync(join(root, "node_modules/esbuild"), join(folder, "node_modules/esbuild"));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What a person sees who types the command. */
function run(command: string): string {
  const [program = "", ...args] = command
    .replace("npx tsc", `node ${root}/node_modules/typescript/bin/tsc`)
    .split(" ");
  expect(program).toBe("node");
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  return stdout + stderr;
}
