import { isUnknown } from "../encode/atom.js";
import type { SlotValue } from "../encode/evaluate-formula.js";
import type { SlotDomain } from "./assumptions.js";
import type { Model } from "./build-request.js";
import { requestMembers, rootOf } from "./request-members.js";
import type { SupportOf } from "./support.js";

/** What the places of a request hold of which a question says nothing. */
export interface Background {
  readonly entries: readonly BackgroundEntry[];
  /** What the formulas rest on that hold there. */
  readonly support: SupportOf;
}

/** What is known of one key, and the members of the request that it names. */
interface BackgroundEntry {
  readonly key: string;
  readonly members: readonly string[];
  readonly flag: boolean | undefined;
  readonly domain: SlotDomain | undefined;
  readonly value: SlotValue | undefined;
}

/** A model as what others stand before. */
export function backgroundOf(
  { assumptions: { flags, domains }, values }: Omit<Model, "encoder">,
  support: SupportOf = () => undefined,
): Background {
  const keys = new Set([...flags.keys(), ...domains.keys(), ...values.keys()]);
  const entries = [...keys].flatMap((key): BackgroundEntry[] => {
    const members = requestMembers(key);
    if (members.length === 0 || isUnknown(key)) return [];
    return [{ key, members, flag: flags.get(key), domain: domains.get(key), value: values.get(key) }];
  });
  return { entries, support };
}

/** A model before a background. */
export interface BeforeBackground extends Omit<Model, "encoder"> {
  /** Whether a member of the request is other than the background has it. */
  isTaken(member: string): boolean;
}

/**
 * What is assumed, and the background wherever nothing is assumed: a member of the request is taken from the one or from the other as a whole, so
 * that what a value consists of fits together. Of `lists` something is assumed, whoever is in them.
 */
export function before(
  { entries }: Background,
  { assumptions, values }: Omit<Model, "encoder">,
  lists: readonly string[],
): BeforeBackground {
  const isTaken = takenBy([...assumptions.flags.keys(), ...values.keys(), ...lists]);
  const flags = new Map(assumptions.flags);
  const domains = new Map(assumptions.domains);
  const all = new Map(values);
  for (const { key, members, flag, domain, value } of entries) {
    if (members.some(isTaken)) continue;
    if (flag !== undefined) flags.set(key, flag);
    if (domain !== undefined) domains.set(key, domain);
    if (value !== undefined) all.set(key, value);
  }
  return { assumptions: { ...assumptions, flags, domains }, values: all, isTaken };
}

/** Whether keys name a member, one that it is a part of, or a part of it. */
function takenBy(keys: readonly string[]): (member: string) => boolean {
  const taken = new Set(keys.flatMap(requestMembers));
  const roots = new Set([...taken].map(rootOf));
  const known = new Map<string, boolean>();
  return (member) => {
    const answer = known.get(member) ?? (taken.has(member) || taken.has(rootOf(member)) || roots.has(member));
    known.set(member, answer);
    return answer;
  };
}
