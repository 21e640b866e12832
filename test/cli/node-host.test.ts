import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeHost } from "../../src/cli/node-host.js";

const host = nodeHost();
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "polc-host-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array = path): string {
  const absolute = join(root, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, content);
  return absolute;
}

describe("wayTo", () => {
  it("leads from a folder to that of the policy set", () => {
    const file = write("set/a b/one.pol");
    expect(host.wayTo(join(root, "set"), join(root, "out/deep"))).toBe("../../set/");
    expect(host.wayTo(file, join(root, "out"))).toBe("../set/a%20b/");
    expect(host.wayTo(join(root, "set"), join(root, "set"))).toBe("./");
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
    expect(await host.openFile(root)).toBeUndefined();
    expect(await host.openFile(join(root, "missing"))).toBeUndefined();
  });
});
