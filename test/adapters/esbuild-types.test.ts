import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { typeErrors } from "../type-errors.js";
import { bundle, createProject } from "./esbuild-project.js";

const policy = `principal User

action mail.send(to: Email)

policy mail {
  rule all
    allow User to mail.send
}
`;

const language = ["--target", "es2022", "--lib", "es2022", "--types", ""];

/** A call of the module at `path` with an argument of this name. */
function call(path: string, argument: string): string {
  return `import { decide, type Request } from "${path}";
const request: Request = {
  subject: { type: "User", id: "kim" },
  action: { name: "mail.send", properties: { ${argument}: "sam@example.org" } },
};
export const texts: readonly string[] = decide(request).because;
`;
}

const bundler = ["--module", "esnext", "--moduleResolution", "bundler"];
const nodenext = ["--module", "nodenext", "--moduleResolution", "nodenext"];

describe("types of imported policies", () => {
  it.each([
    ["./policies", bundler],
    ["./policies.js", bundler],
    ["./policies.js", nodenext],
    ["./policies/mail.pol", [...bundler, "--allowArbitraryExtensions"]],
    ["./policies/mail.pol", [...nodenext, "--allowArbitraryExtensions"]],
  ])("TypeScript finds those of %s with %j", async (path, options) => {
    const project = createProject({
      "package.json": '{ "type": "module" }',
      "main.ts": call(path, "to"),
      "wrong.ts": call(path, "recipient"),
      "policies/mail.pol": policy,
    });
    await bundle(project);
    const errors = typeErrors(project.folder, [...language, ...options, "main.ts", "wrong.ts"]).match(
      /^\S.*$/gm,
    );
    expect(errors).toEqual([expect.stringMatching(/^wrong\.ts\(4,.*'recipient' does not exist in type/)]);
  });

  it("TypeScript wants an extension in ES modules, and to be told of other ones", async () => {
    const project = createProject({
      "package.json": '{ "type": "module" }',
      "main.ts": call("./policies", "to"),
      "file.ts": call("./policies/mail.pol", "to"),
      "policies/mail.pol": policy,
    });
    await bundle(project, { entryPoints: ["main.ts", "file.ts"] });
    const errorsOf = (...options: readonly string[]) => typeErrors(project.folder, [...language, ...options]);
    expect(errorsOf(...nodenext, "main.ts")).toMatch(/^main\.ts\(1,\d+\): error TS283[45]/);
    expect(errorsOf(...bundler, "file.ts")).toContain("'--allowArbitraryExtensions' is not set");
  });

  it("are beside the policies, and nothing else is", async () => {
    const project = createProject({ "main.ts": call("./policies", "to"), "policies/mail.pol": policy });
    await bundle(project);
    expect(readdirSync(project.folder).sort()).toEqual(["main.ts", "policies", "policies.d.ts"]);
    expect(readdirSync(join(project.folder, "policies"))).toEqual(["mail.pol"]);
    project.write({ "main.ts": call("./policies/mail.pol", "to") });
    await bundle(project);
    expect(readdirSync(join(project.folder, "policies")).sort()).toEqual(["mail.d.pol.ts", "mail.pol"]);
    expect(project.read("policies/mail.d.pol.ts")).toBe(project.read("policies.d.ts"));
  });

  it("are written again only if they change", async () => {
    const project = createProject({ "main.ts": call("./policies", "to"), "policies/mail.pol": policy });
    const path = join(project.folder, "policies.d.ts");
    await bundle(project);
    const first = statSync(path);
    project.write({ "policies/mail.pol": policy.replace("rule all", "rule other") });
    await bundle(project);
    // A file that is written is a new one, which takes the old one's place.
    expect(statSync(path).ino).toBe(first.ino);
    project.write({ "policies/mail.pol": policy.replaceAll("mail.send", "mail.write") });
    await bundle(project);
    expect(project.read("policies.d.ts")).toContain('"mail.write"');
  });

  it("stay as they are where the policies have an error", async () => {
    const project = createProject({ "main.ts": call("./policies", "to"), "policies/mail.pol": policy });
    await bundle(project);
    const before = project.read("policies.d.ts");
    project.write({ "policies/mail.pol": policy.replace("Email", "Emial") });
    await expect(bundle(project)).rejects.toThrow("POL2006");
    expect(project.read("policies.d.ts")).toBe(before);
  });

  it("are not written where they are not wanted", async () => {
    const project = createProject({ "main.ts": call("./policies", "to"), "policies/mail.pol": policy });
    await bundle(project, { plugin: { declarations: false } });
    expect(readdirSync(project.folder).sort()).toEqual(["main.ts", "policies"]);
  });

  it.each([
    ["a file", "policies.d.ts", "export declare const decide: unknown;\n"],
    ["an empty file", "policies.d.ts", ""],
    ["a folder", "policies.d.ts/index.ts", "export {};\n"],
  ])("do not replace what somebody else wrote: %s", async (_, path, text) => {
    const project = createProject({ "main.ts": call("./policies", "to"), "policies/mail.pol": policy });
    project.write({ [path]: text });
    await expect(bundle(project)).rejects.toThrow(
      "main.ts:1:37: ERROR: [plugin: polc] POL4005: `policies.d.ts` is not written: there is one that polc did not write",
    );
    expect(project.read(path)).toBe(text);
  });
});
