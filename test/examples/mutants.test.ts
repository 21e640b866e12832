import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { polc } from "../cli/memory-host.js";

/** The policies of an example, by path below `p`. */
function filesOf(example: string): Readonly<Record<string, string>> {
  const folder = join("examples", example);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".pol") && !name.includes("node_modules"),
  );
  return Object.fromEntries(names.map((name) => [`p/${name}`, readFileSync(join(folder, name), "utf8")]));
}

describe("polc mutate of the examples", () => {
  it.each(readdirSync("examples"))(
    "no mistake in %s is unnoticed by its tests, its assertions and generated tests",
    async (example) => {
      const files = filesOf(example);
      expect(Object.keys(files)).not.toEqual([]);
      const { code, stdout, stderr } = await polc(
        ["mutate", "p", "--tests", "generated", "--min-score", "100"],
        { files },
      );
      const score = /score 100\.0 %: (\d+) of (\d+) mistakes noticed\n$/.exec(stdout);
      expect({ stdout, stderr, noticed: score?.[1] }).toEqual({ stdout, stderr: "", noticed: score?.[2] });
      expect(code).toBe(0);
      expect(Number(score?.[2])).toBeGreaterThan(20);
      expect(stdout).not.toMatch(/warning|undecided/);
    },
  );
});
