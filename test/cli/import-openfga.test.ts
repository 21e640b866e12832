import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";

const model = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n";
const imported = `// The relations of an OpenFGA model, imported by polc.
// Taken for principals, since they have no relations: user.

principal user

entity doc {
  relation viewer: user
}
`;
const files = {
  "model.fga": model,
  "broken.fga": model.replace("define viewer:", "define viewer"),
  "modular/fga.mod": "schema: '1.2'\ncontents:\n  - core.fga\n  - wiki/pages.fga\n",
  "modular/core.fga": "module core\ntype user\n",
  "modular/wiki/pages.fga": "module wiki\ntype doc\n  relations\n    define viewer: [user]\n",
  "alone/fga.mod": "schema: '1.2'\ncontents:\n  - gone.fga\n",
  "outside/fga.mod": "schema: '1.2'\ncontents:\n  - ../model.fga\n",
};

describe("polc import openfga", () => {
  it("prints the policy text, and a summary to standard error", async () => {
    expect(await polc(["import", "openfga", "model.fga"], { files })).toEqual({
      code: 0,
      stdout: imported,
      stderr: "1 model: no problems\n",
      files,
    });
    expect(await polc(["import", "openfga", "-"], { stdin: model })).toMatchObject({ stdout: imported });
  });

  it("writes a file of the policy set, which checks and is formatted", async () => {
    const ran = await polc(["import", "openfga", "modular/fga.mod", "-o", "p"], { files });
    expect(ran).toMatchObject({ code: 0, stdout: "p/imports/openfga.pol\n" });
    expect(ran.files["p/imports/openfga.pol"]).toBe(imported);
    expect(await polc(["check", "--strict", "p"], { files: ran.files })).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(await polc(["fmt", "--check", "p"], { files: ran.files })).toMatchObject({ code: 0 });
  });

  it("writes nothing with an error", async () => {
    const ran = await polc(["import", "openfga", "broken.fga", "-o", "p"], { files });
    expect(ran).toMatchObject({ code: 1, stdout: "", files });
    expect(ran.stderr).toContain("error[POL4070]: missing ':' at '['");
    expect(ran.stderr).toContain("broken.fga:6:19");
  });

  it.each([
    ["gone.fga", "`gone.fga` cannot be read", 2],
    ["alone/fga.mod", "`alone/gone.fga` cannot be read", 2],
    ["outside/fga.mod", "invalid contents item ../model.fga", 1],
  ])("%s: %s", async (path, message, code) => {
    const ran = await polc(["import", "openfga", path], { files });
    expect(ran).toMatchObject({ code, stdout: "" });
    expect(ran.stderr).toContain(message);
  });
});
