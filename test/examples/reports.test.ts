import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { polc } from "../cli/memory-host.js";

/** The policies of an example and its lock file, by path below `p`. */
function filesOf(example: string): Readonly<Record<string, string>> {
  const folder = join("examples", example);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.pol$|^polc\.lock\.json$/.test(name),
  );
  return Object.fromEntries(names.map((name) => [`p/${name}`, readFileSync(join(folder, name), "utf8")]));
}

interface Entry {
  readonly verdict: string;
  readonly allowed?: unknown;
  readonly denied?: unknown;
  readonly allowedRelations?: unknown;
  readonly deniedRelations?: unknown;
}

describe("polc report of the examples", () => {
  const examples = readdirSync("examples");

  it.each(examples)("settles everything in %s, and shows it with requests", async (example) => {
    const files = filesOf(example);
    const { code, stdout } = await polc(["report", "p", "--format", "json"], { files });
    expect(code).toBe(0);
    const { rows, assertions } = JSON.parse(stdout);
    const entries: readonly Entry[] = rows.flatMap(({ access }: { access: readonly Entry[] }) => access);
    expect(new Set(entries.map(({ verdict }) => verdict))).not.toContain("unknown");
    expect(assertions.map(({ verdict }: Entry) => verdict)).toEqual(assertions.map(() => "proved"));
    const { policySet } = check(
      Object.entries(files).flatMap(([path, text]) =>
        path.endsWith(".pol") ? [{ path: path.slice(2), text }] : [],
      ),
    );
    if (policySet === undefined) throw new Error("an example does not check");
    const conditional = entries.filter(({ verdict }) => verdict === "when");
    expect(conditional.length).toBeGreaterThan(3);
    for (const { allowed, allowedRelations = [], denied, deniedRelations = [] } of conditional) {
      expect(interpret(policySet, allowed, allowedRelations).decision).toBe(true);
      expect(interpret(policySet, denied, deniedRelations)).toMatchObject({
        decision: false,
        reason: expect.stringMatching(/^(?:denied_by_rule|no_matching_rule)$/),
      });
    }
  });

  it("says of an agent on GitHub what an agent may do there", async () => {
    const { stdout } = await polc(["report", "p"], { files: filesOf("github") });
    expect(stdout).toContain(`  Agent, acting for User
    when resource in Organization("acme")
    when approval(from: "maintainers", max_age: 10m)
    when resource.visibility == "public"
    unless "private" in context.seen or "internal" in context.seen
    unless lower(args.owner) != lower(resource.owner) or lower(args.repo) != lower(resource.name)
`);
    expect(stdout).toMatch(/\nNobody can be allowed:\n {2}github\.create_branch, /);
  });
});
