import type { RuleVariant } from "../check/typed-policy-set.js";
import { rememberedOfContent } from "../source/moved.js";
import type { RequestNeeds } from "./decision-graph.js";
import { addNeed, emptyNeed, type Need, needsOf, type RootNeeds } from "./needs.js";
import type { NodeTable } from "./node-table.js";

/** The party to a request that `principal` is. */
export type Self = "subject" | "actor";

/** What variants read of a request. Of thousands of rules most read the same few places: what reads the same is counted once. */
export interface NeedsSource {
  /** The same for variants that read the same. */
  numberOf(variant: RuleVariant): number;
  /** What variants of these numbers together read: the same object for the same numbers. */
  unionOf(numbers: ReadonlySet<number>, self: Self): RequestNeeds;
  /** What rules on a request's subject and on its actor read together: the same object for the same two. */
  bothOf(subject: RequestNeeds, actor: RequestNeeds): RequestNeeds;
}

/** The needs of the variants that are lowered into a table, in every version of a policy set. */
export function needsInto(table: NodeTable): NeedsSource {
  const known = sources.get(table) ?? createNeedsSource();
  sources.set(table, known);
  return known;
}

const sources = new WeakMap<NodeTable, NeedsSource>();

function createNeedsSource(): NeedsSource {
  const numbers = new Map<string, number>();
  const distinct: RootNeeds[] = [];
  const unions = new Map<string, RequestNeeds>();
  const pairs = new WeakMap<RequestNeeds, WeakMap<RequestNeeds, RequestNeeds>>();
  return {
    numberOf: rememberedOfContent((variant: RuleVariant) => {
      const needs = needsOf(variant);
      // Not remembered: of all variants that read the same, one is kept.
      const key = writeNeeds(needs);
      const number = numbers.get(key) ?? distinct.push(needs) - 1;
      numbers.set(key, number);
      return number;
    }),
    unionOf(read, self) {
      const key = `${self} ${[...read].join()}`;
      const union = unions.get(key) ?? unionOf([...read].flatMap((each) => inRequest(distinct[each], self)));
      unions.set(key, union);
      return union;
    },
    bothOf(subject, actor) {
      const unions = pairs.get(subject) ?? new WeakMap<RequestNeeds, RequestNeeds>();
      pairs.set(subject, unions);
      const union = unions.get(actor) ?? unionOf([subject, actor]);
      unions.set(actor, union);
      return union;
    },
  };
}

/** The same for needs that are the same, written down in the same order. */
export function needsKey(needs: RootNeeds | RequestNeeds): string {
  const key = keys.get(needs) ?? writeNeeds(needs);
  keys.set(needs, key);
  return key;
}

const keys = new WeakMap<RootNeeds | RequestNeeds, string>();

function writeNeeds(needs: RootNeeds | RequestNeeds): string {
  let key = "";
  for (const [root, need] of Object.entries(needs)) key += root + writeNeed(need);
  return key;
}

/** {@link needsKey} for one place. Nothing is added to a need that it is asked of. */
export function needKey(need: Need): string {
  const known = placeKeys.get(need) ?? writeNeed(need);
  placeKeys.set(need, known);
  return known;
}

const placeKeys = new WeakMap<Need, string>();

function writeNeed({ members, elements, ancestors, id }: Need): string {
  let key = (ancestors ? "{a" : "{") + (id ? "i" : "") + (elements ? `e${writeNeed(elements)}` : "");
  for (const [name, need] of members) key += JSON.stringify(name) + writeNeed(need);
  return `${key}}`;
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
