import { describe, expect, it } from "vitest";
import { isLibraryFile, isOnDisk, standardInput } from "../../src/source/file-names.js";

describe("isOnDisk", () => {
  it.each(["a.pol", "policies/std.pol", "<odd/a.pol", "C:/a.pol"])("%s can be opened", (file) => {
    expect(isOnDisk(file)).toBe(true);
  });

  it.each(["", standardInput, "<node server.js>", "std:std.agents"])("%j cannot", (file) => {
    expect(isOnDisk(file)).toBe(false);
  });
});

describe("isLibraryFile", () => {
  it("knows the modules of the standard library", () => {
    expect(["std:std.agents", "std.pol", standardInput].filter(isLibraryFile)).toEqual(["std:std.agents"]);
  });
});
