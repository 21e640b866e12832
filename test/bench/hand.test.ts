import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIntervalIndex, intervalOfBlock } from "../../bench/src/hand/interval-index.js";
import { createPrefixIndex } from "../../bench/src/hand/prefix-index.js";
import { parseIpv4 } from "../../bench/src/hand/read.js";
import * as runtime from "../../src/runtime/ip.js";

/* What is measured against has to be right by itself: a mistake would make it fast. */

describe("code by hand", () => {
  it("hand-parses-as-runtime", () => {
    const part = fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.constantFrom("", "01", "1a", "-1"),
    );
    const texts = fc.oneof(
      fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join(".")),
      fc.ipV4(),
    );
    const holds = (text: string): void => {
      expect(parseIpv4(text)).toBe(runtime.parseIpv4(text) ?? -1);
    };
    fc.assert(fc.property(texts, holds), { seed: 601, numRuns: 500 });
  });

  it("prefixes-are-found", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 5 });
    const holds = (prefixes: readonly string[], text: string): void => {
      expect(createPrefixIndex(prefixes)(text)).toBe(prefixes.some((prefix) => text.startsWith(prefix)));
    };
    fc.assert(fc.property(fc.array(word), word, holds), { seed: 602, numRuns: 500 });
  });

  it("intervals-are-found", () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 });
    const holds = (ends: readonly number[], value: number): void => {
      const sorted = [...ends].sort((a, b) => a - b);
      const intervals = sorted.flatMap((from, index) =>
        index % 2 === 0 ? [{ from, to: sorted[index + 1] ?? from }] : [],
      );
      const isFound = createIntervalIndex(intervals)(value);
      expect(isFound).toBe(intervals.some(({ from, to }) => value >= from && value <= to));
    };
    fc.assert(fc.property(bounds, fc.integer({ min: 0, max: 42 }), holds), { seed: 603, numRuns: 500 });
  });

  it("takes a block from its first to its last address", () => {
    expect(intervalOfBlock(0x0a000000, 24)).toEqual({ from: 0x0a000000, to: 0x0a0000ff });
    expect(intervalOfBlock(0, 0)).toEqual({ from: 0, to: 0xffffffff });
  });
});
