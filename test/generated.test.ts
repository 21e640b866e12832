import { expect, it } from "vitest";
// @ts-expect-error a script without types
import { staleFiles } from "../scripts/generate.mjs";

it("generated sources are current (`npm run generate`)", async () => {
  const stale: readonly { path: string }[] = await staleFiles();
  expect(stale.map(({ path }) => path)).toEqual([]);
});
