import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";
import { policy, tests } from "./sample-set.js";

const passing = tests.slice(0, tests.indexOf('test "sales'));
const files = { "p/policy.pol": policy, "p/tests.pol": passing };
const without = ["test", "--no-laws"];

describe("polc test --coverage", () => {
  it("says below the tests what they show", async () => {
    const { code, stdout, stderr } = await polc([...without, "--coverage", "text", "p"], { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "1 passed, 0 failed\n" });
    expect(stdout).toMatch(/^✓ support reads\n\ncoverage +tests\nrules +50 % {2}1 of 2\n/);
    expect(stdout).toContain('test "support.nobody_deletes decides" {');
    const wrong = await polc([...without, "--coverage", "xml", "p"], { files });
    expect(wrong).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("error[POL5044]") });
  });

  it("counts what the laws have tried by itself", async () => {
    const { stdout } = await polc(["test", "--runs", "20", "p", "--coverage", "text"], { files });
    expect(stdout).toMatch(/\n\ncoverage +tests +with laws\nrules +50 % {2}1 of 2 +100 % {2}2 of 2\n/);
  });

  it("writes the other formats, and leaves a report for programs whole", async () => {
    const args = [...without, "p", "--coverage", "json,html,lcov,text", "--coverage-out", "out"];
    const written = await polc(args, { files });
    expect(Object.keys(written.files).filter((path) => path.startsWith("out/"))).toEqual([
      "out/coverage.json",
      "out/index.html",
      "out/lcov.info",
    ]);
    expect(written.stdout).toContain("\nout/coverage.json\nout/index.html\nout/lcov.info\n");
    const report = await polc([...args, "--format", "json"], { files });
    expect(JSON.parse(report.stdout)).toMatchObject({ tests: [{ name: "support reads" }] });
    expect(report.stderr).toContain("\nout/lcov.info\n");
    const full = await polc(args, { files, full: true });
    expect(full).toMatchObject({ code: 2, stderr: expect.stringContaining("error[POL4005]") });
  });

  it("ends with 1 where the tests show less than is wanted", async () => {
    const enough = await polc([...without, "p", "--min-coverage", "rules:50"], { files });
    expect(enough).toMatchObject({ code: 0, stdout: "✓ support reads\n", stderr: "1 passed, 0 failed\n" });
    const little = await polc([...without, "p", "--min-coverage", "rules:51"], { files });
    expect(little).toMatchObject({ code: 1, stdout: "✓ support reads\n" });
    expect(little.stderr).toContain("error[POL5020]: the tests show 50 % of the rules, and 51 % are wanted");
    const none = await polc([...without, "p", "--min-coverage", "many"], { files });
    expect(none).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("error[POL5044]") });
  });

  it("measures several policy sets, each by itself", async () => {
    const two = { ...files, "q/policy.pol": policy };
    const { stdout } = await polc([...without, "p", "q", "--coverage", "text"], { files: two });
    expect(stdout).toMatch(/\np\ncoverage.*\n\nq\ncoverage/s);
  });
});
