import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePath, pathWithin } from "../../src/runtime/path.js";

describe("parsePath", () => {
  it.each([
    ["/", "/"],
    ["/a", "/a"],
    ["/a/", "/a"],
    ["/a/b/", "/a/b"],
    ["//", "/"],
    ["//a", "/a"],
    ["/a//b", "/a/b"],
    ["/a/./b", "/a/b"],
    ["/a/../b", "/b"],
    ["/a/..", "/"],
    ["/..", "/"],
    ["/../../etc/passwd", "/etc/passwd"],
    ["/a/b/../../..", "/"],
    ["/...", "/..."],
    ["/.a/..b/c.", "/.a/..b/c."],
    ["/a b/é😀\n", "/a b/é😀\n"],
    ["/%2e%2e", "/%2e%2e"],
    ["/~/$HOME/*", "/~/$HOME/*"],
    ["/a:b", "/a:b"],
    ["/ab:/c", "/ab:/c"],
    ["/a/c:/d", "/a/c:/d"],
  ])("reads %j as %j", (text, path) => {
    expect(parsePath(text)).toBe(path);
  });

  it.each([
    "",
    "a",
    "./a",
    "../a",
    "~/a",
    " /a",
    "C:\\a",
    "C:/a",
    "c:",
    "/C:/a",
    "/c:",
    "//c:/a",
    "/x/../c:/a",
    "\\\\host\\share",
    "/a\\b",
    "/a\u0000",
    "\u0000",
    "file:///a",
    "/\ud800",
  ])("refuses %j", (text) => {
    expect(parsePath(text)).toBeUndefined();
  });

  const texts = fc
    .array(fc.constantFrom("/", ".", "..", "a", "b", "/"), { maxLength: 12 })
    .map((p) => `/${p.join("")}`);

  it("resolves as POSIX does, and is idempotent", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const expected = posix.resolve("/", text);
        expect(parsePath(text)).toBe(expected);
        expect(parsePath(expected)).toBe(expected);
      }),
      { seed: 20261121, numRuns: 5000 },
    );
  });

  it("takes a long path in linear time", () => {
    expect(parsePath("/a/..".repeat(200_000))).toBe("/");
  });
});

describe("pathWithin", () => {
  it.each([
    ["/srv", "/srv", true],
    ["/srv/a/b", "/srv", true],
    ["/srvx", "/srv", false],
    ["/", "/srv", false],
    ["/sr", "/srv", false],
    ["/srv", "/", true],
    ["/", "/", true],
  ])("%s within %s: %s", (path, base, expected) => {
    expect(pathWithin(path, base)).toBe(expected);
  });
});
