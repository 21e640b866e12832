import { describe, expect, it } from "vitest";
import { polc } from "./memory-host.js";

const files = {
  "p/schema.pol":
    "principal User\n\nentity Doc {\n  relation owner: User\n  relation viewer: User = direct or owner\n}\n",
  "odd/schema.pol": "principal User\n\nentity Doc {\n  relation from: User\n}\n",
  "broken/schema.pol": "entity Doc { relation owner: Usr }\n",
};

describe("polc relations export", () => {
  it("prints what polc import openfga reads", async () => {
    const exported = await polc(["relations", "export", "--to", "openfga", "p"], { files });
    expect(exported).toMatchObject({ code: 0, stderr: "" });
    const imported = await polc(["import", "openfga", "-"], { stdin: exported.stdout });
    expect(imported.stdout).toContain("relation viewer: User = direct or owner\n");
  });

  it("prints a schema of SpiceDB", async () => {
    const { code, stdout } = await polc(["relations", "export", "--to", "spicedb", "p"], { files });
    expect(code).toBe(0);
    expect(stdout).toContain("  permission viewer = viewer_tuples + owner\n");
  });

  it("prints no schema that would mean something else", async () => {
    const ran = await polc(["relations", "export", "--to", "openfga", "odd"], { files });
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toContain("error[POL4074]: OpenFGA keeps the name `from` for itself");
    expect(ran.stderr).toContain("schema.pol:4:12");
  });

  it("says what is wrong with the policy set, and with its own options", async () => {
    const broken = await polc(["relations", "export", "--to", "openfga", "broken"], { files });
    expect(broken).toMatchObject({ code: 1, stdout: "" });
    expect(broken.stderr).toContain("POL2006");
    expect(await polc(["relations", "export", "p"], { files })).toMatchObject({ code: 2 });
  });
});
