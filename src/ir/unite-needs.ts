import type { RuleVariant } from "../check/typed-policy-set.js";
import { rememberedOfContent } from "../source/moved.js";
import type { RequestNeeds } from "./decision-graph.js";
import { addNeed, emptyNeed, type Need, needsOf, type RootNeeds } from "./needs.js";
import type { RootName } from "./node.js";
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
      const key = writeRootNeeds(needs);
      const number = numbers.get(key) ?? distinct.push(needs) - 1;
      numbers.set(key, number);
      return number;
    }),
    unionOf(read, self) {
      const key = `${self} ${[...read].join()}`;
      const known = unions.get(key);
      if (known !== undefined) return known;
      const union = nothing();
      for (const each of read) addRootNeeds(union, distinct[each], self);
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
export function needsKey(needs: RequestNeeds): string {
  const key = keys.get(needs) ?? writeNeeds(needs);
  keys.set(needs, key);
  return key;
}

const keys = new WeakMap<RequestNeeds, string>();

function writeNeeds(needs: RequestNeeds): string {
  let key = "";
  for (const [root, need] of Object.entries(needs)) key += root + writeNeed(need);
  return key;
}

function writeRootNeeds(needs: RootNeeds): string {
  let key = "";
  for (const root of roots) {
    const need = needs.get(root);
    if (need !== undefined) key += root + writeNeed(need);
  }
  return key;
}

const roots: readonly RootName[] = ["principal", "subject", "actor", "resource", "context", "args"];

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

/** What is read where one variant stands beside others that read `needs`. */
export function needsWith(needs: RequestNeeds, variant: RuleVariant, self: Self): RequestNeeds {
  const union = unionOf([needs]);
  addRootNeeds(union, needsOf(variant), self);
  return union;
}

/** What `principal` reads is read of the subject or of the actor. */
function addRootNeeds(union: RequestNeeds, needs: RootNeeds | undefined, self: Self): void {
  if (needs === undefined) return;
  for (const [root, need] of needs) if (root !== "principal") addNeed(union[root], need);
  const principal = needs.get("principal");
  if (principal !== undefined) addNeed(union[self], principal);
}

/** All that one of them needs. */
function unionOf(all: readonly RequestNeeds[]): RequestNeeds {
  const union = nothing();
  for (const { subject, actor, resource, context, args } of all) {
    addNeed(union.subject, subject);
    addNeed(union.actor, actor);
    addNeed(union.resource, resource);
    addNeed(union.context, context);
    addNeed(union.args, args);
  }
  return union;
}

function nothing(): RequestNeeds {
  return {
    subject: emptyNeed(),
    actor: emptyNeed(),
    resource: emptyNeed(),
    context: emptyNeed(),
    args: emptyNeed(),
  };
}
