import { describe, expect, it } from "vitest";
import { importCode } from "../codegen/import-code.js";
import { polc } from "./memory-host.js";

const tools = {
  serverInfo: { name: "notes", version: "1.2.0" },
  tools: [
    {
      name: "search",
      description: "Searches the notes.",
      inputSchema: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    { name: "remove-all", inputSchema: { type: "object" } },
  ],
};

const rules = `principal User

policy notes {

  rule people_search
    allow User to notes.search
}
`;

const files = { "lists/notes.json": JSON.stringify(tools), "p/rules.pol": rules };
const file = "p/imports/notes.pol";
const lockFile = "p/polc.lock.json";

/** The files after the notes were imported. */
async function imported(): Promise<Readonly<Record<string, string>>> {
  const ran = await polc(["import", "mcp", "lists/notes.json", "-o", "p"], { files });
  expect(ran).toMatchObject({ code: 0, stdout: `${file}\n${lockFile}\n` });
  return ran.files;
}

describe("polc import mcp -o", () => {
  it("remembers the file by its way from the lock file, and finds it again", async () => {
    const before = await imported();
    expect(JSON.parse(before[lockFile] ?? "").imports["imports/notes.pol"]).toMatchObject({
      server: "notes",
      serverInfo: { name: "notes", version: "1.2.0" },
      source: { file: "../lists/notes.json" },
      tools: { "notes.search": { tool: "search" }, "notes.remove-all": { tool: "remove-all" } },
    });
    const ran = await polc(["import", "mcp", "--check", "-o", "p"], { files: before });
    expect(ran).toMatchObject({ code: 0, stdout: "", stderr: "notes: 2 tools, unchanged\n" });
    const moved = { ...before, "lists/notes.json": JSON.stringify({ ...tools, tools: [] }) };
    expect(await polc(["import", "mcp", "--check", "-o", "p"], { files: moved })).toMatchObject({ code: 1 });
  });

  it("gives the same lock file again, and keeps the entries of other servers", async () => {
    const before = await imported();
    const again = await polc(["import", "mcp", "lists/notes.json", "-o", "p"], { files: before });
    expect(again.files).toEqual(before);
    const other = await polc(["import", "mcp", "-", "--as", "wiki", "-o", "p"], {
      files: before,
      stdin: JSON.stringify({ tools: [] }),
    });
    const { imports } = JSON.parse(other.files[lockFile] ?? "");
    expect(Object.keys(imports)).toEqual(["imports/notes.pol", "imports/wiki.pol"]);
    expect(imports["imports/notes.pol"]).toEqual(
      JSON.parse(before[lockFile] ?? "").imports["imports/notes.pol"],
    );
    expect(imports["imports/wiki.pol"].source).toEqual({ file: "-" });
  });

  it("checks a server that is named by the name that it was imported by", async () => {
    const source = ["mcp", "lists/notes.json"];
    const { files: before } = await polc(["import", ...source, "--as", "memos", "-o", "p"], { files });
    const ran = await polc(["import", ...source, "--check", "-o", "p"], { files: before });
    expect(ran).toMatchObject({ code: 0, stdout: "", stderr: "memos: 2 tools, unchanged\n" });
  });

  it("does not take for unchanged what is no list any more", async () => {
    const broken = { ...(await imported()), "lists/notes.json": '{"error": {"message": "no"}}' };
    const ran = await polc(["import", "mcp", "--check", "-o", "p"], { files: broken });
    expect(ran).toMatchObject({ code: 1, stderr: "lists/notes.json: no list of tools\n" });
    expect(ran.stdout).toContain("error[POL4018]");
  });

  it("overwrites no lock file that it cannot read", async () => {
    const broken = { ...files, [lockFile]: "<<<<<<< ours" };
    const ran = await polc(["import", "mcp", "lists/notes.json", "-o", "p"], { files: broken });
    expect(ran).toMatchObject({ code: 2, stdout: "", files: broken });
    expect(ran.stderr).toContain("error[POL4021]: `p/polc.lock.json` cannot be relied on");
  });

  it("writes nothing if it cannot write all", async () => {
    const ran = await polc(["import", "mcp", "lists/notes.json", "-o", "p"], { files, full: true });
    expect(ran).toMatchObject({ code: 2, stdout: "", files });
  });

  it.each([
    [["--check"], "`--check` needs the policy set"],
    [["--header", "A: b", "lists/notes.json"], "`--header` is for one server"],
    [["--header", "A: b", "--http", "http://a", "--http", "http://b"], "`--header` is for one server"],
    [["--check", "-o", "p"], "there is no `p/polc.lock.json`"],
    [["--timeout", "soon", "lists/notes.json"], "It is a number of seconds above 0."],
  ])("%j is wrong usage", async (options, message) => {
    const ran = await polc(["import", "mcp", ...options], { files });
    expect(ran).toMatchObject({ code: 2, stdout: "", files });
    expect(ran.stderr).toContain(message);
  });
});

describe("polc check beside a lock file", () => {
  it("says nothing of imported files, whatever their ends of lines, and after polc fmt", async () => {
    const before = await imported();
    expect(await polc(["check", "--strict", "p"], { files: before })).toMatchObject({ code: 0, stdout: "" });
    const windows = { ...before, [file]: before[file]?.replaceAll("\n", "\r\n") ?? "" };
    expect(await polc(["check", "--strict", "p"], { files: windows })).toMatchObject({ code: 0, stdout: "" });
    expect(await polc(["fmt", "p"], { files: before })).toMatchObject({ stdout: "", files: before });
  });

  it("warns of an imported file that was edited", async () => {
    const before = await imported();
    const edited = { ...before, [file]: `${before[file]}\n// mine\n` };
    const ran = await polc(["check", "p"], { files: edited });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatchInlineSnapshot(`
      "warning[POL4022]: \`imports/notes.pol\` is not as it was imported from \`notes\`
        ┌ p/imports/notes.pol:1:1
      1 │ // The tools of notes (notes 1.2.0), imported by polc.
        │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ edited since, and the next import overwrites it
        = help: say what you know better in another file with \`refine action\`, and import the server again
      "
    `);
  });

  it("warns of an action that is gone, and of a file that is", async () => {
    const before = await imported();
    const without = { ...before, [file]: before[file]?.replace(/action notes\."remove-all".*\n/, "") ?? "" };
    const ran = await polc(["check", "p"], { files: without });
    expect(ran.stdout).toContain(
      "warning[POL4023]: `polc.lock.json` names `notes.remove-all`, which is not in the policy set",
    );
    const { [file]: _, ...others } = before;
    const gone = { ...others, "p/rules.pol": "principal User\n" };
    expect((await polc(["check", "p"], { files: gone })).stdout).toMatchInlineSnapshot(`
      "warning[POL4023]: \`polc.lock.json\` names \`imports/notes.pol\`, which is not in the policy set
        ┌ p/polc.lock.json:4:5
      4 │     "imports/notes.pol": {
        │     ^^^^^^^^^^^^^^^^^^^ imported from \`notes\`
        = help: import the server again, or remove the entry
      "
    `);
  });

  it("refuses a lock file that it cannot read", async () => {
    const broken = { "p/rules.pol": "principal User\n", [lockFile]: "{}" };
    const ran = await polc(["check", "p"], { files: broken });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(
      "error[POL4021]: `polc.lock.json` cannot be relied on: expected 1 at `/version`",
    );
  });

  it("does not look at it for one file alone, nor for standard input", async () => {
    const broken = { "p/rules.pol": "principal User\n", [lockFile]: "{}" };
    expect(await polc(["check", "p/rules.pol"], { files: broken })).toMatchObject({ code: 0, stdout: "" });
    const piped = { files: broken, stdin: "principal User\n" };
    expect(await polc(["check", "-"], piped)).toMatchObject({ code: 0, stdout: "" });
  });
});

/** What these tests read of a module's `policySet`. */
interface ToolFacts {
  readonly digest: string;
  readonly tools: readonly { readonly tool: string }[];
}

describe("polc build beside a lock file", () => {
  /** What the built module says of itself. */
  async function policySetOf(world: Readonly<Record<string, string>>) {
    const { files: written } = await polc(["build", "p", "-o", "out"], { files: world });
    const code = written["out/policy.js"] ?? "";
    const { policySet } = await importCode(code);
    return { policySet: policySet as ToolFacts, declarations: written["out/policy.d.ts"] ?? "" };
  }

  it("names the tools with their digests, and has the same digest as without it", async () => {
    const before = await imported();
    const { policySet, declarations } = await policySetOf(before);
    const locked = JSON.parse(before[lockFile] ?? "").imports["imports/notes.pol"].tools;
    expect(policySet.tools).toEqual(
      ["remove-all", "search"].map((tool) => ({
        action: `notes.${tool}`,
        server: "notes",
        tool,
        digest: locked[`notes.${tool}`].digest,
      })),
    );
    expect(Object.isFrozen(policySet.tools[0])).toBe(true);
    expect(declarations).toContain("readonly tools: readonly ImportedTool[];");
    const { [lockFile]: _, ...without } = before;
    const unlocked = await policySetOf(without);
    expect(unlocked.policySet.tools).toEqual([]);
    expect(unlocked.policySet.digest).toBe(policySet.digest);
  });

  it("leaves out a tool whose action is gone", async () => {
    const before = await imported();
    const without = { ...before, [file]: before[file]?.replace(/action notes\."remove-all".*\n/, "") ?? "" };
    const { policySet } = await policySetOf(without);
    expect(policySet.tools.map(({ tool }) => tool)).toEqual(["search"]);
  });
});
