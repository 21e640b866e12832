import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsType } from "../../src/testing/request/fits.js";
import { invalidTexts, type TextKind, validTexts } from "../../src/testing/sample-values.js";
import { fitsPattern, isBeyondPattern } from "../codegen/schema-exceptions.js";

const kinds = Object.keys(validTexts) as TextKind[];

/** What the plain forms turn on. */
const pieces = [
  ..."0 1 5 00 25 255 256 . .. / /../ /./ // : :: ffff a F g [ ] % %2e %41 %5C ? # @ - _ é T t Z P D H M S w".split(
    " ",
  ),
  ..."C: c:/ 0x x http https:// example.com -02-29 -02-30 2024 1900 2000 12 31 30 04 +05:00 /8 /128 ::1".split(
    " ",
  ),
  ..."1.2.3.4 10.0.0.0 2026-11-21 T10:00:00 .001".split(" "),
  ...[
    " ",
    "\\",
    "\0",
    "\n",
    "\u0085",
    "\ufeff",
    "\u2028",
    "a".repeat(62),
    "b".repeat(63),
    `${"a".repeat(49)}.`.repeat(5),
  ],
];

/** A text of the kind, or one that is none, with pieces put in and characters left out. */
function nearTexts(kind: TextKind): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(40), piece: fc.constantFrom("", ...pieces), removed: fc.nat(2) });
  const start = fc.constantFrom("", ...validTexts[kind], ...invalidTexts[kind]);
  return fc
    .tuple(start, fc.array(edit, { maxLength: 5 }))
    .map(([text, edits]) =>
      edits.reduce(
        (edited, { at, piece, removed }) => edited.slice(0, at) + piece + edited.slice(at + removed),
        text,
      ),
    );
}

function fits(kind: TextKind, text: string): boolean {
  return fitsType(text, { kind });
}

describe("plain-form-patterns", () => {
  it.each(kinds)(
    "%s accepts every text in plain form, and no other but those that it cannot tell",
    (kind) => {
      const counts = { fine: 0, wrong: 0 };
      fc.assert(
        fc.property(nearTexts(kind), (text) => {
          fc.pre(text.isWellFormed());
          const isFine = fits(kind, text);
          counts[isFine ? "fine" : "wrong"]++;
          expect(fitsPattern(kind, text)).toBe(isFine || isBeyondPattern(kind, text));
        }),
        { seed: 20261202, numRuns: 4000 },
      );
      expect(Math.min(counts.fine, counts.wrong)).toBeGreaterThan(300);
    },
  );

  it.each<[TextKind, string]>([
    ["Duration", "PT0.0001S"],
    ["Duration", "P999999999999999D"],
    ["Cidr", "10.0.0.1/8"],
    ["Path", "/data/../C:/x"],
    ["Path", "/C:/data/.."],
    ["Time", "9999-12-31T23:59:59-01:00"],
  ])("%s cannot tell %j", (kind, text) => {
    expect(fitsPattern(kind, text)).toBe(true);
    expect(fits(kind, text)).toBe(false);
  });

  it("tells leap years", () => {
    for (let year = 0; year < 10_000; year++) {
      const day = `${String(year).padStart(4, "0")}-02-29`;
      expect(fitsPattern("Date", day)).toBe(fits("Date", day));
    }
  });
});
