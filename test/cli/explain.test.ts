import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue.js";
import { polc } from "./memory-host.js";

describe("polc explain", () => {
  it.each(["POL4002", "pol4002", "4002", "invalid-utf8"])("prints the page for %s", async (code) => {
    const page = readFileSync(new URL("../../docs/diagnostics/POL4002.md", import.meta.url), "utf8");
    expect(await polc(["explain", code])).toMatchObject({ code: 0, stdout: page, stderr: "" });
  });

  it("lists every code without one", async () => {
    const { code, stdout } = await polc(["explain"]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(catalogue.length);
  });

  it.each([
    ["invalid-utf-8", "error: there is no diagnostic `invalid-utf-8`; did you mean `invalid-utf8`?\n"],
    ["POL9002", "error: there is no diagnostic `POL9002`; did you mean `POL9001`?\n"],
    [
      "nonsense-altogether",
      "error: there is no diagnostic `nonsense-altogether`; `polc explain` lists all\n",
    ],
  ])("refuses %s", async (code, stderr) => {
    expect(await polc(["explain", code])).toMatchObject({ code: 2, stdout: "", stderr });
  });
});
