import { describe, expect, it } from "vitest";
import { hostLike } from "../../../src/analysis/texts/host-like.js";

describe("a host like a text", () => {
  it.each([
    ["b.example", "b.example"],
    [".b.example", "a.b.example"],
    ["-x.example", "a-x.example"],
    ["[::1]", "[::1]"],
    ["..example", undefined],
    ["b example", undefined],
  ])("of %s is %s", (text, host) => {
    expect(hostLike(text)).toBe(host);
  });
});
