import { describe, expect, it } from "vitest";
import { groupByValue, indexByValue, rowByValue, rowsFrom } from "../../src/runtime/rows.js";
import { chainOf } from "./chain-of.js";

describe("an index by value", () => {
  it("keeps the order of rows, with several keys a row", () => {
    const index = indexByValue(rowsFrom(0, 4), ["a", ["a", "b"], "b", "__proto__"]);
    const rows = (key: unknown) => chainOf(index, index.heads.get(key) ?? -1);
    expect([rows("a"), rows("b"), rows("__proto__"), rows("c")]).toEqual([[0, 1], [1, 2], [3], []]);
  });

  it("gives the one row of each value", () => {
    const rows = rowByValue(rowsFrom(1, 4), ["x", "a", ["b", "c", "b"], "__proto__"]);
    expect([...rows]).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 2],
      ["__proto__", 3],
    ]);
  });

  it("groups rows that are searched further", () => {
    const groups = groupByValue(rowsFrom(1, 4), ["x", "a", ["a", "b"], "b"], (rows) => [...rows]);
    expect([...groups]).toEqual([
      ["a", [1, 2]],
      ["b", [2, 3]],
    ]);
  });
});
