import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { afterAll, describe, expect, it, vi } from "vitest";
import { readRelationModel } from "../../src/adapters/relations.js";
import { check, compile } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { startStandIn } from "../adapters/openfga/stand-in.js";
import { isInstalled, startSpicedb } from "../adapters/spicedb/real-spicedb.js";
import { markdownBlocks } from "./markdown-blocks.js";

/*
 * The blocks of docs/relations.md with `file=PATH` are the files of a project, whose programs run here, but for the paths that they open and the
 * server that they ask; what one prints is `text out=PATH`.
 */

const blocks = markdownBlocks(readFileSync("docs/relations.md", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "polc-relations-"));
const modules = {
  relations: "relations",
  "relations/openfga": "openfga",
  "relations/spicedb": "spicedb",
  "relations/sqlite": "relations-sqlite",
};

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await standIn.close();
});

mkdirSync(join(folder, "node_modules/polc/relations"), { recursive: true });
writeFileSync(
  join(folder, "node_modules/polc/package.json"),
  '{ "type": "module", "exports": { "./*": "./*.js" } }',
);
for (const [name, entry] of Object.entries(modules)) {
  const url = new URL(`../../src/adapters/${entry}.ts`, import.meta.url);
  writeFileSync(join(folder, `node_modules/polc/${name}.js`), `export * from ${JSON.stringify(url.href)};\n`);
}
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
const policyText = blocks.find(({ attributes }) => attributes.get("file") === "schema.pol")?.text ?? "";
const standIn = await startStandIn(readRelationModel([{ path: "schema.pol", text: policyText }]));
for (const { attributes, text } of blocks) {
  const path = attributes.get("file");
  const opened = text
    .replace(
      /\("(relations\.(?:jsonl|db)|schema\.pol)"/g,
      (_, name) => `(${JSON.stringify(join(folder, name))}`,
    )
    .replace("http://localhost:8080", standIn.apiUrl);
  if (path !== undefined) writeFileSync(join(folder, path), path.endsWith(".js") ? opened : text);
}

const sharing = blocks.find(({ attributes }) => attributes.get("file") === "sharing.pol")?.text ?? "";
mkdirSync(join(folder, "dist"));
writeFileSync(
  join(folder, "dist/policy.js"),
  compile([{ path: "sharing.pol", text: sharing }]).module?.code ?? "",
);

async function expectPrints(path: string): Promise<void> {
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values: readonly unknown[]) => {
    printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
  });
  await import(pathToFileURL(join(folder, path)).href);
  log.mockRestore();
  const expected = blocks.find(({ attributes }) => attributes.get("out") === path)?.text;
  expect(`${printed.join("\n")}\n`).toBe(expected);
}

describe("docs/relations.md", () => {
  it.each(["main.js", "decide.js", "snapshot.js", "database.js", "openfga.js"])(
    "%s prints what the page says",
    expectPrints,
  );

  it.skipIf(!isInstalled)("spicedb.js prints what the page says", async () => {
    const server = await startSpicedb();
    const path = join(folder, "spicedb.js");
    const text = readFileSync(path, "utf8")
      .replace("localhost:50051", server.endpoint)
      .replace("process.env.SPICEDB_KEY", `${JSON.stringify(server.token)}, timeout: 30_000`);
    writeFileSync(path, text);
    await expectPrints("spicedb.js");
    await server.kill();
  });

  it.each(blocks.filter(({ language }) => language === "pol"))(
    "line $line is Pol that checks, laid out as the formatter does",
    ({ text }) => {
      expect(check([{ path: "a.pol", text }]).diagnostics).toEqual([]);
      expect(format({ path: "a.pol", text }).text).toBe(text);
    },
  );
});
