import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { afterAll, describe, expect, it, vi } from "vitest";
import { compile } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * The blocks of docs/filter.md with `file=PATH` are the files of a project, whose policy is built and whose program runs here; what it prints is
 * `text out=PATH`.
 */

const blocks = markdownBlocks(readFileSync("docs/filter.md", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "polc-filter-"));
const policyText = textOf("file", "policy.pol");
const { module, diagnostics } = compile([{ path: "policy.pol", text: policyText }]);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function textOf(attribute: string, value: string): string {
  return blocks.find(({ attributes }) => attributes.get(attribute) === value)?.text ?? "";
}

const polc = join(folder, "node_modules/polc");
mkdirSync(polc, { recursive: true });
writeFileSync(join(polc, "package.json"), '{ "type": "module", "exports": { "./*": "./*.js" } }');
for (const name of ["filter", "relations"]) {
  const url = new URL(`../../src/adapters/${name}.ts`, import.meta.url);
  writeFileSync(join(polc, `${name}.js`), `export * from ${JSON.stringify(url.href)};\n`);
}
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
writeFileSync(join(folder, "policy.js"), module?.code ?? "");
writeFileSync(join(folder, "main.js"), textOf("file", "main.js"));

describe("docs/filter.md", () => {
  it("has a policy that checks, laid out as the formatter does", () => {
    expect(diagnostics).toEqual([]);
    expect(format({ path: "policy.pol", text: policyText }).text).toBe(policyText);
  });

  it("prints what the page says", async () => {
    const printed: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((value: unknown) => {
      printed.push(typeof value === "string" ? value : inspect(value));
    });
    await import(pathToFileURL(join(folder, "main.js")).href);
    log.mockRestore();
    expect(`${printed.join("\n")}\n`).toBe(textOf("out", "main.js"));
  });
});
