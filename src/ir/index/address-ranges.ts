import type { Cidr } from "../../runtime/ip.js";
import type { ConstantNode } from "../node.js";

/** Lowest and highest address of a range, both in it. */
export interface AddressRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** The ranges of some blocks, of either version of the protocol: in order, those that touch joined. */
export function mergedRanges(blocks: readonly Cidr[], version: 4 | 6): readonly AddressRange[] {
  const wanted = version === 4 ? "number" : "bigint";
  const width = version === 4 ? 32 : 128;
  const ranges = blocks
    .filter(({ base }) => typeof base === wanted)
    .map(({ base, bits }) => rangeOf(BigInt(base), bits, width))
    .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const merged: AddressRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last === undefined || range.low > last.high + 1n) merged.push(range);
    else if (range.high > last.high) merged[merged.length - 1] = { low: last.low, high: range.high };
  }
  return merged;
}

function rangeOf(base: bigint, bits: number, width: number): AddressRange {
  return { low: base, high: base + (1n << BigInt(width - bits)) - 1n };
}

/** The blocks of a list of constants. */
export function blocksOf(constants: readonly ConstantNode[]): readonly Cidr[] {
  return constants
    .map(({ value }) => value)
    .filter((value): value is Cidr => typeof value === "object" && "bits" in value);
}

/** Lowest and highest address of each range in turn: numbers for IPv4, then bigints for IPv6, as the addresses themselves are. */
export function addressRanges(constants: readonly ConstantNode[]): readonly (number | bigint)[] {
  const blocks = blocksOf(constants);
  return [
    ...mergedRanges(blocks, 4).flatMap(({ low, high }) => [Number(low), Number(high)]),
    ...mergedRanges(blocks, 6).flatMap(({ low, high }) => [low, high]),
  ];
}
