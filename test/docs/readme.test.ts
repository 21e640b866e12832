import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { polc } from "../cli/memory-host.js";
import { type MarkdownBlock, markdownBlocks } from "./markdown-blocks.js";

/*
 * The README's `pol` and `json` blocks with `file=PATH` are files. The `npx polc …` commands of a `console` block are run on them, and what
 * they print is compared; `replace=OLD|NEW` edits the policy for one block. A `js` block is an excerpt of the file of that name that a command
 * wrote; `decision=PATH` is the decision of that request.
 */

const readme = readFileSync("README.md", "utf8");
const blocks = markdownBlocks(readme);
const policyPath = "policies/mail.pol";

describe("README.md", () => {
  it("has at most 150 lines", () => {
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  it.each(blocks.filter((block) => commandsOf(block).length > 0))("console, line $line", async (block) => {
    const [old, replacement = ""] = block.attributes.get("replace")?.split("|") ?? [];
    const policy = given()[policyPath] ?? "";
    const files = { ...given(), [policyPath]: old === undefined ? policy : policy.replace(old, replacement) };
    expect((await run(commandsOf(block), files)).transcript).toBe(block.text);
  });

  it.each(blocks.filter(({ language }) => language === "js"))("generated code, line $line", async (block) => {
    const { files } = await run(blocks.filter(isAsShown).flatMap(commandsOf), given());
    expect(functionLike(block.text, files[block.attributes.get("file") ?? ""] ?? "")).toBe(block.text);
  });

  it.each(blocks.filter(({ attributes }) => attributes.has("decision")))(
    "decision, line $line",
    async (block) => {
      const { stdout } = await polc(["eval", "policies", block.attributes.get("decision") ?? ""], {
        files: given(),
      });
      expect(withoutEmpty(JSON.parse(stdout))).toEqual(JSON.parse(block.text));
    },
  );
});

/** The function of `code` whose comment begins as that of `excerpt`. */
function functionLike(excerpt: string, code: string): string {
  const start = code.indexOf(excerpt.split("\n").slice(0, 2).join("\n"));
  const end = code.indexOf("\n}\n", start);
  return start < 0 ? code : code.slice(start, end + "\n}\n".length);
}

/** The files that the README shows. */
function given(): Readonly<Record<string, string>> {
  const shown = blocks.filter(({ attributes, language }) => attributes.has("file") && language !== "js");
  return Object.fromEntries(shown.map(({ attributes, text }) => [attributes.get("file") ?? "", text]));
}

function isAsShown({ attributes }: MarkdownBlock): boolean {
  return !attributes.has("replace");
}

function commandsOf({ language, text }: MarkdownBlock): readonly string[] {
  if (language !== "console") return [];
  return text.split("\n").filter((line) => line.startsWith("$ npx polc "));
}

interface Session {
  /** What a person sees who types the commands, one after the other. */
  readonly transcript: string;
  readonly files: Readonly<Record<string, string>>;
}

async function run(commands: readonly string[], files: Session["files"]): Promise<Session> {
  let session: Session = { transcript: "", files };
  for (const command of commands) {
    const ran = await polc(command.slice("$ npx polc ".length).split(" "), { files: session.files });
    const transcript = `${session.transcript}${command}\n${ran.stdout}${ran.stderr}`;
    session = { transcript, files: ran.files };
  }
  return session;
}

/** A decision without its empty lists, and with a digest that no change of the example touches. */
function withoutEmpty(decision: object): object {
  const members = Object.entries(decision).filter(
    ([, value]) => !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(members), digest: "sha256:…" };
}
