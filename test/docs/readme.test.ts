import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../src/cli/program.js";
import { type MarkdownBlock, markdownBlocks } from "./markdown-blocks.js";
import { type MemoryHost, memoryHost } from "./memory-host.js";

/*
 * The README's blocks with `file=PATH` are files; but for those of generated code, which are an excerpt of a file that a command wrote.
 * The `npx polc …` commands of a `console` block are run on them, and what they print is compared; `replace=OLD|NEW` edits the policy for
 * one block. `decision=PATH` is the decision of that request.
 */

const blocks = markdownBlocks(readFileSync("README.md", "utf8"));
const policyPath = "policies/mail.pol";

describe("README.md", () => {
  let host: MemoryHost;
  beforeAll(() => {
    host = memoryHost(new Map(given().map((block) => [fileOf(block), block.text])));
  });

  it("has at most 150 lines", () => {
    expect(readFileSync("README.md", "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  it("has a request that the policy is asked", () => expect(given().map(fileOf)).toContain("request.json"));

  it.each(commandBlocks())("console, line %i", async (_, block) => {
    const policy = host.files.get(policyPath) ?? "";
    const [old, replacement = ""] = block.attributes.get("replace")?.split("|") ?? [];
    if (old !== undefined) host.files.set(policyPath, policy.replace(old, replacement));
    expect(await transcript(host, commandsOf(block))).toBe(block.text);
    host.files.set(policyPath, policy);
  });

  it.each(blocks.filter(({ attributes }) => attributes.has("decision")))(
    "decision, line $line",
    async (block) => {
      host.clear();
      await runProgram(["eval", "policies", block.attributes.get("decision") ?? ""], host);
      expect(withoutEmpty(JSON.parse(host.printed()))).toEqual(JSON.parse(block.text));
    },
  );

  it.each(blocks.filter(({ language }) => language === "js"))("generated code, line $line", (block) => {
    expect(host.files.get(fileOf(block))).toContain(block.text);
  });
});

function given(): readonly MarkdownBlock[] {
  return blocks.filter(({ attributes, language }) => attributes.has("file") && language !== "js");
}

/** A decision without its empty lists, and with a digest that no change of the example touches. */
function withoutEmpty(decision: object): object {
  const members = Object.entries(decision).filter(
    ([, value]) => !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(members), digest: "sha256:…" };
}

function commandBlocks(): readonly (readonly [number, MarkdownBlock])[] {
  return blocks
    .filter((block) => block.language === "console" && commandsOf(block).length > 0)
    .map((block) => [block.line, block]);
}

function fileOf({ attributes }: MarkdownBlock): string {
  return attributes.get("file") ?? "";
}

function commandsOf({ text }: MarkdownBlock): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("$ npx polc "));
}

/** What a person sees who types the commands, one after the other. */
async function transcript(host: MemoryHost, commands: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const command of commands) {
    host.clear();
    await runProgram(command.slice("$ npx polc ".length).split(" "), host);
    parts.push(`${command}\n${host.printed()}`);
  }
  return parts.join("");
}
