import { describe, expect, it } from "vitest";
import { readAnnotations } from "../diagnostics/read-annotations.js";
import { polc } from "./memory-host.js";
import { policy } from "./sample-set.js";

const untidy = policy.replaceAll("  ", "\t");
const files = { "p/a.pol": policy, "p/b.pol": untidy };

describe("polc fmt", () => {
  it("rewrites the files that are not formatted, and names them", async () => {
    const result = await polc(["fmt", "p"], { files });
    expect(result).toMatchObject({ code: 0, stdout: "p/b.pol\n", stderr: "" });
    expect(result.files["p/b.pol"]).toBe(policy);
  });

  it("with --check only names them, and ends with 1", async () => {
    const result = await polc(["fmt", "--check", "p"], { files });
    expect(result).toMatchObject({
      code: 1,
      stdout: "p/b.pol\n",
      stderr: "1 file is not formatted\n",
      files,
    });
    expect(await polc(["fmt", "--check", "p/a.pol"], { files })).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("annotates for GitHub where a file would begin to change, and what does not parse", async () => {
    const broken = { ...files, "p/c.pol": "policy\tp {" };
    const { code, stdout, stderr } = await polc(["fmt", "--check", "--format", "github", "p"], {
      files: broken,
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 file is not formatted\n" });
    expect(readAnnotations(stdout)).toMatchObject([
      { properties: { file: "p/c.pol", title: "POL1016" } },
      {
        properties: { file: "p/b.pol", line: "2", col: "1", title: "polc fmt" },
        message: "p/b.pol is not formatted\nhelp: run `polc fmt`",
      },
    ]);
  });

  it("formats standard input", async () => {
    expect(await polc(["fmt", "-"], { stdin: untidy })).toMatchObject({ code: 0, stdout: policy });
  });

  it("leaves a file with a syntax error alone, and formats the others", async () => {
    const broken = { ...files, "p/c.pol": "policy\tp {" };
    const result = await polc(["fmt", "p"], { files: broken });
    expect(result).toMatchObject({ code: 1, stdout: "p/b.pol\n" });
    expect(result.stderr).toContain("┌ p/c.pol:1");
    expect(result.files["p/c.pol"]).toBe("policy\tp {");
    expect(await polc(["fmt", "-"], { stdin: "policy\tp {" })).toMatchObject({ code: 1, stdout: "" });
  });

  it("says so where a file cannot be written", async () => {
    const result = await polc(["fmt", "p"], { files, full: true });
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain("error[POL4005]: `p/b.pol` is not written: no space left on device");
  });
});
