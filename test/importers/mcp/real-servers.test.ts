import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { importTools } from "../../../src/importers/mcp/import-tools.js";
import { readToolList } from "../../../src/importers/mcp/read-tool-list.js";
import type { ToolList } from "../../../src/importers/mcp/tool-list.js";
import { format } from "../../../src/syntax/format.js";
import { permuted, shuffled } from "./shuffle.js";

const corpora =
  process.env.POLC_CORPORA ?? fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
const folder = join(corpora, "mcp-tools");
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];

if (names.length === 0) console.log(`skipped: no tool lists of real servers in ${folder}`);

function readList(name: string, text = readFileSync(join(folder, name), "utf8")): ToolList {
  const { list, diagnostics } = readToolList({ path: name, text });
  expect(diagnostics).toEqual([]);
  expect(list).toBeDefined();
  return list as ToolList;
}

describe.skipIf(names.length === 0)("tools of real servers", () => {
  it.each(names)("%s: all are imported, check, and are formatted", (name) => {
    const list = readList(name);
    const { files, actions, diagnostics } = importTools([list]);
    const result = check(files);
    expect(result.diagnostics).toEqual([]);
    expect([...(result.policySet?.actions.keys() ?? [])].sort()).toEqual(actions.map(({ action }) => action));
    expect(actions.map(({ tool }) => tool)).toEqual(list.tools.map((tool) => tool.name).sort());
    expect(files.map((file) => format(file).text)).toEqual(files.map(({ text }) => text));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each(names)("%s: none of its texts is suspicious", (name) => {
    const { diagnostics } = importTools([readList(name)]);
    expect(diagnostics.filter(({ code }) => code === "POL4012" || code === "POL4013")).toEqual([]);
  });

  it.each(names)("%s: the order of tools and members does not show", (name) => {
    const list = readList(name);
    const { tools, ...others } = JSON.parse(list.source.text);
    const other = readList(name, JSON.stringify(shuffled({ ...others, tools: permuted(tools, 7) }, 7)));
    expect(importTools([other]).files).toEqual(importTools([list]).files);
  });

  it("check all together", () => {
    const { files, actions, diagnostics } = importTools(names.map((name) => readList(name)));
    const result = check(files);
    expect(result.diagnostics).toEqual([]);
    expect(result.policySet?.actions.size).toBe(actions.length);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
