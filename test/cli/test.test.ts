import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";
import { policy, tests } from "./sample-set.js";

const files = { "p/policy.pol": policy, "p/tests.pol": tests };

describe("polc test", () => {
  it("says which tests pass, and of the others what was expected and what was decided", async () => {
    expect(await polc(["test", "p"], { files })).toMatchObject({
      code: 1,
      stdout: `✓ support reads
✗ sales reads  p/tests.pol:8:1
    expected  allow by support.team_reads
    decided   deny by no_matching_rule
`,
      stderr: "1 passed, 1 failed\n",
    });
  });

  it("says what is wrong with the request of a test", async () => {
    const wrong = tests.replace('ip: "10.1.2.3"', "");
    const { stdout } = await polc(["test", "p"], { files: { ...files, "p/tests.pol": wrong } });
    expect(stdout).toContain(
      "    decided   deny by invalid_request\n      /context/ip is missing: expected Ip\n",
    );
  });

  it("ends with 0 if all pass, or there are none", async () => {
    const passing = tests.slice(0, tests.indexOf('test "sales'));
    expect(await polc(["test", "p"], { files: { ...files, "p/tests.pol": passing } })).toMatchObject({
      code: 0,
      stdout: "✓ support reads\n",
      stderr: "1 passed, 0 failed\n",
    });
    expect(await polc(["test", "p"], { files: { "p/a.pol": policy } })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "0 passed, 0 failed\n",
    });
  });

  it("prints JSON when asked", async () => {
    const { code, stdout } = await polc(["test", "--format", "json", "p"], { files });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).tests).toMatchObject([
      { name: "support reads", passed: true },
      {
        name: "sales reads",
        passed: false,
        expected: "allow by support.team_reads",
        decision: { decision: false },
      },
    ]);
  });

  it("runs nothing if the policies have errors", async () => {
    const broken = { ...files, "p/policy.pol": policy.replace("String", "Strng") };
    const result = await polc(["test", "p"], { files: broken });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("error[POL2006]");
  });
});
