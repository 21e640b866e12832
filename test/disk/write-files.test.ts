import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeFilesAtomically } from "../../src/disk/write-files.js";
import { temporaryFolder } from "./temporary-folder.js";

const folder = temporaryFolder();
const { write } = folder;

describe("writeFilesAtomically", () => {
  it("makes folders, replaces what is there, and leaves nothing else", () => {
    const path = write("out/policy.js", "old");
    const other = join(folder.path, "out/deep/policy.d.ts");
    const problem = writeFilesAtomically(
      [
        { path, text: "new" },
        { path: other, text: "types" },
      ],
      false,
    );
    expect(problem).toBeUndefined();
    expect([readFileSync(path, "utf8"), readFileSync(other, "utf8")]).toEqual(["new", "types"]);
    expect(readdirSync(join(folder.path, "out")).sort()).toEqual(["deep", "policy.js"]);
  });

  it("keeps a file's mode, and a link a link", () => {
    const path = write("real.pol", "old");
    chmodSync(path, 0o640);
    const link = join(folder.path, "link.pol");
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
        { path: join(folder.path, "out.js"), text: "x" },
        { path: join(file, "out.d.ts"), text: "y" },
      ],
      false,
    );
    expect(problem).toEqual({
      path: join(file, "out.d.ts"),
      reason: "a file stands where its folder should be",
    });
    expect(readdirSync(folder.path)).toEqual(["file"]);
  });

  it("overwrites nothing when told so", () => {
    const path = write("a.pol", "mine");
    const problem = writeFilesAtomically(
      [
        { path: join(folder.path, "b.pol"), text: "b" },
        { path, text: "a" },
      ],
      true,
    );
    expect(problem).toEqual({ path, reason: "it exists" });
    expect(readdirSync(folder.path)).toEqual(["a.pol"]);
    expect(readFileSync(path, "utf8")).toBe("mine");
  });
});
