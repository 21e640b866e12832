import { describe, expect, it } from "vitest";
import { readXml } from "../testing/read-xml.js";
import { polc } from "./memory-host.js";
import { policy, tests } from "./sample-set.js";

const files = { "p/policy.pol": policy, "p/tests.pol": tests };

/** Of the test that fails. */
const request =
  '{"subject":{"type":"User","id":"bob","properties":{"team":"sales"},"ancestors":[]},' +
  '"action":{"name":"tickets.read","properties":{}},"context":{"ip":"10.1.2.3"}}';

describe("polc test", () => {
  it("says which tests pass, and of the others what was expected and what was decided", async () => {
    expect(await polc(["test", "--no-laws", "p"], { files })).toMatchObject({
      code: 1,
      stdout: `✓ support reads
✗ sales reads  p/tests.pol:8:1
    expected  allow by support.team_reads
    decided   deny by no_matching_rule
    request   ${request}
    subject
      allow  support.team_reads: false
        false  when principal.team == "support"
`,
      stderr: "1 passed, 1 failed\n",
    });
  });

  it("says what is wrong with the request of a test", async () => {
    const wrong = tests.replace('ip: "10.1.2.3"', "");
    const { stdout } = await polc(["test", "--no-laws", "p"], { files: { ...files, "p/tests.pol": wrong } });
    expect(stdout).toContain(
      "    decided   deny by invalid_request\n      /context/ip is missing: expected Ip\n",
    );
  });

  it("ends with 0 if all pass, or there are none", async () => {
    const passing = tests.slice(0, tests.indexOf('test "sales'));
    expect(
      await polc(["test", "--no-laws", "p"], { files: { ...files, "p/tests.pol": passing } }),
    ).toMatchObject({
      code: 0,
      stdout: "✓ support reads\n",
      stderr: "1 passed, 0 failed\n",
    });
    expect(await polc(["test", "--no-laws", "p"], { files: { "p/a.pol": policy } })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "0 passed, 0 failed\n",
    });
  });

  it("prints JSON when asked", async () => {
    const { code, stdout } = await polc(["test", "--no-laws", "--format", "json", "p"], { files });
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

  it("annotates what failed for GitHub when asked", async () => {
    expect(await polc(["test", "--no-laws", "--format", "github", "p"], { files })).toMatchObject({
      code: 1,
      stdout:
        "::error file=p/tests.pol,line=8,endLine=13,title=failed test%3A sales reads" +
        "::expected  allow by support.team_reads%0Adecided   deny by no_matching_rule" +
        `%0Arequest   ${request}` +
        '%0Asubject%0A  allow  support.team_reads: false%0A    false  when principal.team == "support"\n',
      stderr: "1 passed, 1 failed\n",
    });
    const stdin = policy + tests;
    expect((await polc(["test", "--no-laws", "--format", "github", "-"], { stdin })).stdout).toMatch(
      /^::error title=failed test%3A sales reads::<stdin>:\d+:1%0Aexpected {2}allow/,
    );
  });

  it("prints JUnit XML when asked", async () => {
    const { code, stdout, stderr } = await polc(["test", "--no-laws", "--format", "junit", "p"], { files });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 passed, 1 failed\n" });
    expect(readXml(stdout).attributes).toMatchObject({ tests: "2", failures: "1", errors: "0" });
  });

  it("says in reports what keeps tests from being run", async () => {
    const broken = { ...files, "p/policy.pol": policy.replace("String", "Strng") };
    const junit = await polc(["test", "--no-laws", "--format", "junit", "p"], { files: broken });
    expect(junit.code).toBe(1);
    expect(readXml(junit.stdout).attributes).toMatchObject({ tests: "1", failures: "0", errors: "1" });
    const github = await polc(["test", "--no-laws", "--format", "github", "p"], { files: broken });
    expect(github).toMatchObject({ code: 1, stderr: junit.stderr });
    expect(github.stdout).toMatch(/^::error file=p\/policy\.pol,line=2,.*title=POL2006::/);
    const missing = await polc(["test", "--no-laws", "--format", "junit", "nowhere"]);
    expect(missing.code).toBe(2);
    expect(readXml(missing.stdout).attributes).toMatchObject({ tests: "1", errors: "1" });
  });

  it("runs nothing if the policies have errors", async () => {
    const broken = { ...files, "p/policy.pol": policy.replace("String", "Strng") };
    const result = await polc(["test", "--no-laws", "p"], { files: broken });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("error[POL2006]");
  });

  it("runs the tests whose names are asked for, and does not call none of them fine", async () => {
    const only = await polc(["test", "--no-laws", "p", "-t", "sup*reads"], { files });
    expect(only).toMatchObject({ code: 0, stdout: "✓ support reads\n", stderr: "1 passed, 0 failed\n" });
    const none = await polc(["test", "--no-laws", "p", "--filter", "marketing"], { files });
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("error[POL5042]: no test is called `marketing`");
  });

  it("runs several policy sets, and those that check though another does not", async () => {
    const passing = tests.slice(0, tests.indexOf('test "sales'));
    const world = {
      files: {
        "p/policy.pol": policy,
        "p/tests.pol": passing,
        "q/policy.pol": policy,
        "q/tests.pol": passing.replace("support reads", "support of q reads"),
      },
    };
    expect(await polc(["test", "--no-laws", "p", "q"], world)).toMatchObject({
      code: 0,
      stdout: "p\n✓ support reads\nq\n✓ support of q reads\n",
      stderr: "2 passed, 0 failed\n",
    });
    const junit = readXml((await polc(["test", "--no-laws", "--format", "junit", "p", "q"], world)).stdout);
    expect(junit.children.map(({ attributes }) => attributes.name)).toEqual(["p/tests.pol", "q/tests.pol"]);
    const json = JSON.parse((await polc(["test", "--no-laws", "--format", "json", "p", "q"], world)).stdout);
    expect(json.tests.map(({ place }: { place: string }) => place)).toEqual([
      "p/tests.pol:1:1",
      "q/tests.pol:1:1",
    ]);
    const broken = { files: { ...world.files, "p/policy.pol": policy.replace("String", "Strng") } };
    const mixed = await polc(["test", "--no-laws", "p", "q"], broken);
    expect(mixed).toMatchObject({ code: 1, stdout: "q\n✓ support of q reads\n" });
    expect(mixed.stderr).toContain("error[POL2006]");
  });

  it("runs the policy set of the folder it is started in if it is given none", async () => {
    expect(await polc(["test", "--no-laws"], { files })).toMatchObject({
      code: 1,
      stderr: "1 passed, 1 failed\n",
    });
  });

  it("runs again when something changes, until that ends", async () => {
    const mended = { "p/tests.pol": tests.replaceAll("sales", "support") };
    const ran = await polc(["test", "--no-laws", "p", "--watch"], {
      files,
      changes: [{ "elsewhere.pol": "" }, mended],
    });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toBe("1 passed, 1 failed\n\np/tests.pol changed\n2 passed, 0 failed\n");
    const nowhere = await polc(["test", "q", "--watch"], { files, changes: [{ "q/policy.pol": policy }] });
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.not.stringContaining("changed") });
    expect((await polc(["test", "--no-laws", "-", "--watch"], { stdin: policy })).stderr).toContain(
      "error[POL5043]",
    );
  });
});
