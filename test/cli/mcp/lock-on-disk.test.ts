import { describe, expect, it } from "vitest";
import { recordedSource, sourceFrom } from "../../../src/cli/mcp/lock-on-disk.js";

describe("recordedSource", () => {
  it.each([
    ["Authorization: Bearer $TOKEN", true],
    [`X-Api-Key:\${KEY}`, true],
    ["X-Api-Key: $KEY ", true],
    ["Authorization: Bearer s3cret", false],
    ["X-Org: acme", false],
    ["Authorization: Bearer s3cret$1", false],
    ["Authorization: Bearer a$B", false],
    ["Cookie: a=$A; b=secret", false],
  ])("of the header %j keeps it: %s", (header, isKept) => {
    const source = { kind: "http", url: "https://example.com/mcp", headers: [header] } as const;
    expect(recordedSource(source, "p")).toEqual({ ...source, headers: isKept ? [header] : [] });
  });

  it.each([
    ["lists/notes.json", "policies", "../lists/notes.json"],
    ["policies/lists/notes.json", "policies", "lists/notes.json"],
    ["notes.json", ".", "notes.json"],
    ["-", "policies", "-"],
  ])("of the file %j beside %j is %j, and leads back", (path, root, recorded) => {
    expect(recordedSource({ kind: "file", path }, root)).toEqual({ kind: "file", path: recorded });
    expect(sourceFrom({ kind: "file", path: recorded }, root)).toEqual({ kind: "file", path });
  });

  it("keeps a command as it is", () => {
    const source = { kind: "stdio", command: "npx notes" } as const;
    expect(sourceFrom(recordedSource(source, "p"), "p")).toEqual(source);
  });
});
