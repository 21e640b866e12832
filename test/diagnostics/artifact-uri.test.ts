import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { artifactUri, plainPath } from "../../src/diagnostics/artifact-uri.js";

describe("artifactUri", () => {
  it.each([
    ["a.pol", "a.pol"],
    ["./policies/à la carte.pol", "policies/%C3%A0%20la%20carte.pol"],
    ["a//b/./c/../d.pol", "a/b/d.pol"],
    ["../../a.pol", "../../a.pol"],
    ["a/../../b.pol", "../b.pol"],
    ["/srv/../a b.pol", "file:///a%20b.pol"],
    ["/../a.pol", "file:///a.pol"],
    ["C:\\policies\\a b.pol", "file:///C:/policies/a%20b.pol"],
    ["a:b/c?d#e%20.pol", "a%3Ab/c%3Fd%23e%2520.pol"],
    ["odd\\name.pol", "odd%5Cname.pol"],
    ["\ud800.pol", "%EF%BF%BD.pol"],
  ])("of %j is %j", (path, uri) => {
    expect(artifactUri(path)).toBe(uri);
  });

  it("law uri-leads-to-the-path: resolved as a browser does, it is the path", () => {
    const segment = fc.constantFrom(
      "a",
      "b c",
      "é",
      "%",
      "#",
      "?",
      ":",
      ".",
      "..",
      "",
      "日本",
      "x&y",
      "[1]",
      "\\",
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
        const path = [...segments, "a.pol"].join("/");
        const resolved = new URL(artifactUri(path), "file:///1/2/3/4/5/6/");
        const plain = plainPath(path);
        const expected = plain.startsWith("/") ? plain : plainPath(`/1/2/3/4/5/6/${plain}`);
        expect(decodeURIComponent(resolved.pathname)).toBe(expected);
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});
