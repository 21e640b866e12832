import { describe, expect, it } from "vitest";
import { js, literal } from "../../src/codegen/code.js";
import { emitColumn, emitNumbers } from "../../src/codegen/emit-column.js";
import { pick, seededChoices } from "../../src/testing/choices.js";

describe("a column of numbers", () => {
  it("is that of their literals, however many of them are a cell", () => {
    const choices = seededChoices(20_261_123);
    for (const perCell of [1, 2, 3]) {
      for (let cells = 0; cells < 60; cells += 1) {
        const numbers = Array.from({ length: cells * perCell }, () =>
          choices.int(-1, pick(choices, [3, 1_000, 1_000_000])),
        );
        const codes = Array.from({ length: cells }, (_, cell) => {
          const own = numbers.slice(cell * perCell, (cell + 1) * perCell);
          return js`${own.map(literal)}`;
        });
        expect(emitNumbers(numbers, perCell).text).toBe(emitColumn(codes).text);
      }
    }
  });
});
