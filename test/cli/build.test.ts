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

  it("builds again when the policies change, and leaves the module as it was where they are wrong", async () => {
    const broken = { "p/a.pol": policy.replace("Ip", "Ipp") };
    const longer = { "p/a.pol": policy, "p/b.pol": "entity Ticket\n" };
    const ran = await polc(["build", "p", "-o", "out", "--watch"], {
      files,
      changes: [{ "elsewhere.pol": "" }, broken, longer],
    });
    expect(ran.code).toBe(0);
    const [first, second, ...others] = ran.stderr.split("\np/a.pol changed\n");
    expect(first).toBe("");
    expect(second).toMatch(/^error\[POL2006\][\s\S]*\nout\/policy\.js is left as it was\n$/);
    expect(others).toEqual([""]);
    const fresh = await polc(["build", "p", "-o", "out"], { files: longer });
    for (const name of ["policy.js", "policy.d.ts", "policy.js.map"])
      expect(ran.files[`out/${name}`]).toBe(fresh.files[`out/${name}`]);
    expect(ran.stdout).toBe(fresh.stdout.repeat(2));
  });

  it("says nothing of a module that was never written", async () => {
    const broken = { "p/a.pol": policy.replace("Ip", "Ipp") };
    const ran = await polc(["build", "p", "--watch"], {
      files: broken,
      changes: [{ "p/b.pol": "" }],
    });
    expect(ran).toMatchObject({ code: 1, stderr: expect.not.stringContaining("left as it was") });
    expect(Object.keys(ran.files).sort()).toEqual(["p/a.pol", "p/b.pol"]);
  });

  it("watches nothing that is not there or comes on standard input", async () => {
    const nowhere = await polc(["build", "q", "--watch"], { files, changes: [{ "q/a.pol": policy }] });
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.not.stringContaining("changed") });
    const input = await polc(["build", "-", "--watch"], { stdin: policy });
    expect(input).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("error[POL5043]") });
  });

  it("tells a person what it is at, where that takes long", async () => {
    const long = { "p/a.pol": `${policy}// ${"…".repeat(500_000)}\n` };
    const phases = [
      "checking 1 file",
      "working out which rules decide which requests",
      "proving that they decide as they are written",
      "writing the module",
    ];
    const told = phases.map((phase) => `${phase}\n`).join("");
    expect(await polc(["build", "p"], { files: long, terminal: true })).toMatchObject({
      code: 0,
      stderr: told,
    });
    const unverified = await polc(["build", "p", "--verify", "off"], { files: long, terminal: true });
    expect(unverified.stderr).toBe(told.replace(/^proving.*\n/m, ""));
    expect((await polc(["build", "p"], { files: long })).stderr).toBe("");
    expect((await polc(["build", "p"], { files, terminal: true })).stderr).toBe("");
    expect((await polc(["check", "p"], { files: long, terminal: true })).stderr).toMatch(
      /^checking 1 file\n/,
    );
    const json = await polc(["check", "p", "--format", "json"], { files: long, terminal: true });
    expect(json.stderr).not.toContain("checking");
  });
});
