import { describe, expect, it } from "vitest";
import { runIn, schemaProblems } from "../diagnostics/sarif-reader.js";
import { polc } from "./memory-host.js";
import { policy } from "./sample-set.js";

const misspelt = policy.replace("principal.team", "principal.teem");

describe("polc check", () => {
  it("says in one line that all is well", async () => {
    const files = { "policies/a.pol": policy };
    expect(await polc(["check", "policies"], { files })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "1 file, 2 rules: no problems\n",
    });
  });

  it("proves assertions, counts those proved, and fails on one that does not hold", async () => {
    const holds = `${policy}\nassert nobody_deletes_ever\n  deny User to tickets.delete\n`;
    expect(await polc(["check", "policies"], { files: { "policies/a.pol": holds } })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "1 file, 2 rules, 1 assertion proved: no problems\n",
    });
    const files = { "policies/a.pol": `${holds}\nassert sales_read\n  allow User to tickets.read\n` };
    const { code, stdout, stderr } = await polc(["check", "policies"], { files });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 file, 2 rules, 1 assertion proved: 1 error\n" });
    expect(stdout).toContain("error[POL3020]: the assertion `sales_read` does not hold");
    expect(stdout).toContain("          expect deny by no_matching_rule\n".trimStart());
    const unasked = await polc(["check", "--no-analysis", "policies"], { files });
    expect(unasked).toMatchObject({ code: 0, stderr: "1 file, 2 rules: no problems\n" });
  });

  it("prints what is wrong under the path as it was given", async () => {
    const { code, stdout, stderr } = await polc(["check", "policies"], {
      files: { "policies/a.pol": misspelt },
    });
    expect(code).toBe(1);
    expect(stdout).toContain("error[POL2003]: ");
    expect(stdout).toContain("  ┌ policies/a.pol:14:20\n14 │     when principal.teem ==");
    expect(stderr).toBe("1 file: 1 error\n");
  });

  it("takes one file, the working directory, or standard input", async () => {
    const files = { "a.pol": misspelt };
    expect((await polc(["check", "a.pol"], { files })).stdout).toContain("┌ a.pol:14:20");
    expect((await polc(["check", "."], { files })).stdout).toContain("┌ a.pol:14:20");
    expect((await polc(["check", "-"], { stdin: misspelt })).stdout).toContain("┌ <stdin>:14:20");
  });

  it("prints JSON when asked", async () => {
    const files = { "policies/a.pol": misspelt };
    const { code, stdout } = await polc(["check", "--format", "json", "policies"], { files });
    expect(code).toBe(1);
    const { diagnostics } = JSON.parse(stdout);
    expect(diagnostics).toMatchObject([
      {
        code: "POL2003",
        severity: "error",
        place: { file: "policies/a.pol", from: { line: 14, column: 20 } },
      },
    ]);
  });

  it("prints SARIF when asked, with the pages of what it reports, also where all is well", async () => {
    const { code, stdout, stderr } = await polc(["check", "--format", "sarif", "./policies"], {
      files: { "./policies/a.pol": misspelt },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 file: 1 error\n" });
    expect(schemaProblems(stdout)).toEqual([]);
    const { tool, results } = runIn(stdout);
    expect(tool.driver.rules).toMatchObject([
      { id: "POL2003", help: { markdown: expect.stringMatching(/^# POL2003: /) } },
    ]);
    const artifactLocation = { uri: "policies/a.pol", uriBaseId: "%SRCROOT%", index: 0 };
    const region = { startLine: 14, startColumn: 20, endLine: 14, endColumn: 24 };
    expect(results).toMatchObject([{ locations: [{ physicalLocation: { artifactLocation, region } }] }]);
    const well = await polc(["check", "--format", "sarif", "-"], { stdin: policy });
    expect(well.code).toBe(0);
    expect(schemaProblems(well.stdout)).toEqual([]);
    expect(runIn(well.stdout).results).toEqual([]);
  });

  it("prints GitHub annotations when asked", async () => {
    const files = { "policies/a.pol": misspelt };
    const { code, stdout, stderr } = await polc(["check", "--format", "github", "policies"], { files });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 file: 1 error\n" });
    expect(stdout).toMatch(
      /^::error file=policies\/a\.pol,line=14,endLine=14,col=20,endColumn=24,title=POL2003::.*\n$/,
    );
    expect((await polc(["check", "--format", "github", "-"], { stdin: policy })).stdout).toBe("");
  });

  it("does not depend on the order of files", async () => {
    const other = "policy other {\n  rule r\n    deny User to nothing.here\n}\n";
    const first = await polc(["check", "p"], { files: { "p/a.pol": misspelt, "p/b.pol": other } });
    const second = await polc(["check", "p"], { files: { "p/b.pol": other, "p/a.pol": misspelt } });
    expect(second.stdout).toBe(first.stdout);
    expect(first.stderr).toBe("2 files: 2 errors\n");
  });

  it("ends well with warnings, and with 1 when strict", async () => {
    const files = { "p/a.pol": `${policy}const unused = 5\n` };
    expect(await polc(["check", "p"], { files })).toMatchObject({
      code: 0,
      stderr: "1 file, 2 rules: 1 warning\n",
    });
    expect(await polc(["check", "--strict", "p"], { files })).toMatchObject({ code: 1 });
  });

  it("reads the JSON Schemas that a policy names, from where the policy is", async () => {
    const files = {
      "p/orders/a.pol":
        'principal User\ntype Order = json("../schemas/order.json#/$defs/Order")\naction orders.create(order: Order)\n' +
        "policy orders {\n  rule small\n    allow User to orders.create\n    when args.order.totl < 100\n}\n",
      "p/schemas/order.json": JSON.stringify({
        $defs: { Order: { type: "object", properties: { total: { type: "integer" } }, required: ["total"] } },
      }),
    };
    const { code, stdout } = await polc(["check", "p"], { files });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error\[POL2003\].*totl/);
    expect(stdout).toContain("`total`");
    const missing = { "p/orders/a.pol": files["p/orders/a.pol"] };
    expect((await polc(["check", "p"], { files: missing })).stdout).toContain("error[POL2028]");
  });

  it("says what it proves of a policy set without errors, and does not when told so", async () => {
    const frozen = `${policy}\npolicy freeze {\n  rule all\n    deny User to anything\n}\n`;
    const files = { "a.pol": policy, "b/a.pol": frozen };
    const { code, stdout, stderr } = await polc(["check", "b"], { files });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "1 file, 3 rules: 2 warnings\n" });
    expect(stdout).toContain("warning[POL3002]: rule `support.team_reads` can never decide");
    expect(stdout).toContain("shadowed by a deny\n  ┌ b/a.pol:");
    expect(stdout).toContain("warning[POL3003]: rule `support.nobody_deletes` changes no decision");
    expect((await polc(["check", "--strict", "b"], { files })).code).toBe(1);
    const silent = await polc(["check", "--strict", "--no-analysis", "b"], { files });
    expect(silent).toMatchObject({ code: 0, stdout: "", stderr: "1 file, 3 rules: no problems\n" });
  });

  describe("--only", () => {
    const never = 'when context.ip in "10.0.0.0/8"\n when context.ip in "192.168.0.0/16"';
    const idle = `${policy}\npolicy more {\n rule never\n deny User to tickets.read\n ${never}\n}\n`;
    const checkOnly = (files: Readonly<Record<string, string>>, ...args: readonly string[]) =>
      polc(["check", ...args, "a.pol"], { files });

    it("reports what has one of the codes, by number or by name, in one list or in several", async () => {
      const whole = await checkOnly({ "a.pol": idle });
      expect(whole.stdout).toContain("warning[POL3001]");
      for (const args of [
        ["--only", "POL3001"],
        ["--only", "3002, 3001"],
        ["--only", "POL3002", "--only", "impossible-rule"],
      ])
        expect((await checkOnly({ "a.pol": idle }, ...args)).stdout).toContain("warning[POL3001]");
      expect(await checkOnly({ "a.pol": idle }, "--only", "POL3002")).toMatchObject({ stdout: "", code: 0 });
    });

    it("reports errors all the same", async () => {
      const { code, stdout } = await checkOnly({ "a.pol": misspelt }, "--only", "POL3001");
      expect({ code, isTold: stdout.includes("error[POL2003]") }).toEqual({ code: 1, isTold: true });
    });

    it("counts no assertion as proved that it did not look at", async () => {
      const files = { "a.pol": `${policy}\nassert nobody_deletes_ever\n  deny User to tickets.delete\n` };
      const summaryFor = async (codes: string) => (await checkOnly(files, "--only", codes)).stderr;
      expect(await summaryFor("POL3001")).toBe("1 file, 2 rules: no problems\n");
      expect(await summaryFor("3020,3021,3022")).toBe("1 file, 2 rules, 1 assertion proved: no problems\n");
    });

    it("refuses a code that there is none of, and options that it contradicts", async () => {
      const unknown = await checkOnly({ "a.pol": policy }, "--only", "POL3001,POL3092");
      expect(unknown).toMatchObject({ code: 2, stdout: "" });
      expect(unknown.stderr).toContain("error: there is no diagnostic `POL3092`; did you mean `POL3");
      for (const other of ["--fix", "--no-analysis"])
        expect((await checkOnly({ "a.pol": policy }, "--only", "POL3001", other)).code).toBe(2);
    });
  });

  it("looks for conflicts when told to", async () => {
    const narrowed = `${policy}\npolicy hours {\n  rule vpn\n    deny User to tickets.read\n    when context.ip in "10.8.0.0/16"\n}\n`;
    const files = { "a.pol": narrowed };
    const { stdout } = await polc(["check", "--conflicts", "a.pol"], { files });
    expect(stdout).toContain("info[POL3010]: rule `hours.vpn` denies a part of what");
    expect((await polc(["check", "a.pol"], { files })).stdout).not.toContain("POL3010");
  });

  it("checks and proves again when the policies change", async () => {
    const files = { "p/a.pol": policy };
    const frozen = { "p/b.pol": "policy freeze {\n  rule all\n    deny User to anything\n}\n" };
    const ran = await polc(["check", "p", "--watch"], {
      files,
      changes: [frozen, { "p/a.pol": misspelt }, { "p/a.pol": policy, "p/b.pol": "entity Thing\n" }],
    });
    const [first, second, third, last] = ran.stderr.split(/\np\/[ab]\.pol changed\n/);
    expect(first).toBe("1 file, 2 rules: no problems\n");
    expect(second).toMatch(/^2 files, 3 rules: .*warning/);
    expect(third).toBe("2 files: 1 error\n");
    expect(last).toBe("2 files, 2 rules: no problems\n");
    const alone = await polc(["check", "p"], { files: { ...files, ...frozen } });
    const broken = await polc(["check", "p"], { files: { "p/a.pol": misspelt, ...frozen } });
    expect(ran).toMatchObject({ code: 0, stdout: alone.stdout + broken.stdout });
  });

  it("jobs-change-nothing: threads print what one prints, whatever becomes of them", async () => {
    const again = `policy copies {
  rule again
    allow User to tickets.read
    when principal.team == "support"
    when context.ip in "10.1.0.0/16"
}
`;
    const files = { "p/a.pol": policy, "p/b.pol": again };
    const one = await polc(["check", "p", "--jobs", "1"], { files });
    expect(one.stdout).toContain("warning[POL3003]: rule `copies.again` changes no decision");
    for (const threads of ["works", "sleeps", "dies"] as const)
      expect(await polc(["check", "p", "--jobs", "3"], { files, threads })).toEqual(one);
    const wrong = { "p/a.pol": misspelt };
    const failed = await polc(["check", "p", "--jobs", "1"], { files: wrong });
    expect(await polc(["check", "p", "--jobs", "2"], { files: wrong })).toEqual(failed);
  });

  it("watches nothing that is not there, comes on standard input or is mended", async () => {
    const nowhere = await polc(["check", "q", "--watch"], { changes: [{ "q/a.pol": policy }] });
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.not.stringContaining("changed") });
    const input = await polc(["check", "-", "--watch"], { stdin: policy });
    expect(input).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("error[POL5043]") });
    const mended = await polc(["check", "p", "--watch", "--fix"], { files: { "p/a.pol": policy } });
    expect(mended).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be used with") });
  });

  it("ends with 2 where there is no policy", async () => {
    const { code, stdout, stderr } = await polc(["check", "nowhere"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("error[POL4001]: there is no `.pol` file at `nowhere`");
  });

  it.each(["json", "sarif", "github"])("says so to whoever reads %s", async (format) => {
    const { code, stdout, stderr } = await polc(["check", "--format", format, "nowhere"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toContain("there is no `.pol` file at `nowhere`");
  });

  it("refuses standard input that is not UTF-8", async () => {
    const { code, stdout } = await polc(["check", "-"], { stdin: Uint8Array.from([0xff]) });
    expect(code).toBe(1);
    expect(stdout).toContain("error[POL4002]: standard input is not UTF-8");
  });

  it("colours for a person, and not for NO_COLOR", async () => {
    const files = { "a.pol": misspelt };
    const colored = (await polc(["check", "a.pol"], { files, terminal: true })).stdout;
    expect(colored).toContain("\u001b[1;31merror[POL2003]\u001b[0m");
    const env = { NO_COLOR: "1" };
    expect((await polc(["check", "a.pol"], { files, terminal: true, env })).stdout).not.toContain("\u001b");
    expect((await polc(["check", "a.pol"], { files, env: { FORCE_COLOR: "1" } })).stdout).toBe(colored);
  });
});
