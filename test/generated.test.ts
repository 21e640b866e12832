import { expect, it } from "vitest";
// @ts-expect-error a script without types
import { isCurrent } from "../scripts/generate-stdlib.mjs";

it("the standard library's module is current (`npm run generate`)", () => {
  expect(isCurrent()).toBe(true);
});
