import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";

const search = {
  name: "search",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, additionalProperties: false },
  annotations: { readOnlyHint: true, openWorldHint: false },
};
const notes = JSON.stringify({ server: "notes", tools: [search] });
const files = {
  "notes.json": notes,
  "wiki.json": JSON.stringify({ tools: [search] }),
  "loose.json": JSON.stringify({ tools: [{ ...search, inputSchema: true }] }),
  "twice.json": JSON.stringify({ tools: [search, search] }),
  "broken.json": '{"tools": [',
};
const imported = `// The tools of notes, imported by polc.
// Not to be edited: \`refine action\` narrows an action elsewhere.

use std.mcp

action notes.search(text?: String) tagged read_only
`;

describe("polc import mcp", () => {
  it("prints the policy text, and a summary to standard error", async () => {
    expect(await polc(["import", "mcp", "notes.json"], { files })).toEqual({
      code: 0,
      stdout: imported,
      stderr: "1 server, 1 tool: no problems\n",
      files,
    });
  });

  it("prints a text of several servers that is a policy set", async () => {
    const { code, stdout } = await polc(["import", "mcp", "wiki.json", "notes.json"], { files });
    expect(code).toBe(0);
    expect(await polc(["check", "--strict", "-"], { stdin: stdout })).toMatchObject({ code: 0, stdout: "" });
  });

  it("writes the files of a policy set", async () => {
    const ran = await polc(["import", "mcp", "notes.json", "wiki.json", "-o", "p"], { files });
    expect(ran).toMatchObject({
      code: 0,
      stdout: "p/imports/notes.pol\np/imports/wiki.pol\np/polc.lock.json\n",
      stderr: "2 servers, 2 tools: no problems\n",
    });
    expect(ran.files["p/imports/notes.pol"]).toBe(imported);
    expect(await polc(["check", "--strict", "p"], { files: ran.files })).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(await polc(["fmt", "--check", "p"], { files: ran.files })).toMatchObject({ code: 0 });
  });

  it("reads standard input, and calls the server as it is told", async () => {
    const ran = await polc(["import", "mcp", "-", "--as", "mine"], { stdin: notes });
    expect(ran).toMatchObject({ code: 0, stdout: imported.replaceAll("notes", "mine") });
  });

  it("believes no annotation of a server that is not trusted, and remembers it", async () => {
    const ran = await polc(["import", "mcp", "notes.json", "--untrusted", "-o", "p"], { files });
    expect(ran.files["p/imports/notes.pol"]).toBe(
      imported
        .replace(
          "// Not",
          "// Its annotations are not believed: tags are what MCP expects of tools without.\n// Not",
        )
        .replace("read_only\n", "destructive, open_world\n"),
    );
    expect(JSON.parse(ran.files["p/polc.lock.json"] ?? "")).toMatchObject({
      imports: { "imports/notes.pol": { untrusted: true } },
    });
    expect(await polc(["import", "mcp", "--check", "-o", "p"], { files: ran.files })).toMatchObject({
      code: 0,
    });
    const titled = JSON.stringify({ server: "notes", tools: [{ ...search, title: "Search" }] });
    const changed = { ...ran.files, "notes.json": titled };
    const checked = await polc(["import", "mcp", "--check", "-o", "p"], { files: changed });
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain("+ /// Search");
    expect(checked.stdout).not.toContain("tagged read_only");
  });

  it("ends with 0 for warnings, and shows them", async () => {
    const ran = await polc(["import", "mcp", "loose.json"], { files });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("action loose.search(...) tagged read_only\n");
    expect(ran.stderr).toContain("warning[POL4010]: `loose.search`, at `#`: ");
    expect(ran.stderr).toContain("┌ loose.json:1:19\n");
    expect(ran.stderr).toMatch(/\n\n1 server, 1 tool: 1 warning\n$/);
  });

  it("prints findings as JSON to standard error", async () => {
    const { code, stderr } = await polc(["import", "mcp", "--format", "json", "loose.json"], { files });
    expect(code).toBe(0);
    expect(JSON.parse(stderr).diagnostics).toMatchObject([
      { code: "POL4010", name: "inexact-tool-schema", place: { file: "loose.json" } },
    ]);
  });

  it.each([
    ["two tools of one name", ["twice.json"], "error[POL4014]: `twice` has two tools `search`"],
    [
      "two servers of one name",
      ["notes.json", "notes.json"],
      "error[POL4014]: there are two servers `notes`",
    ],
    [
      "no JSON",
      ["notes.json", "broken.json"],
      "error[POL4018]: the list is no JSON: the text ends too early",
    ],
  ])("ends with 1 for %s, and gives nothing half", async (_, names, problem) => {
    const printed = await polc(["import", "mcp", ...names], { files });
    expect(printed).toMatchObject({ code: 1, stdout: "" });
    expect(printed.stderr).toContain(problem);
    expect(await polc(["import", "mcp", ...names, "-o", "p"], { files })).toMatchObject({ code: 1, files });
  });

  it.each([
    ["no file", ["none.json"], "`none.json` cannot be read, or is not UTF-8"],
    ["nothing", [], "there is nothing to import: name a file with a list of tools"],
    [
      "one name for two servers",
      ["--as", "x", "notes.json", "wiki.json"],
      "`--as` names one server, and there are several to import",
    ],
    [
      "a name that is no word",
      ["--as", "my-notes", "notes.json"],
      "`my-notes` cannot be the first word of an action: take `my_notes`",
    ],
  ])("ends with 2 for %s", async (_, args, problem) => {
    const ran = await polc(["import", "mcp", ...args], { files });
    expect(ran).toMatchObject({ code: 2, stdout: "", files });
    expect(ran.stderr).toContain(`error[POL4018]: ${problem}`);
  });

  it("says so where a file cannot be written", async () => {
    const ran = await polc(["import", "mcp", "notes.json", "-o", "p"], { files, full: true });
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("error[POL4005]: `p/imports/notes.pol` is not written");
  });
});
