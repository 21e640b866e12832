import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isInstalled = existsSync(`${root}oracles/z3/node_modules/z3-solver`);
if (!isInstalled) console.log("skipped: z3-solver is not installed (npm install in oracles/z3)");

/** What the script says at its end: so many of each. */
async function countsOf(sets: number): Promise<{ readonly [what: string]: number }> {
  // Z3 is compiled once and not again for what runs often: that takes longer than it saves.
  const flags = ["--import", "./test/native/register.mjs", "--liftoff-only", "--interrupt-budget=1000000"];
  const script = ["oracles/z3/compare.ts", "--sets", String(sets), "--seed", "1"];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...script], { cwd: root });
  const pairs = [...stdout.matchAll(/(\d+) (sets|questions|none|unknown to polc|disagreements)/g)];
  return Object.fromEntries(pairs.map(([, count, what]) => [what, Number(count)]));
}

describe.skipIf(!isInstalled)("Z3", () => {
  it("gives the same answers on two hundred sets over texts, integers, lists and maps", async () => {
    const counts = await countsOf(300);
    expect(counts.disagreements).toBe(0);
    expect(counts.sets).toBeGreaterThanOrEqual(200);
    expect(counts.none).toBeGreaterThan(50);
    expect((counts["unknown to polc"] ?? 1) / (counts.questions ?? 0)).toBeLessThan(0.01);
  }, 600_000);
});
