import { formatCidr, formatIp, type Ip, parseCidr } from "../../runtime/ip.js";
import type { Slot } from "../encode/atom.js";
import {
  addresses,
  complement,
  type IntervalSet,
  intersection,
  nearest,
  union,
} from "../encode/interval-set.js";
import { addressAt, addressesOf } from "../encode/text-tests.js";
import type { Trial } from "./assumptions.js";
import { preferredAddress } from "./default-value.js";
import type { SameTie } from "./solve-texts.js";
import { sameTies, type ValueProblem } from "./value-problem.js";

type Addresses = ReadonlyMap<string, bigint>;

/**
 * Chooses addresses, those that have to be equal as one: in each of several attempts others. Which blocks they lie in, and which texts have
 * them as hosts, is for the texts to follow.
 */
export function chooseAddresses(problem: ValueProblem, attempt: number): Trial<Addresses> {
  const ties = sameTies(problem.assumptions, "address");
  const classOf = addressClasses(problem, ties);
  const chosen = new Map<string, bigint>();
  for (const keys of new Set(classOf.values())) {
    const set = commonSet(problem, keys);
    if (set.length === 0) return { kind: "none" };
    const others = ties.filter(
      ({ wanted, atom }) => !wanted && keys.includes(atom.left.key) !== keys.includes(atom.right.key),
    );
    if (
      ties.some(
        ({ wanted, atom }) => !wanted && keys.includes(atom.left.key) && keys.includes(atom.right.key),
      )
    )
      return { kind: "none" };
    const taken = others.flatMap(
      ({ atom }) => chosen.get(keys.includes(atom.left.key) ? atom.right.key : atom.left.key) ?? [],
    );
    const value = addressIn(without(set, taken), attempt);
    if (value === undefined) return { kind: "unknown" };
    for (const key of keys) chosen.set(key, value);
  }
  return { kind: "found", result: chosen };
}

/** Addresses by themselves, and those of hosts that something is tied to: the others follow from their hosts. */
function addressClasses(
  { slots, assumptions }: ValueProblem,
  ties: readonly SameTie[],
): ReadonlyMap<string, readonly string[]> {
  const tied = new Set(
    assumptions.ties.flatMap(({ atom }) => (atom.kind === "linear" ? [] : [atom.left.key, atom.right.key])),
  );
  const classOf = new Map<string, string[]>();
  for (const { slot } of slots.values()) if (isChosen(slot, tied)) classOf.set(slot.key, [slot.key]);
  for (const { atom, wanted } of ties) {
    const left = classOf.get(atom.left.key);
    const right = classOf.get(atom.right.key);
    if (!wanted || !left || !right || left === right) continue;
    left.push(...right);
    for (const key of right) classOf.set(key, left);
  }
  return classOf;
}

function isChosen({ kind, key, of }: Slot, tied: ReadonlySet<string>): boolean {
  return kind === "address" && (of === undefined || tied.has(key));
}

function commonSet({ slots, assumptions }: ValueProblem, keys: readonly string[]): IntervalSet<bigint> {
  let set: IntervalSet<bigint> = [[addresses.minimum, addresses.maximum]];
  for (const key of keys) {
    const domain = slots.get(key)?.domain;
    if (domain?.kind === "address") set = intersection(set, domain.set);
  }
  for (const { atom, wanted } of assumptions.ties) {
    if (atom.kind !== "related" || !keys.includes(atom.left.key)) continue;
    const domain = slots.get(atom.right.key)?.domain;
    if (domain?.kind === "text" && domain.words) set = intersection(set, aroundBlocks(domain.words, wanted));
  }
  return set;
}

/** The addresses that lie in one of the blocks, or that do not lie in all of them. */
function aroundBlocks(texts: readonly string[], wanted: boolean): IntervalSet<bigint> {
  const blocks = texts.flatMap((text) => parseCidr(text) ?? []);
  if (wanted) return addressesOf(blocks);
  return union(addresses, ...blocks.map((block) => complement(addresses, addressesOf([block]))));
}

function without(set: IntervalSet<bigint>, taken: readonly bigint[]): IntervalSet<bigint> {
  return taken.reduce((rest, value) => intersection(rest, complement(addresses, [[value, value]])), set);
}

function addressIn(set: IntervalSet<bigint>, attempt: number): bigint | undefined {
  const choices = [nearest(set, preferredAddress), set[0]?.[0], set.at(-1)?.[1], set[0]?.[1]];
  return choices[attempt % choices.length];
}

/** The blocks that an address lies in, as their texts. */
export function blocksAround(place: bigint): readonly string[] {
  const ip: Ip = addressAt(place);
  const width = typeof ip === "bigint" ? 128 : 32;
  return Array.from({ length: width + 1 }, (_, bits) => {
    const free = BigInt(width - bits);
    const base = (BigInt(ip) >> free) << free;
    return formatCidr({ base: typeof ip === "bigint" ? base : Number(base), bits });
  });
}

/** An address as a request has it. */
export function addressText(place: bigint): string {
  return formatIp(addressAt(place));
}
