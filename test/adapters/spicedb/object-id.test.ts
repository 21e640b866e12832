import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromObjectId, toObjectId } from "../../../src/adapters/spicedb/object-id.js";

const text = fc.string({ unit: "binary" });
/** Texts of what is special, so that escapes stand beside each other. */
const special = fc.string({
  unit: fc.constantFrom("=", "4", "0", "A", "C", "3", "9", "é", "@", "*", "\u{1F511}"),
});

describe("an id of SpiceDB", () => {
  it.each([
    ["kim", "kim"],
    ["Zm9v/YmE=", "Zm9v/YmE="],
    ["google|1+2-3_4", "google|1+2-3_4"],
    ["kim@example.com", "kim=40example=2Ecom"],
    ["*", "=2A"],
    ["=40", "=3D40"],
    ["é", "=C3=A9"],
  ])("is for %j %j", (id, written) => {
    expect(toObjectId(id)).toBe(written);
    expect(fromObjectId(written)).toBe(id);
  });

  it("ids-read-back: each is written so that SpiceDB takes it and it can be read back, so no two are alike", () => {
    fc.assert(
      fc.property(fc.oneof(text, special), (id) => {
        const written = toObjectId(id);
        expect(written === undefined).toBe(id === "" || !id.isWellFormed());
        if (written === undefined) return;
        expect(written).toMatch(/^[a-zA-Z0-9/_|\-=+]{1,1024}$/);
        expect(fromObjectId(written)).toBe(id);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it.each(["", "\ud800", "a".repeat(1025), "@".repeat(342)])("is none for what it cannot have: %j", (id) => {
    expect(toObjectId(id)).toBeUndefined();
  });

  it.each(["", "=41", "=C3", "=3DX", "=E9", "a@b"])(
    "%j stands for nothing: nobody writes an id so",
    (written) => {
      expect(fromObjectId(written)).toBeUndefined();
    },
  );
});
