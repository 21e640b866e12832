import { rmSync } from "node:fs";
import { join } from "node:path";
import { type BuildResult, context, type Plugin } from "esbuild";
import { describe, expect, it, onTestFinished } from "vitest";
import { bundleOptions, createProject, exportsOf, type Project } from "./esbuild-project.js";

const main = `import { decide, policySet } from "./policies";
const { reason } = decide({
  subject: { type: "User", id: "kim" },
  action: { name: "read", properties: { name: "notes" } },
});
export const outcome = [reason, ...policySet.rules.map(({ id }) => id)].join(" ");
`;

const schema = "principal User\n\naction read(name: String)\n";
const allow = "policy p {\n  rule all\n    allow User to read\n}\n";
const deny = "policy q {\n  rule none\n    deny User to read\n}\n";

/** Waits for a build with an outcome: one that came while a file was being written may have another one first. */
type Until = (outcome: string) => Promise<void>;

async function watch(project: Project): Promise<Until> {
  let latest: BuildResult | undefined;
  const listener: Plugin = {
    name: "listener",
    setup: (build) => {
      build.onEnd((result) => {
        latest = result;
      });
    },
  };
  const { plugins = [], ...options } = bundleOptions(project, { format: "esm" });
  const started = await context({ ...options, plugins: [...plugins, listener] });
  onTestFinished(() => started.dispose());
  await started.watch();
  return (outcome) => expect.poll(() => latest && outcomeOf(latest), { timeout: 20_000 }).toBe(outcome);
}

/** What a build's bundle says, or the beginning of what is wrong. */
async function outcomeOf(result: BuildResult): Promise<unknown> {
  if (result.errors.length > 0) return result.errors.map(({ text }) => text.split(":")[0]).join(" ");
  const { outcome } = (await exportsOf(result, { format: "esm" })) as { outcome: unknown };
  return outcome;
}

describe("a watched bundle", () => {
  it("changes with its policies: edited, added, broken, mended, removed", async () => {
    const project = createProject({ "main.ts": main, "policies/a.pol": schema });
    const remove = (path: string) => rmSync(join(project.folder, path), { recursive: true });
    const until = await watch(project);
    await until("no_matching_rule");
    project.write({ "policies/a.pol": schema + allow });
    await until("allowed p.all");
    project.write({ "policies/b.pol": deny });
    await until("denied_by_rule p.all q.none");
    project.write({ "policies/team/c.pol": deny.replace("q", "r") });
    await until("denied_by_rule p.all q.none r.none");
    project.write({ "policies/b.pol": deny.replace("User", "Usr") });
    await until("POL2006");
    project.write({ "policies/b.pol": deny });
    await until("denied_by_rule p.all q.none r.none");
    remove("policies/team");
    await until("denied_by_rule p.all q.none");
    remove("policies/b.pol");
    await until("allowed p.all");
  });

  it("changes when its policies come and go", async () => {
    const project = createProject({ "main.ts": main, "policies/README.md": "" });
    const until = await watch(project);
    await until('Could not resolve "./policies"');
    project.write({ "policies/a.pol": schema + allow });
    await until("allowed p.all");
    rmSync(join(project.folder, "policies/a.pol"));
    await until('Could not resolve "./policies"');
  });

  it("changes with the JSON Schemas that its policies name, and with the lock file", async () => {
    const named = `type Name = json("name.json")\n\n${schema.replace("String", "Name")}${allow}`;
    const project = createProject({ "main.ts": main, "policies/a.pol": named });
    const until = await watch(project);
    await until("POL2028");
    project.write({ "policies/name.json": '{ "enum": ["notes", "mail"] }' });
    await until("allowed p.all");
    project.write({ "policies/name.json": '{ "enum": ["mail"] }' });
    await until("invalid_request p.all");
    project.write({ "policies/polc.lock.json": "{" });
    await until("POL4021");
    rmSync(join(project.folder, "policies/polc.lock.json"));
    await until("invalid_request p.all");
  });

  it("changes with a policy of one file", async () => {
    const project = createProject({
      "main.ts": main.replace("./policies", "./a.pol"),
      "a.pol": schema + allow,
    });
    const until = await watch(project);
    await until("allowed p.all");
    project.write({ "a.pol": schema + allow + deny });
    await until("denied_by_rule p.all q.none");
  });
});
