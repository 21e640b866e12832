import type { RuleVariant } from "../check/typed-policy-set.js";
import type { RequestNeeds } from "./decision-graph.js";
import { addNeed, emptyNeed, type Need, needsOf, type RootNeeds } from "./needs.js";
import type { PlacedVariant } from "./place-variants.js";

/** The party to a request that `principal` is. */
export type Self = "subject" | "actor";

/**
 * Gives what variants together read of a request. Of thousands of rules most read the same few places: so what a variant reads is computed
 * once, and what reads the same is counted once.
 */
export function createNeedsSource(): (placed: readonly PlacedVariant[], self: Self) => RequestNeeds {
  const numbers = new Map<string, number>();
  const distinct: RootNeeds[] = [];
  const ofVariant: number[] = [];
  const unions = new Map<string, RequestNeeds>();
  const numberOf = ({ number, variant }: PlacedVariant): number => {
    const known = ofVariant[number];
    if (known !== undefined) return known;
    const { needs, key } = keyedNeeds(variant);
    const found = numbers.get(key) ?? distinct.push(needs) - 1;
    numbers.set(key, found);
    ofVariant[number] = found;
    return found;
  };
  return (placed, self) => {
    const read = new Set<number>();
    for (const each of placed) read.add(numberOf(each));
    const key = `${self} ${[...read].join()}`;
    const union = unions.get(key) ?? unionOf([...read].flatMap((each) => inRequest(distinct[each], self)));
    unions.set(key, union);
    return union;
  };
}

interface KeyedNeeds {
  readonly needs: RootNeeds;
  /** The same for variants that read the same. */
  readonly key: string;
}

const keyed = new WeakMap<RuleVariant, KeyedNeeds>();

/** What a variant reads: it may be the same object in the next version of its policy set. */
function keyedNeeds(variant: RuleVariant): KeyedNeeds {
  const known = keyed.get(variant);
  if (known !== undefined) return known;
  const needs = needsOf(variant);
  const result = { needs, key: needsKey(needs) };
  keyed.set(variant, result);
  return result;
}

/** The same for needs that are the same, written down in the same order. */
export function needsKey(needs: RootNeeds | RequestNeeds): string {
  return Object.entries(needs)
    .map(([root, need]) => root + needKey(need))
    .join(" ");
}

function needKey({ members, elements, ancestors, id }: Need): string {
  const inner = [...members].map(([name, need]) => JSON.stringify(name) + needKey(need));
  const marks = (ancestors ? "a" : "") + (id ? "i" : "") + (elements ? `e${needKey(elements)}` : "");
  return `{${marks}${inner.join()}}`;
}

/** What `principal` reads is read of the subject or of the actor. */
export function inRequest(needs: RootNeeds | undefined, self: Self): readonly RequestNeeds[] {
  if (needs === undefined) return [];
  const { principal, ...others } = needs;
  return [others, { ...noNeeds, [self]: principal }];
}

/** What one variant reads of a request. */
export function variantNeeds(variant: RuleVariant, self: Self): readonly RequestNeeds[] {
  return inRequest(needsOf(variant), self);
}

const nothing = emptyNeed();
const noNeeds: RequestNeeds = {
  subject: nothing,
  actor: nothing,
  resource: nothing,
  context: nothing,
  args: nothing,
};

/** All that one of them needs. */
export function unionOf(all: readonly RequestNeeds[]): RequestNeeds {
  const union = {
    subject: emptyNeed(),
    actor: emptyNeed(),
    resource: emptyNeed(),
    context: emptyNeed(),
    args: emptyNeed(),
  };
  for (const { subject, actor, resource, context, args } of all) {
    addNeed(union.subject, subject);
    addNeed(union.actor, actor);
    addNeed(union.resource, resource);
    addNeed(union.context, context);
    addNeed(union.args, args);
  }
  return union;
}
