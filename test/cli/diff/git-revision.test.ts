import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Revision } from "../../../src/cli/cli-host.js";
import { openGitRevision } from "../../../src/cli/diff/git-revision.js";

const hasGit = spawnSync("git", ["--version"]).status === 0;
if (!hasGit) console.log("skipped: git revisions (git is not installed)");

let root = "";

function git(...args: readonly string[]): void {
  const identity = [
    "-c",
    "user.name=polc",
    "-c",
    "user.email=polc@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "ignore" });
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function opened(name: string, folder = root): Promise<Revision> {
  const revision = await openGitRevision(name, folder);
  if ("problem" in revision) throw new Error(revision.problem);
  return revision;
}

describe.skipIf(!hasGit)("a git revision", () => {
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "polc-git-")));
    git("init", "--quiet");
    write("policies/b.pol", "// b, then\n");
    write("policies/a b/ü.pol", "// ü\n");
    write("policies/latin.pol", new Uint8Array([0x2f, 0x2f, 0xe9, 0x0a]));
    write("policies/.hidden/no.pol", "// no\n");
    write("policies/node_modules/no.pol", "// no\n");
    write("policies/order.schema.json", "{}\n");
    write("shared.json", "[]\n");
    symlinkSync("b.pol", join(root, "policies/link.pol"));
    git("add", ".");
    git("commit", "--quiet", "--message", "then");
    git("tag", "then");
    write("policies/b.pol", "// b, now\n");
    git("commit", "--quiet", "--all", "--message", "now");
    write("policies/b.pol", "// not committed\n");
  });

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("has the policy files of its time, as a disk has them", async () => {
    const files = await (await opened("then")).readPolicySet("policies");
    expect(files.map(({ path, text, problem }) => [path, problem?.kind ?? text])).toEqual([
      ["a b/ü.pol", "// ü\n"],
      ["b.pol", "// b, then\n"],
      ["latin.pol", "not-utf8"],
      ["link.pol", "unreadable"],
    ]);
    const [, now] = await (await opened("HEAD")).readPolicySet("policies");
    expect(now?.text).toBe("// b, now\n");
  });

  it("has single files, and files beside", async () => {
    const revision = await opened("then~0");
    expect(await revision.readPolicySet("policies/b.pol")).toEqual([{ path: "b.pol", text: "// b, then\n" }]);
    expect(await revision.readBeside("policies", "order.schema.json")).toBe("{}\n");
    expect(await revision.readBeside("policies/b.pol", "../shared.json")).toBe("[]\n");
    expect(await revision.readBeside("policies", "missing.json")).toBeUndefined();
    expect(await revision.readBeside("policies", "../../outside.json")).toBeUndefined();
  });

  it("takes paths as the working directory has them, and absolute ones", async () => {
    const below = await opened("then", join(root, "policies"));
    expect((await below.readPolicySet(".")).map(({ path }) => path)).toContain("b.pol");
    expect((await below.readPolicySet("a b")).map(({ path }) => path)).toEqual(["ü.pol"]);
    expect(await below.readPolicySet("../..")).toEqual([]);
    const absolute = await (await opened("then")).readPolicySet(join(root, "policies/b.pol"));
    expect(absolute.map(({ text }) => text)).toEqual(["// b, then\n"]);
  });

  it("says what there is at a path", async () => {
    const revision = await opened("HEAD");
    expect(await revision.kindOf("policies")).toBe("directory");
    expect(await revision.kindOf("policies/b.pol")).toBe("file");
    expect(await revision.kindOf("missing")).toBeUndefined();
    expect(await revision.kindOf("..")).toBeUndefined();
  });

  it("does not pass over a submodule, which may hold policies", async () => {
    const commit = "1234567890123456789012345678901234567890";
    git("update-index", "--add", "--cacheinfo", `160000,${commit},policies/sub`);
    git("commit", "--quiet", "--message", "a submodule");
    const files = await (await opened("HEAD")).readPolicySet("policies");
    expect(files.find(({ path }) => path === "sub")?.problem).toEqual({
      kind: "unreadable",
      reason: "it is a submodule",
    });
  });

  it("is none where git knows none", async () => {
    expect(await openGitRevision("missing", root)).toEqual({ problem: "git knows no revision `missing`" });
    expect(await openGitRevision("--all", root)).toEqual({ problem: "git knows no revision `--all`" });
    const outside = mkdtempSync(join(tmpdir(), "polc-no-git-"));
    expect(await openGitRevision("HEAD", outside)).toEqual({ problem: "this is no git repository" });
    rmSync(outside, { recursive: true });
  });
});
