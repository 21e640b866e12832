import { describe, expect, it } from "vitest";
import type { FlagAtom } from "../../../src/analysis/encode/atom.js";
import { createAtomValues } from "../../../src/analysis/encode/atom-values.js";

function atomOf(id: number): FlagAtom {
  return { kind: "flag", id, key: String(id) };
}

describe("what is known of atoms", () => {
  it("is nothing at first, then what was said last, of few atoms and of many", () => {
    const values = createAtomValues();
    for (const id of [0, 7, 100_000]) {
      expect(values.get(atomOf(id))).toBeUndefined();
      values.set(atomOf(id), true);
      expect(values.get(atomOf(id))).toBe(true);
      values.set(atomOf(id), false);
      expect(values.get(atomOf(id))).toBe(false);
    }
  });

  it("is never what another candidate knows", () => {
    const [one, other] = [createAtomValues(), createAtomValues()];
    one.set(atomOf(3), true);
    expect(other.get(atomOf(3))).toBeUndefined();
    other.set(atomOf(3), false);
    expect(one.get(atomOf(3))).not.toBe(false);
    expect(other.get(atomOf(3))).toBe(false);
  });
});
