import { cpSync, readdirSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import type { BuildOptions } from "esbuild";
import { describe, expect, it } from "vitest";
import { check, loadPolicySet } from "../../src/compiler.js";
import { diskHost } from "../../src/disk/disk-host.js";
import { interpret } from "../../src/interpret/interpret.js";
import { invariant } from "../../src/util/invariant.js";
import {
  type BundleOptions,
  bundle,
  codeOf,
  createProject,
  exportsOf,
  type Project,
} from "./esbuild-project.js";

const mail = `principal User { team: String }

action mail.send(to: Email)

policy mail {
  rule support_mails
    allow User to mail.send
    when principal.team == "support"
}
`;

const request = `{
  subject: { type: "User", id: "kim", properties: { team: "support" } },
  action: { name: "mail.send", properties: { to: "sam@example.org" } },
} as const`;

describe.each(readdirSync("examples"))("examples/%s in a bundle", (name) => {
  const folder = join("examples", name);
  const requests = readdirSync(join(folder, "requests")).map((file) =>
    JSON.parse(readFileSync(join(folder, "requests", file), "utf8")),
  );
  const main = `import { allows, decide } from "./policies";
    import requests from "./requests.json";
    export const decisions = requests.map(decide);
    export const allowed = requests.map(allows);`;

  it.each<BuildOptions>([
    { format: "esm", platform: "node" },
    { format: "esm", platform: "browser", minify: true },
    { format: "cjs", platform: "node", minify: true },
    { format: "iife", platform: "browser", target: "es2018" },
    { format: "iife", platform: "browser", minify: true, sourcemap: "inline" },
  ])("decides as the interpreter does: %j", async (options) => {
    const project = createProject({ "main.ts": main, "requests.json": JSON.stringify(requests) });
    cpSync(folder, join(project.folder, "policies"), { recursive: true });
    const loaded = await loadPolicySet(diskHost(), folder);
    const { policySet } = check(loaded.files, loaded);
    invariant(policySet !== undefined, "the example checks");
    const decisions = requests.map((each) => interpret(policySet, each));
    const bundled = await exportsOf(await bundle(project, options), options);
    // As JSON: what a script in a context of its own makes has other prototypes.
    expect(JSON.parse(JSON.stringify(bundled))).toEqual(
      JSON.parse(JSON.stringify({ decisions, allowed: decisions.map(({ decision }) => decision) })),
    );
  });
});

/** A module that exports whether a request is allowed by the policies at `path`. */
function importing(path: string): string {
  return `import { allows } from ${JSON.stringify(path)}; export const allowed = allows(${request});`;
}

async function allowedBy(project: Project, options: BundleOptions = {}): Promise<unknown> {
  const result = await bundle(project, { format: "esm", ...options });
  const { allowed } = (await exportsOf(result, { format: "esm" })) as { allowed: unknown };
  return allowed;
}

describe("polcPlugin resolves", () => {
  it.each([
    ["./policies"],
    ["./policies/"],
    ["./policies.js"],
    ["./policies/mail.pol"],
    ["../app/policies"],
    ["./policies/team/../mail.pol"],
  ])("%s", async (path) => {
    const files = { "app/main.ts": importing(path), "app/policies/mail.pol": mail };
    const project = createProject({ ...files, "app/policies/team/README.md": "" });
    expect(await allowedBy(project, { entryPoints: ["app/main.ts"] })).toBe(true);
  });

  it("a folder by its absolute path", async () => {
    const project = createProject({ "policies/mail.pol": mail });
    project.write({ "main.ts": importing(join(project.folder, "policies")) });
    expect(await allowedBy(project)).toBe(true);
  });

  it("a file of a package, and one that an alias names", async () => {
    const project = createProject({
      "node_modules/@acme/policies/mail.pol": mail,
      "main.ts": importing("@acme/policies/mail.pol"),
    });
    expect(await allowedBy(project)).toBe(true);
    project.write({ "main.ts": importing("mail.pol"), "policies/mail.pol": mail });
    expect(await allowedBy(project, { alias: { "mail.pol": "./policies/mail.pol" } })).toBe(true);
  });

  it("all ways to import", async () => {
    const project = createProject({ "policies/mail.pol": mail });
    for (const way of ['await import("./policies")', 'require("./policies")']) {
      project.write({ "main.ts": `const { allows } = ${way}; export const allowed = allows(${request});` });
      expect(await allowedBy(project)).toBe(true);
    }
  });

  it("an entry point", async () => {
    const project = createProject({ "policies/mail.pol": mail });
    const options = { format: "esm", entryPoints: { policy: "./policies" } } as const;
    const result = await bundle(project, options);
    expect(Object.keys(await exportsOf(result, options)).sort()).toEqual([
      "allows",
      "decide",
      "decideWith",
      "mayAllow",
      "policySet",
      "relationsNeeded",
      "validate",
    ]);
    expect(result.outputFiles?.map(({ path }) => path)).toEqual([join(project.folder, "dist/policy.js")]);
  });

  it("a folder and a file of it to two policy sets", async () => {
    const project = createProject({
      "policies/mail.pol": mail,
      "policies/deny.pol": "policy more {\n  rule no_mails\n    deny User to mail.send\n}\n",
      "main.ts": `import { allows as all } from "./policies";
        import { allows as one } from "./policies/mail.pol";
        export const allowed = [all(${request}), one(${request})];`,
    });
    expect(await allowedBy(project)).toEqual([false, true]);
  });
});

describe("polcPlugin leaves alone", () => {
  it.each([
    ["a module of that name", "policies.ts"],
    ["a module in the folder", "policies/index.ts"],
    ["a file that esbuild finds under another extension", "policies.json"],
  ])("%s", async (_, path) => {
    const text = path.endsWith(".json") ? '{ "allowed": "mine" }' : 'export const allowed = "mine";';
    const main = 'export { allowed } from "./policies";';
    const project = createProject({ "main.ts": main, "policies/mail.pol": mail, [path]: text });
    expect(await allowedBy(project)).toBe("mine");
  });

  it("a folder without policies, and what is nowhere", async () => {
    const project = createProject({ "main.ts": importing("./policies"), "policies/README.md": "" });
    for (const path of ["./policies", "./nowhere", "./nowhere.pol"]) {
      project.write({ "main.ts": importing(path) });
      await expect(bundle(project)).rejects.toMatchObject({
        errors: [{ text: `Could not resolve "${path}"`, pluginName: "" }],
      });
    }
  });

  it("what is external", async () => {
    const project = createProject({ "main.ts": importing("./policies"), "policies/mail.pol": mail });
    const result = await bundle(project, { format: "esm", external: ["./policies"] });
    expect(codeOf(result)).toContain('from "./policies"');
  });
});

describe("a bundle", () => {
  it("has nothing of policies that nobody uses", async () => {
    const project = createProject({
      "main.ts": 'import "./policies"; import * as unused from "./policies";',
    });
    project.write({ "policies/mail.pol": mail });
    expect(codeOf(await bundle(project))).not.toContain("support");
  });

  it("has of the exports only those that are used, and what they need", async () => {
    const project = createProject({ "main.ts": importing("./policies"), "policies/mail.pol": mail });
    const allows = codeOf(await bundle(project));
    expect(allows).toContain("function mail_support_mails(");
    for (const name of ["decide", "mayAllow", "validate"]) expect(allows).not.toContain(`function ${name}(`);
    project.write({
      "main.ts": 'import { policySet } from "./policies"; export const digest = policySet.digest;',
    });
    const described = codeOf(await bundle(project));
    expect(described).toContain("sha256:");
    expect(described).not.toContain("function mail_support_mails(");
  });

  it("leads from its source map to the policies, with their text", async () => {
    const project = createProject({ "main.ts": importing("./policies"), "policies/team/mail.pol": mail });
    const { outputFiles = [] } = await bundle(project, { sourcemap: true, outdir: "out/deep" });
    const map = JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "");
    const source = "../../policies/team/mail.pol";
    expect(map.sources).toContain(source);
    expect(map.sourcesContent[map.sources.indexOf(source)]).toBe(mail);
    const lines = codeOf({ outputFiles }).split("\n");
    const line = lines.findIndex((text) => text.includes('principal_team === "support"'));
    const entry = new SourceMap(map).findEntry(line, (lines[line] ?? "").indexOf("principal_team"));
    expect(entry).toMatchObject({
      originalSource: source,
      originalLine: mail.split("\n").indexOf('    when principal.team == "support"'),
    });
  });

  it("has a source map without the policies' text where that is not wanted", async () => {
    const project = createProject({ "main.ts": importing("./policies"), "policies/mail.pol": mail });
    const { outputFiles = [] } = await bundle(project, { sourcemap: true, sourcesContent: false });
    const map = JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "");
    expect(map.sources).toContain("../policies/mail.pol");
    expect(map).not.toHaveProperty("sourcesContent");
  });
});
