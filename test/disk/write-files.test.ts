import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFilesAtomically } from "../../src/disk/write-files.js";

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

describe("writeFilesAtomically", () => {
  it("makes folders, replaces what is there, and leaves nothing else", () => {
    const path = write("out/policy.js", "old");
    const other = join(root, "out/deep/policy.d.ts");
    const problem = writeFilesAtomically(
      [
        { path, text: "new" },
        { path: other, text: "types" },
      ],
      false,
    );
    expect(problem).toBeUndefined();
    expect([readFileSync(path, "utf8"), readFileSync(other, "utf8")]).toEqual(["new", "types"]);
    expect(readdirSync(join(root, "out")).sort()).toEqual(["deep", "policy.js"]);
  });

  it("keeps a file's mode, and a link a link", () => {
    const path = write("real.pol", "old");
    chmodSync(path, 0o640);
    const link = join(root, "link.pol");
    symlinkSync(path, link);
    writeFilesAtomically([{ path: link, text: "new" }], false);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it("writes nothing when one of the files cannot be written", () => {
    const file = write("file", "here");
    const problem = writeFilesAtomically(
      [
        { path: join(root, "out.js"), text: "x" },
        { path: join(file, "out.d.ts"), text: "y" },
      ],
      false,
    );
    expect(problem).toEqual({
      path: join(file, "out.d.ts"),
      reason: "a file stands where its folder should be",
    });
    expect(readdirSync(root)).toEqual(["file"]);
  });

  it("overwrites nothing when told so", () => {
    const path = write("a.pol", "mine");
    const problem = writeFilesAtomically(
      [
        { path: join(root, "b.pol"), text: "b" },
        { path, text: "a" },
      ],
      true,
    );
    expect(problem).toEqual({ path, reason: "it exists" });
    expect(readdirSync(root)).toEqual(["a.pol"]);
    expect(readFileSync(path, "utf8")).toBe("mine");
  });
});
