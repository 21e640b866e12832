import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPolicyFiles } from "../../src/disk/find-policy-files.js";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "polc-find-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("findPolicyFiles", () => {
  it("names every folder that a policy may be added to", () => {
    for (const folder of ["empty", "full/deep", ".git", "node_modules/some"]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    writeFileSync(join(root, "full/a.pol"), "");
    const { files, folders } = findPolicyFiles(root);
    expect(files.map(({ absolute }) => absolute)).toEqual([join(root, "full/a.pol")]);
    expect([...folders].sort()).toEqual(["", "empty", "full", "full/deep"].map((path) => join(root, path)));
  });

  it("looks into no folder where there is none", () => {
    expect(findPolicyFiles(join(root, "missing"))).toEqual({ files: [], folders: [] });
  });
});
