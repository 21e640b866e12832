import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { polc } from "../cli/memory-host.js";

/** The files of an example, by path from here. */
function filesOf(example: string): Readonly<Record<string, string>> {
  const folder = join("examples", example);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const policies = names
    .filter((name) => name.endsWith(".pol") && !name.includes("node_modules"))
    .map((name) => join(folder, name).replaceAll("\\", "/"));
  return Object.fromEntries(policies.map((path) => [path, readFileSync(path, "utf8")]));
}

describe.each(readdirSync("examples"))("mistakes in examples/%s", (example) => {
  it("are all noticed: by its own tests and assertions, and those that are generated", async () => {
    const args = ["mutate", `examples/${example}`, "--tests", "generated", "--format", "json"];
    const { stdout } = await polc(args, { files: filesOf(example) });
    const { score, counts } = JSON.parse(stdout);
    expect(counts.killed).toBeGreaterThan(20);
    expect({ score, undecided: counts.undecided ?? 0 }).toEqual({ score: 100, undecided: 0 });
  });
});
