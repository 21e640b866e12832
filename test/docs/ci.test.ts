import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import * as polcPackage from "../../src/index.js";
import { polc, type Ran } from "../cli/memory-host.js";
import { policy, tests } from "../cli/sample-set.js";
import { schemaProblems } from "../diagnostics/sarif-reader.js";
import { readXml } from "../testing/read-xml.js";
import { markdownBlocks } from "./markdown-blocks.js";
import { readYaml } from "./read-yaml.js";

/*
 * The YAML of docs/ci.md is read, its GitHub workflows are held against the schema of workflows, and every `npx polc …` of the page is run,
 * on policies that are well and on policies that are not.
 */

const page = readFileSync("docs/ci.md", "utf8");
const blocks = markdownBlocks(page);
const yaml = blocks.filter(({ language }) => language === "yaml");

const passing = `${tests.slice(0, tests.indexOf('test "sales')).trimEnd()}\n`;
const well = { "policies/policy.pol": policy, "policies/tests.pol": passing };
const failing = { ...well, "policies/tests.pol": tests };
const broken = { ...well, "policies/policy.pol": policy.replace("principal.team", "principal.teem") };

describe("docs/ci.md", () => {
  it.each(yaml)("line $line is YAML", ({ text }) => {
    expect(readYaml(text)).toBeTypeOf("object");
  });

  const workflows = yaml.filter(({ attributes }) => attributes.get("file")?.startsWith(".github/workflows/"));

  it.each(workflows)("line $line is a workflow", ({ text }) => {
    const validate = workflowSchema();
    validate(readYaml(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  const commands = [...page.matchAll(/^.*\bnpx polc (.*)$/gm)].map(([, command = ""]) =>
    command.replace(/'$/, ""),
  );
  const onPolicies = commands.filter((command) => !command.startsWith("import "));

  it.each(onPolicies)("polc %s ends with 0 on policies that are well", async (command) => {
    expect(await run(command, well)).toMatchObject({ code: 0 });
  });

  it.each(onPolicies.filter((command) => /^(?:check|test|build)/.test(command)))(
    "polc %s ends with 1 on policies with an error, with a whole report",
    async (command) => {
      const { code, stdout } = await run(command, broken);
      expect(code).toBe(1);
      if (command.includes("sarif")) expect(schemaProblems(stdout)).toEqual([]);
      if (command.includes("junit")) expect(readXml(stdout).attributes).toMatchObject({ errors: "1" });
    },
  );

  it.each(onPolicies.filter((command) => command.startsWith("test")))(
    "polc %s ends with 1 if a test fails",
    async (command) => {
      expect(await run(command, failing)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^1 passed, 1 failed\n/),
      });
    },
  );

  it.each(commands.filter((command) => command.startsWith("import ")))(
    "polc %s ends with 0, and with 1 when a server has changed",
    async (command) => {
      const tools = (description: string) =>
        JSON.stringify({ tools: [{ name: "echo", description, inputSchema: { type: "object" } }] });
      const given = { ...well, "tools.json": tools("Echoes.") };
      const imported = await polc(["import", "mcp", "tools.json", "-o", "policies"], { files: given });
      expect(imported.code).toBe(0);
      expect(await run(command, imported.files)).toMatchObject({ code: 0 });
      const changed = { ...imported.files, "tools.json": tools("Echoes!") };
      expect(await run(command, changed)).toMatchObject({ code: 1, files: changed });
    },
  );

  it.each(["check", "test", "fmt", "import mcp"])("lists the formats of polc %s", async (command) => {
    const { stdout } = await polc([...command.split(" "), "--help"]);
    const choices = /--format <format>.*?\(choices: (.*?),\s+default/s.exec(stdout)?.[1] ?? "";
    expect(formatsOf(command)).toEqual(JSON.parse(`[${choices}]`));
  });

  it("names functions of the package", () => {
    const imported = blocks.flatMap(({ language, text }) =>
      language === "js" ? (/\{ (.*) \} from "polc"/.exec(text)?.[1]?.split(", ") ?? []) : [],
    );
    expect(imported).not.toEqual([]);
    for (const name of imported) expect(polcPackage).toHaveProperty(name);
  });
});

function workflowSchema() {
  const path = createRequire(import.meta.url).resolve("schemastore/schemas/json/github-workflow.json");
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(path, "utf8")));
}

/** Runs a command of the page without what its shell does. */
function run(command: string, files: Readonly<Record<string, string>>): Promise<Ran> {
  const args = command.replace(/ > .*$/, "").split(" ");
  // The laws are not what is tested here: a few requests do.
  return polc([...args, ...(command.startsWith("test") ? ["--runs", "10"] : [])], { files });
}

/** The formats that the table of the page has for a command. */
function formatsOf(command: string): readonly string[] {
  const rows = [...page.matchAll(/^\| (.*?) ?\| (`.*?) \| /gm)].map(([, first = "", formats = ""]) => ({
    first,
    formats,
  }));
  const start = rows.findIndex(({ first }) => first.startsWith(`\`polc ${command}`));
  const next = rows.findIndex(({ first }, index) => index > start && first !== "");
  const own = rows.slice(start, next < 0 ? undefined : next);
  return own.flatMap(({ formats }) => [...formats.matchAll(/`(\w+)`/g)].map(([, format = ""]) => format));
}
