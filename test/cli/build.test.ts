import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";
import { policy } from "./sample-set.js";

const files = { "p/a.pol": policy };

describe("polc build", () => {
  it("writes the module, its types and its source map, and names them", async () => {
    const result = await polc(["build", "p", "-o", "out"], { files });
    const paths = ["out/policy.js", "out/policy.d.ts", "out/policy.js.map"];
    expect(result).toMatchObject({ code: 0, stdout: paths.map((path) => `${path}\n`).join(""), stderr: "" });
    expect(Object.keys(result.files).sort()).toEqual([...paths, "p/a.pol"].sort());
  });

  it("leads from the source map to the policies", async () => {
    const { files: written } = await polc(["build", "p", "-o", "out/deep"], { files });
    expect(JSON.parse(written["out/deep/policy.js.map"] ?? "")).toMatchObject({
      sourceRoot: "../../p/",
      sources: ["a.pol"],
    });
  });

  it("does not depend on the order of files, nor on where they are", async () => {
    const types = "entity Ticket\n";
    const first = await polc(["build", "p", "-o", "p/dist"], {
      files: { "p/a.pol": policy, "p/b.pol": types },
    });
    const second = await polc(["build", "q", "-o", "q/dist"], {
      files: { "q/b.pol": types, "q/a.pol": policy },
    });
    for (const name of ["policy.js", "policy.d.ts", "policy.js.map"]) {
      expect(second.files[`q/dist/${name}`]).toBe(first.files[`p/dist/${name}`]);
    }
  });

  it("writes nothing if there are errors", async () => {
    const broken = { "p/a.pol": policy.replace("Ip", "Ipp") };
    const result = await polc(["build", "p"], { files: broken });
    expect(result).toMatchObject({ code: 1, stdout: "", files: broken });
    expect(result.stderr).toContain("error[POL2006]");
    expect(await polc(["build", "nowhere"])).toMatchObject({ code: 2, stdout: "" });
  });

  it("tells warnings and builds", async () => {
    const result = await polc(["build", "p"], { files: { "p/a.pol": `${policy}const unused = 5\n` } });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("warning[POL2025]");
  });

  it("says so where it cannot write", async () => {
    const result = await polc(["build", "p"], { files, full: true });
    expect(result).toMatchObject({ code: 2, stdout: "", files });
    expect(result.stderr).toContain(
      "error[POL4005]: `dist/policy.js` is not written: no space left on device",
    );
  });
});
