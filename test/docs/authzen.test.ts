import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.js";
import { decisionService } from "../adapters/authzen/decision-service.js";
import { polc } from "../cli/memory-host.js";
import { compile } from "../codegen/support.js";
import { markdownBlocks } from "./markdown-blocks.js";

const page = readFileSync("docs/authzen.md", "utf8");
const blocks = markdownBlocks(page);
const files = new Map(
  blocks.flatMap(({ attributes, text }) => {
    const path = attributes.get("file");
    return path === undefined ? [] : [[path, text] as const];
  }),
);
const policy = files.get("policies/records.pol") ?? "";
const entities = files.get("entities.json") ?? "";

describe("docs/authzen.md", () => {
  it("has a policy as the formatter lays it out, which is built as it says", async () => {
    expect(format({ path: "", text: policy }).text).toBe(policy);
    const { code, stdout } = await polc(["build", "policies", "-o", "dist"], {
      files: { "policies/records.pol": policy },
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "dist/policy.js\ndist/policy.d.ts\ndist/policy.js.map\n",
    });
  });

  const asked = blocks
    .filter(({ attributes }) => attributes.has("ask"))
    .flatMap(({ text }) => [...text.matchAll(/^\$ curl -s http:\/\/[^/]+(\S+) .* -d '([^']*)'\n(.*)$/gm)]);

  it("asks often enough", () => expect(asked.length).toBe(6));

  it.each(asked.map(([, path = "", body = "", answer = ""]) => ({ path, body, answer })))(
    "$path answers as it says: $body",
    async ({ path, body, answer }) => {
      const pdp = decisionService(policy, { known: JSON.parse(entities) });
      const { status, body: answered } = await pdp.post(path, body);
      const shown = JSON.stringify(answered).replace(/"(id|next_token)":"[\w-]{20,}"/g, '"$1":"…"');
      expect([status, shown]).toEqual([200, answer]);
    },
  );

  it("names options that there are, with what holds where they are not given", async () => {
    const { stdout } = await polc(["serve", "--help"]);
    const named = new Set([...page.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option));
    expect(named.size).toBeGreaterThan(12);
    for (const option of named) expect(stdout).toContain(option);
    for (const value of ['"127.0.0.1:8181"', "1048576", "10)"]) expect(stdout).toContain(value);
  });

  it("names tests that there are", () => {
    const table = page.slice(page.indexOf("## Conformance"));
    const read = (name: string) => readFileSync(`test/adapters/authzen/${name}`, "utf8");
    let file = "certification.test.ts";
    let count = 0;
    for (const [, cell = ""] of table.matchAll(/^\| [^|]* \| (`.*) \|$/gm)) {
      file = "certification.test.ts";
      for (const [, name = ""] of cell.matchAll(/`([^`]+)`/g)) {
        if (name.endsWith(".test.ts")) file = name;
        else expect(read(file)).toContain(name);
        count++;
      }
    }
    expect(count).toBeGreaterThan(50);
  });

  const folder = mkdtempSync(join(tmpdir(), "polc-docs-authzen-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has a program that works", async () => {
    const adapters = new URL("../../src/adapters/", import.meta.url).href;
    const code = (files.get("handler.mjs") ?? "")
      .replace(/"polc\/(\w+)"/g, (_, entry: string) => JSON.stringify(`${adapters}${entry}.ts`))
      .replace(/"(dist\/policy\.js|entities\.json|audit\.jsonl)"/g, (_, path: string) =>
        JSON.stringify(join(folder, path)),
      )
      .replace("process.env.GATEWAY_KEY", '"0123456789abcdef"')
      .replaceAll("watch: true", "watch: false");
    put("dist/policy.js", compile(policy).code);
    put("entities.json", entities);
    const { handler } = await import(put("handler.mjs", code));
    const [first] = asked;
    const headers = { "content-type": "application/json", "x-api-key": "0123456789abcdef" };
    const response = await handler(
      new Request(`http://x${first?.[1]}`, { method: "POST", body: first?.[2] ?? "", headers }),
    );
    expect(await response.json()).toMatchObject({ decision: true });
  });

  function put(name: string, text: string): string {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }
});
