import { describe, expect, it } from "vitest";
import { renderText } from "../../../src/diagnostics/render-text.js";
import { readToolList } from "../../../src/importers/mcp/read-tool-list.js";

const search = { name: "search", inputSchema: { type: "object" } };
const send = { name: "send", inputSchema: { type: "object" } };

function read(value: unknown, name?: string) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return readToolList({ path: "lists/mail server.tools.json", text }, name);
}

function problems(value: unknown): readonly string[] {
  return read(value).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe("readToolList", () => {
  it.each([
    ["a result", { tools: [search, send] }, ["/tools/0", "/tools/1"]],
    [
      "a response",
      { jsonrpc: "2.0", id: 1, result: { tools: [search, send] } },
      ["/result/tools/0", "/result/tools/1"],
    ],
    ["a bare array", [search, send], ["/0", "/1"]],
    [
      "pages",
      [{ tools: [search], nextCursor: "2" }, { result: { tools: [send] } }],
      ["/0/tools/0", "/1/result/tools/0"],
    ],
    ["no tools", { tools: [] }, []],
    ["an empty array", [], []],
  ])("reads %s", (_, value, pointers) => {
    const { list, diagnostics } = read(value);
    expect(diagnostics).toEqual([]);
    expect(list?.tools.map(({ pointer }) => pointer)).toEqual(pointers);
    expect(list?.tools.map(({ raw }) => raw)).toEqual([search, send].slice(0, pointers.length));
  });

  it.each([
    [{ tools: [] }, undefined, "mail_server"],
    [
      { serverInfo: { name: "example-servers/mail", version: "1" }, tools: [] },
      undefined,
      "example_servers_mail",
    ],
    [{ server: "mail", serverInfo: { name: "x" }, tools: [] }, undefined, "mail"],
    [{ server: "mail", tools: [] }, "post", "post"],
    [{ server: "7zip", tools: [] }, undefined, "server_7zip"],
    [{ server: "邮件", tools: [] }, undefined, "server"],
    [{ server: "and", tools: [] }, undefined, "and_server"],
    [{ serverInfo: { name: "mail" }, result: { tools: [] } }, undefined, "mail"],
  ])("of %j called %j: the server is %s", (value, name, expected) => {
    expect(read(value, name).list?.server).toBe(expected);
  });

  it.each([
    ["a name", { ...search, name: 7 }, "it has no name"],
    ["an empty name", { ...search, name: "" }, "its name is empty"],
    ["a long name", { ...search, name: "n".repeat(129) }, "its name is longer than 128 characters"],
    [
      "a hidden character",
      { ...search, name: "se\u200barch" },
      "its name has characters that cannot be seen",
    ],
    ["a line break", { ...search, name: "se\narch" }, "its name has characters that cannot be seen"],
    ["no object", "search", "it has no name"],
  ])("leaves out a tool with %s, and keeps the others", (_, tool, problem) => {
    expect(problems({ tools: [tool, send] })).toEqual([`POL4015 a tool is not imported: ${problem}`]);
    expect(read({ tools: [tool, send] }).list?.tools.map(({ name }) => name)).toEqual(["send"]);
  });

  const inputSchema = {
    type: "object",
    properties: { to: { type: "string" } },
    additionalProperties: false,
  };
  it.each([
    ["MCP", { name: "send", inputSchema }, "/0/inputSchema"],
    ["Anthropic", { name: "send", input_schema: inputSchema }, "/0/input_schema"],
    ["functions", { name: "send", parameters: inputSchema }, "/0/parameters"],
    ["OpenAI", { type: "function", name: "send", parameters: inputSchema }, "/0/parameters"],
    [
      "chat completions",
      { type: "function", function: { name: "send", parameters: inputSchema } },
      "/0/function/parameters",
    ],
  ])("reads tools in the form of %s", (_, tool, pointer) => {
    const { list, diagnostics } = read([tool]);
    expect(diagnostics).toEqual([]);
    expect(list?.tools).toMatchObject([{ name: "send", inputSchema, schemaPointer: pointer }]);
    expect(list?.tools[0]?.definition).toHaveProperty("inputSchema", inputSchema);
  });

  it("takes `parameters` for what they are only where there is no schema of MCP's", () => {
    const tool = { name: "send", inputSchema, parameters: { type: "object" } };
    expect(read([tool]).list?.tools).toMatchObject([{ inputSchema, definition: tool }]);
  });

  it("points into a function that is left out", () => {
    const source = { path: "a.json", text: '[{"type": "function", "function": {"name": ""}}]' };
    expect(readToolList(source).diagnostics[0]?.span).toMatchObject({
      start: source.text.indexOf('""'),
    });
  });

  it("warns of a list that goes on", () => {
    expect(problems({ tools: [search], nextCursor: "2" })).toEqual([
      "POL4015 the list goes on: the tools of its next pages are not imported",
    ]);
    expect(problems({ tools: [search], nextCursor: "" })).toEqual([]);
  });

  it.each([
    ["{", "the list is no JSON: the text ends too early"],
    ['{"tools":[],"tools":[]}', 'the list is no JSON: the member "tools" is given twice'],
    ["3", "there is no list of tools here"],
    ['{"tools":{}}', "there is no list of tools here"],
    ['[{"tools":[]},{"result":{}}]', "there is no list of tools here"],
    [
      '{"error":{"code":-32601,"message":"Method not found"}}',
      "the server answered with an error: Method not found",
    ],
  ])("refuses %s", (text, problem) => {
    expect(read(text).list).toBeUndefined();
    expect(problems(text)).toEqual([`POL4018 ${problem}`]);
  });

  it("shows the place", () => {
    const source = { path: "a.json", text: '{"tools": [\n  {"name": ""}\n]}' };
    expect(renderText(readToolList(source).diagnostics, { files: [source] })).toBe(
      `warning[POL4015]: a tool is not imported: its name is empty
  ┌ a.json:2:12
2 │   {"name": ""}
  │            ^^
  = help: no action means that no rule can allow it; MCP's names are 1 to 128 of \`A-Z a-z 0-9 _ - .\`
`,
    );
  });
});
