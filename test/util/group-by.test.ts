import { expect, it } from "vitest";
import { groupBy } from "../../src/util/group-by.js";

it("groups in the order in which keys and elements come up", () => {
  const groups = groupBy([3, 1, 4, 1, 5, 9], (number) => (number % 2 === 0 ? "even" : "odd"));
  expect([...groups]).toEqual([
    ["odd", [3, 1, 1, 5, 9]],
    ["even", [4]],
  ]);
});
