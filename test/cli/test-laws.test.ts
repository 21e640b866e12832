import { describe, expect, it } from "vitest";
import { lawLines } from "../../src/cli/test/law-lines.js";
import type { LawsOfSet } from "../../src/cli/test/laws-of-set.js";
import { laws } from "../../src/testing/laws.js";
import { readXml } from "../testing/read-xml.js";
import { polc, type World } from "./memory-host.js";
import { policy, tests } from "./sample-set.js";

const passing = tests.slice(0, tests.indexOf('test "sales'));
const files = { "p/policy.pol": policy, "p/tests.pol": passing };
const few = ["--runs", "20"];

/** As `polc test --format json` has them. */
async function lawsOf(args: readonly string[], world: World = { files }): Promise<readonly LawsOfSet[]> {
  return JSON.parse((await polc(["test", "p", "--format", "json", ...few, ...args], world)).stdout).laws;
}

describe("polc test", () => {
  it("holds the laws of decisions against the module, and says of how many requests and which", async () => {
    const { code, stdout, stderr } = await polc(["test", "p", ...few], { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: `1 passed, 0 failed\n${laws.length} laws held\n` });
    expect(stdout).toMatch(new RegExp(`^✓ support reads\n✓ ${laws.length} laws, \\d+ requests, seed 1\n$`));
    const [run] = await lawsOf([]);
    expect(run?.outcomes.map(({ name }) => name)).toEqual(laws.map(({ name }) => name));
    expect(run?.requests).toBeGreaterThan(20);
    expect(run).toMatchObject({
      seed: 1,
      matchedRules: ["support.nobody_deletes", "support.team_reads"],
      unmatchedRules: [],
    });
  });

  it("asks nothing of a policy set in which nobody can ask for anything", async () => {
    const world = { files: { "p/policy.pol": "principal User\n" } };
    expect((await polc(["test", "p"], world)).code).toBe(0);
    expect(await lawsOf([], world)).toEqual([]);
  });

  it("gives the same report for the same seed", async () => {
    const [first, second] = [await lawsOf(["--seed", "7"]), await lawsOf(["--seed", "7"])];
    expect(first).toEqual(second);
    expect(first[0]?.seed).toBe(7);
    const [drawn] = await lawsOf(["--seed", "random"]);
    expect(Number.isInteger(drawn?.seed)).toBe(true);
    for (const seed of ["x", "2147483648", "1.5"])
      expect((await polc(["test", "p", "--seed", seed], { files })).code).toBe(2);
    expect((await polc(["test", "p", "--runs", "0"], { files })).code).toBe(2);
  });

  it("holds only the laws that the filter names", async () => {
    const one = await polc(["test", "p", ...few, "-t", "default-deny"], { files });
    expect(one.stdout).toMatch(/^✓ default-deny, \d+ requests, seed 1\n$/);
    expect(one.stderr).toBe("0 passed, 0 failed\n1 law held\n");
    expect((await polc(["test", "p", "-t", "support reads"], { files })).stdout).toBe("✓ support reads\n");
  });

  it("asks a law of one request again", async () => {
    const again = await polc(["test", "p", "-t", "totality", "--seed", "1", "--path", "3"], { files });
    expect(again).toMatchObject({ code: 0, stdout: "✓ totality, 1 request, seed 1\n" });
    expect((await polc(["test", "p", "--path", "here"], { files })).code).toBe(2);
  });

  it("tells rules that no request matched from those that none can match", async () => {
    const never = 'rule never\n    allow User to tickets.read\n    when context.ip in "10.0.0.0/8"';
    const dead = policy.replace(
      "rule nobody_deletes",
      `${never}\n    unless context.ip in "10.0.0.0/7"\n\n  rule nobody_deletes`,
    );
    const world = { files: { "p/policy.pol": dead, "p/tests.pol": passing } };
    expect((await polc(["test", "p", ...few], world)).stdout).toMatch(
      /\n {4}no request can match: support\.never\n$/,
    );
  });

  it("has the laws in JUnit XML as a suite of their own", async () => {
    const { stdout } = await polc(["test", "p", "--format", "junit", ...few], { files });
    const [ofTests, ofLaws] = readXml(stdout).children;
    expect(ofTests?.attributes.name).toBe("p/tests.pol");
    expect(ofLaws?.attributes).toMatchObject({ name: "p", tests: String(laws.length), failures: "0" });
    expect(ofLaws?.children[0]?.attributes).toMatchObject({ name: `law: ${laws[0]?.name}` });
  });
});

describe("lawLines", () => {
  it("shows a broken law with how to see it again, and the laws that hold", () => {
    const failure = {
      message: "an invalid request is allowed",
      request: {},
      seed: 3,
      path: "12:0:1",
      lines: ["law       …", "found     an invalid request is allowed"],
    };
    const run: LawsOfSet = {
      seed: 3,
      requests: 40,
      outcomes: [
        { name: "default-deny", statement: "…", failure },
        { name: "totality", statement: "…" },
        { name: "purity", statement: "…" },
      ],
      matchedRules: ["p.a"],
      unmatchedRules: ["p.b", "p.c"],
      unreachableRules: ["p.c"],
    };
    expect(lawLines(run, "policies", false)).toEqual([
      "✗ default-deny",
      "    law       …",
      "    found     an invalid request is allowed",
      "    replay    polc test policies --filter default-deny --seed 3 --path 12:0:1",
      "✓ 2 laws, 40 requests, seed 3",
      "    no request of these matched: p.b",
      "    no request can match: p.c",
    ]);
    expect(lawLines(run, "my policies", false)[3]).toContain("polc test 'my policies' --filter");
  });
});
