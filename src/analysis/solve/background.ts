import { isUnknown } from "../encode/atom.js";
import type { SlotValue } from "../encode/evaluate-formula.js";
import type { SlotDomain } from "./assumptions.js";
import type { Model } from "./build-request.js";
import { type MemberSet, type MemberSets, TakenMembers } from "./member-sets.js";
import type { Support } from "./support.js";

/** What the places of a request hold of which a question says nothing. */
export interface Background {
  readonly entries: readonly BackgroundEntry[];
  /** What the formulas rest on that hold there. */
  readonly support: Support;
}

/** What is known of one key, and the members of the request that it names. */
interface BackgroundEntry {
  readonly key: string;
  readonly members: MemberSet;
  readonly flag: boolean | undefined;
  readonly domain: SlotDomain | undefined;
  readonly value: SlotValue | undefined;
}

/** A model as what others stand before. */
export function backgroundOf(
  { assumptions: { flags, domains }, values }: Omit<Model, "encoder">,
  sets: MemberSets,
  support: Support,
): Background {
  const keys = new Set([...flags.keys(), ...domains.keys(), ...values.keys()]);
  const entries = [...keys].flatMap((key): BackgroundEntry[] => {
    const members = isUnknown(key) ? undefined : sets.namedBy(key);
    if (members === undefined) return [];
    return [{ key, members, flag: flags.get(key), domain: domains.get(key), value: values.get(key) }];
  });
  return { entries, support };
}

/**
 * What is assumed, and the background wherever nothing is assumed: a member of the request is taken from the one or from the other as a whole, so
 * that what a value consists of fits together.
 */
export function before(
  { entries }: Background,
  { assumptions, values }: Omit<Model, "encoder">,
  taken: TakenMembers,
): Omit<Model, "encoder"> {
  const flags = new Map(assumptions.flags);
  const domains = new Map(assumptions.domains);
  const all = new Map(values);
  for (const { key, members, flag, domain, value } of entries) {
    if (taken.touches(members)) continue;
    if (flag !== undefined) flags.set(key, flag);
    if (domain !== undefined) domains.set(key, domain);
    if (value !== undefined) all.set(key, value);
  }
  return { assumptions: { ...assumptions, flags, domains }, values: all };
}

/** The members of the request of which something is assumed. Of `lists` it is, whoever is in them. */
export function takenIn(
  { assumptions, values }: Omit<Model, "encoder">,
  lists: readonly string[],
  sets: MemberSets,
): TakenMembers {
  return new TakenMembers(sets, [...assumptions.flags.keys(), ...values.keys(), ...lists]);
}
