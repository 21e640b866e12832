import { describe, expect, it } from "vitest";
import { emptySpan } from "../../../src/source/span.js";
import { nearNumbers, nearTexts } from "../../../src/testing/mutants/near-literals.js";

const span = emptySpan();

describe("literals with one mistake", () => {
  it.each([
    ["a day", "2026-03-01", "off by one", ["2026-02-28", "2026-03-02"]],
    ["a time", "2026-01-01T00:00:00Z", "off by one", ["2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z"]],
    ["an address", "10.0.0.255", "off by one", ["10.0.0.254", "10.0.1.0"]],
    ["the first address", "0.0.0.0", "off by one", ["0.0.0.1"]],
    [
      "the last address",
      "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      "off by one",
      ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"],
    ],
    ["a block", "10.64.0.0/10", "mask changed", ["10.0.0.0/9", "10.64.0.0/11"]],
    ["a whole block", "::/0", "mask changed", ["::/1"]],
    ["one address as a block", "10.0.0.1/32", "mask changed", ["10.0.0.0/31"]],
    ["a text", "sales", "text changed", ["salesx", "sale"]],
    ["a text of one character", "é", "text changed", ["éx"]],
    ["a text that ends outside the plane", "a😀", "text changed", ["a😀x", "a"]],
    ["no text", "", "text changed", ["x"]],
  ])("%s", (_, value, operator, texts) => {
    const near = nearTexts({ kind: "StringLiteral", span, value });
    expect(near.map(([name, { value: text }]) => [name, text])).toEqual(
      texts.map((text) => [operator, text]),
    );
  });

  it.each([
    [0, true, ["1"]],
    [7, true, ["6", "8"]],
    [1.5, false, ["0.5", "2.5"]],
    [1, false, ["0.0", "2.0"]],
    [Number.MAX_SAFE_INTEGER, true, ["9007199254740990"]],
  ])("%d", (value, integer, texts) => {
    const near = nearNumbers({ kind: "NumberLiteral", span, value, integer, text: String(value) });
    expect(near.map(({ text }) => text)).toEqual(texts);
  });
});
