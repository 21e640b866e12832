import { expect, it } from "vitest";
import { checkLayoutsDecideAlike } from "./layouts-decide-alike.js";

/* The law itself is in layouts-decide-alike.ts; `scripts/fuzz-delegation.ts` runs it longer. */

it("layouts-decide-alike", () => {
  const seen = checkLayoutsDecideAlike({ seed: 20261122, runs: 12 });
  for (const outcome of ["allowed", "denied_by_rule", "no_matching_rule", "contradicts_kind"])
    expect(seen.get(outcome) ?? 0, outcome).toBeGreaterThan(5);
});
