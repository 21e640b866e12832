import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../src/cli/node-host.js";
import { temporaryFolder } from "../disk/temporary-folder.js";

const host = nodeHost();
const folder = temporaryFolder();
const { write } = folder;

describe("wayTo", () => {
  it("leads from a folder to that of the policy set", () => {
    const file = write("set/a b/one.pol");
    expect(host.wayTo(join(folder.path, "set"), join(folder.path, "out/deep"))).toBe("../../set/");
    expect(host.wayTo(file, join(folder.path, "out"))).toBe("../set/a%20b/");
    expect(host.wayTo(join(folder.path, "set"), join(folder.path, "set"))).toBe("./");
  });
});

describe("readPackageFile", () => {
  it("reads what the package ships", async () => {
    expect(await host.readPackageFile("package.json")).toContain('"name": "polc"');
    expect(await host.readPackageFile("missing.md")).toBeUndefined();
  });
});

describe("openFile", () => {
  it("opens a file, and no directory", async () => {
    const chunks = await host.openFile(write("a.json", "{}"));
    let text = "";
    for await (const chunk of chunks ?? []) text += Buffer.from(chunk).toString();
    expect(text).toBe("{}");
    expect(await host.openFile(folder.path)).toBeUndefined();
    expect(await host.openFile(join(folder.path, "missing"))).toBeUndefined();
  });
});
