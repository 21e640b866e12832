import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addresses, contains, type IntervalSet, union } from "../../../src/analysis/encode/interval-set.js";
import { addressAt } from "../../../src/analysis/encode/text-tests.js";
import { addressHosts } from "../../../src/analysis/texts/address-forms.js";
import { accepts, regexLanguage } from "../../../src/analysis/texts/language.js";
import { decimalsBetween, hexadecimalsBetween } from "../../../src/analysis/texts/number-forms.js";
import { formatIp } from "../../../src/runtime/ip.js";

const firstOfV6 = 1n << 32n;

/** Addresses with many groups of zeros, and with few different values otherwise. */
const places = fc.oneof(
  fc
    .array(fc.constantFrom(0n, 1n, 9n, 10n, 99n, 127n, 200n, 255n), { minLength: 4, maxLength: 4 })
    .map((octets) => octets.reduce<bigint>((sum, octet) => sum * 256n + octet, 0n)),
  fc
    .array(fc.constantFrom(0n, 0n, 1n, 0xan, 0xdb8n, 0xfe80n, 0xffffn), { minLength: 8, maxLength: 8 })
    .map((groups) => firstOfV6 + groups.reduce<bigint>((sum, group) => sum * 65_536n + group, 0n)),
);

const sets = fc
  .array(fc.tuple(places, places), { minLength: 1, maxLength: 3 })
  .map((pairs) =>
    union(
      addresses,
      ...pairs.map(([one, other]): IntervalSet<bigint> => [one < other ? [one, other] : [other, one]]),
    ),
  );

function hostAt(place: bigint): string {
  const ip = addressAt(place);
  return typeof ip === "bigint" ? `[${formatIp(ip)}]` : formatIp(ip);
}

describe("texts of numbers and addresses", () => {
  it("numbers-between: the texts of just the numbers from one to the other", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (one, other) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        const decimal = regexLanguage(`decimals ${first} ${last}`, () => decimalsBetween(first, last));
        const hexadecimal = regexLanguage(`hexadecimals ${first} ${last}`, () =>
          hexadecimalsBetween(first, last),
        );
        for (let number = 0; number <= 420; number += 1) {
          expect(accepts(decimal, String(number))).toBe(number >= first && number <= last);
          expect(accepts(hexadecimal, number.toString(16))).toBe(number >= first && number <= last);
          expect(accepts(decimal, `0${number}`)).toBe(false);
        }
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it("address-hosts-are-bounds: an address in the set is in the upper one, one in the lower is in the set; of IPv4 both are exact", () => {
    let inside = 0;
    fc.assert(
      fc.property(sets, fc.array(places, { minLength: 1, maxLength: 20 }), (set, tried) => {
        const { upper, lower } = addressHosts(set);
        for (const place of [...tried, ...set.flat()]) {
          const host = hostAt(place);
          const isIn = contains(set, place);
          inside += Number(isIn);
          if (isIn) expect(accepts(upper, host)).toBe(true);
          if (accepts(lower, host)) expect(isIn).toBe(true);
          if (place < firstOfV6) expect([accepts(upper, host), accepts(lower, host)]).toEqual([isIn, isIn]);
        }
        for (const end of set.flat()) expect(accepts(lower, hostAt(end))).toBe(true);
      }),
      { seed: 1, numRuns: 150 },
    );
    expect(inside).toBeGreaterThan(500);
  });

  it("gives bounds of long lists of addresses, too", () => {
    const set = Array.from(
      { length: 200 },
      (_, index) => [BigInt(index * 4), BigInt(index * 4 + 1)] as const,
    );
    const { upper, lower } = addressHosts(set);
    expect([accepts(upper, "0.0.0.1"), accepts(lower, "0.0.0.1"), accepts(lower, "0.0.0.2")]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
