import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";
import { policy, tests } from "./sample-set.js";

const files = { "p/a.pol": policy };

describe("polc gen-tests", () => {
  it("prints tests that check and pass beside the policies", async () => {
    const made = await polc(["gen-tests", "p"], { files });
    expect(made.code).toBe(0);
    expect(made.stderr).toMatch(/^\d+ tests of 2 rules\n$/);
    const both = { ...files, "p/tests.pol": made.stdout };
    expect(await polc(["check", "--no-analysis", "p"], { files: both })).toMatchObject({ code: 0 });
    expect(await polc(["test", "--no-laws", "p"], { files: both })).toMatchObject({ code: 0 });
    expect(await polc(["fmt", "--check", "p"], { files: both })).toMatchObject({ code: 0 });
  });

  it("writes them to a file, and to a file of the policy set anew", async () => {
    const first = await polc(["gen-tests", "p", "-o", "p/generated.pol"], { files });
    expect(first).toMatchObject({ code: 0, stdout: "p/generated.pol\n" });
    const again = await polc(["gen-tests", "p", "-o", "./p/generated.pol"], { files: first.files });
    expect(again.files["p/generated.pol"] ?? again.files["./p/generated.pol"]).toBe(
      first.files["p/generated.pol"],
    );
    const broken = { ...first.files, "p/generated.pol": "test {" };
    const mended = await polc(["gen-tests", "p", "-o", "p/generated.pol"], { files: broken });
    expect(mended.files["p/generated.pol"]).toBe(first.files["p/generated.pol"]);
  });

  it("adds nothing to what is shown already", async () => {
    const { stdout } = await polc(["gen-tests", "p"], { files });
    const again = await polc(["gen-tests", "p"], { files: { ...files, "p/tests.pol": stdout } });
    expect(again).toMatchObject({ code: 0, stderr: "0 tests of 0 rules\n" });
    expect(again.stdout).not.toContain('test "');
  });

  it("says so where it asks no more than so many questions", async () => {
    const made = await polc(["gen-tests", "p", "--questions", "2"], { files });
    expect(made.code).toBe(0);
    expect(made.stdout).not.toContain("support.team_reads decides");
    expect(made.stderr).toBe(`info[POL4030]: the analysis ended after 2 questions: not everything was asked
  = help: what is reported holds all the same; \`polc gen-tests --questions 1000000\` asks for longer
1 test of 1 rule
`);
    const both = { ...files, "p/tests.pol": made.stdout };
    expect(await polc(["test", "--no-laws", "p"], { files: both })).toMatchObject({ code: 0 });
  });

  it("shows what tests of one's own leave out, and counts none that fails", async () => {
    const alone = await polc(["gen-tests", "p"], { files });
    const beside = await polc(["gen-tests", "p"], { files: { ...files, "p/tests.pol": tests } });
    expect(beside.stdout).not.toContain("support.team_reads decides");
    expect(alone.stdout).toContain("support.team_reads decides");
  });

  it("leaves out tests that are too long to be read, and says so in their place", async () => {
    const long = {
      "p/a.pol": `principal User
action write(content: String length 0..100000)
policy p { rule r allow User to write when args.content.length > 5000 }
`,
    };
    const short = await polc(["gen-tests", "p"], { files: long });
    expect(short.stdout).toMatch(
      /^\/\/ test "p\.r decides" has 5,\d+ characters: polc gen-tests --long writes it\.$/m,
    );
    expect(short.stdout.length).toBeLessThan(4_000);
    expect(short.stderr).toMatch(
      /^\d+ tests of 1 rule, \d+ left out as too long to be read: --long writes them too\n$/,
    );
    const alone = { "p/tests.pol": short.stdout };
    expect(await polc(["fmt", "--check", "p"], { files: alone })).toMatchObject({ code: 0 });
    const all = await polc(["gen-tests", "p", "--long"], { files: long });
    expect(all.stdout).toContain('test "p.r decides" {');
    expect(all.stderr).toMatch(/^\d+ tests of 1 rule\n$/);
  });

  it("says what is wrong with policies that have errors", async () => {
    const broken = { "p/a.pol": policy.replace("Ip", "Ipp") };
    const result = await polc(["gen-tests", "p"], { files: broken });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("error[POL2006]");
    expect(await polc(["gen-tests", "nowhere"])).toMatchObject({ code: 2, stdout: "" });
  });

  it("says so where it cannot write", async () => {
    const result = await polc(["gen-tests", "p", "-o", "tests.pol"], { files, full: true });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain("error[POL4005]");
  });
});
