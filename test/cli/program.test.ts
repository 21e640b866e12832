import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { version } from "../../src/version.js";
import { polc } from "./memory-host.js";

const commands = ["init", "check", "build", "eval", "test", "fmt", "schema", "explain"];

describe("polc", () => {
  it("prints help on standard output, with every command, examples and exit codes", async () => {
    const { code, stdout, stderr } = await polc(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of commands) expect(stdout).toContain(`\n  ${command} `);
    expect(stdout).toContain("$ polc check policies");
    expect(stdout).toContain("Exit codes: 0 fine, 1 findings");
  });

  it.each(commands)("prints the help of %s with examples", async (command) => {
    const { code, stdout } = await polc([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`\nExamples:\n  $ polc ${command} `);
    expect(await polc(["help", command])).toMatchObject({ code: 0, stdout });
  });

  it("prints the version of package.json", async () => {
    const { version: packaged } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect(version).toBe(packaged);
    expect(await polc(["--version"])).toMatchObject({ code: 0, stdout: `${packaged}\n` });
  });

  it.each([
    [["chek", "policies"], "error: unknown command 'chek'\n(Did you mean check?)\n"],
    [["check"], "error: missing required argument 'policies'\n"],
    [["check", "a", "b"], "error: too many arguments for 'check'. Expected 1 argument but got 2.\n"],
    [["check", "--formt", "json", "a"], "error: unknown option '--formt'\n(Did you mean --format?)\n"],
    [
      ["check", "--format", "xml", "a"],
      "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, github.\n",
    ],
  ])("ends with 2 for %j", async (args, stderr) => {
    expect(await polc(args)).toMatchObject({ code: 2, stdout: "", stderr });
  });

  it("prints help on standard error and ends with 2 without a command", async () => {
    const { code, stdout, stderr } = await polc([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: polc");
  });
});
