import type { PolicySet, RuleVariant, TypedAssertion, TypedRule } from "../../check/typed-policy-set.js";
import type { DecisionGraph, Environment, Scope } from "../../ir/decision-graph.js";
import { lowerVariantsInto } from "../../ir/lower-variant.js";
import type { NodeTable } from "../../ir/node-table.js";
import { principalKey, targetKey } from "../../ir/place-variants.js";
import { needsKey } from "../../ir/unite-needs.js";
import { contentOf } from "../../source/moved.js";
import { lazy } from "../../util/lazy.js";
import { remembered, rememberedOf } from "../../util/remembered.js";
import { pointPlaces } from "../point-places.js";
import { ruleTargets } from "../rule-targets.js";
import { byPlace } from "../rule-words.js";
import type { Contest, Contests } from "./contests.js";
import type { Interned } from "./interned.js";
import { type Aspect, type Sight, seesSame } from "./looks.js";
import type { Contents } from "./units.js";

/** What there is to see in one version of a policy set; `interned` numbers rules, and outlives the version as `contests` does. */
export function createContents(graph: DecisionGraph, interned: Interned, contests: Contests): Contents {
  const { policySet, environments, table } = graph;
  let shown: ((place: string) => Sight) | undefined;
  let showing: object | undefined;
  const version = {};
  const sentences = lazy(() => sentencesByPlace(policySet));
  const ruleContent = remembered((rule: TypedRule) => interned.number(sentenceKey(table, rule)));
  const byTarget = lazy(() => contentsByTarget(policySet.rules, ruleContent));
  const places = lazy(() => environmentsByPlace(environments));
  const contentsOf = orderedContents(policySet, ruleContent);
  const knownContents = contentsIn(interned);
  const scopeContents = (scope: Scope): Sight => {
    const contents = knownContents.get(scope) ?? contentsOf(scope);
    knownContents.set(scope, contents);
    return contents;
  };
  const contestOf = (place: string): Contest | undefined => {
    const sentence = sentences().get(place);
    return sentence !== undefined && "id" in sentence ? contests.of(sentence) : undefined;
  };
  const sightAt: { readonly [A in Aspect]: (place: string) => Sight } = {
    rule: (place) => {
      const sentence = sentences().get(place);
      return sentence === undefined ? "" : sentenceKey(table, sentence);
    },
    rules: (target) => byTarget().get(target) ?? [],
    scope: (point) => {
      const scope = places().scopes.get(point);
      return scope === undefined ? "" : scopeContents(scope);
    },
    needs: (kind) => {
      const environment = places().kinds.get(kind);
      return environment === undefined ? "" : needsKey(environment.needs);
    },
    "least contested": (rule) => contestOf(rule)?.least ?? "",
    contested: (rule) => contestOf(rule)?.order() ?? "",
    shown: (place) => shown?.(place) ?? "",
  };
  return {
    of(look) {
      const { aspect, place } = look;
      // What has been shown is known once all rules have been looked at.
      const seeing = aspect === "shown" ? showing : version;
      if (seeing === undefined) return nothingShown;
      if (look.seenBy === seeing) return look.content;
      const sight = sightAt[aspect](place);
      if (look.sight === undefined || !seesSame(look.sight, sight)) {
        look.sight = sight;
        look.content += 1;
      }
      look.seenBy = seeing;
      return look.content;
    },
    showing(tell) {
      shown = tell;
      showing = {};
    },
  };
}

/** What there is to see of what has been shown, before anything has. */
const nothingShown = -1;

/** Points share scopes, and what says the same in the same places is the same scope in the next version. */
const contentsIn = rememberedOf((_: Interned) => new WeakMap<Scope, Float64Array>());

/** Rules by their ids, assertions by names that no rule has. */
function sentencesByPlace({ rules, assertions }: PolicySet): ReadonlyMap<string, Sentence> {
  return new Map<string, Sentence>([
    ...rules.map((rule) => [rule.id, rule] as const),
    ...assertions.map((assertion, index) => [assertionPlace(index), assertion] as const),
  ]);
}

type Sentence = TypedRule | TypedAssertion;

/** The place of an assertion among rules. */
export function assertionPlace(index: number): string {
  return `assert ${index}`;
}

/** All that a sentence says: its words, and what the names in it come to, wherever it is in scope. Of the same object it is the same, and of one that moved. */
function sentenceKey(table: NodeTable, placed: Sentence): string {
  const sentence = contentOf(placed);
  const ofTable = sentenceKeys.get(table) ?? new WeakMap<Sentence, string>();
  sentenceKeys.set(table, ofTable);
  const key = ofTable.get(sentence) ?? writtenKey(table, sentence);
  ofTable.set(sentence, key);
  return key;
}

const sentenceKeys = new WeakMap<NodeTable, WeakMap<Sentence, string>>();

function writtenKey(table: NodeTable, sentence: Sentence): string {
  const lowered = lowerVariantsInto(table);
  const variants = sentence.variants.map((variant) => [extentKey(variant), lowered(variant).written()]);
  return JSON.stringify(["id" in sentence ? sentence.id : sentence.name, sentence.text, ...variants]);
}

function extentKey({ principals, targets }: RuleVariant): string {
  const actions = targets.map(({ action, resource }) => targetKey(action, resource));
  return `${principals.map(principalKey).join()} to ${actions.join()}`;
}

/** The rules of each target as people read them: which of them is named first, hangs on their places. */
function contentsByTarget(
  rules: readonly TypedRule[],
  contentOf: (rule: TypedRule) => number,
): ReadonlyMap<string, readonly number[]> {
  const contents = new Map<string, number[]>();
  for (const rule of byPlace(rules)) {
    const content = contentOf(rule);
    for (const target of ruleTargets(rule)) {
      const known = contents.get(target);
      if (known === undefined) contents.set(target, [content]);
      else known.push(content);
    }
  }
  return contents;
}

/** What the rules of a scope say, in the order of their places. */
function orderedContents(
  { rules }: PolicySet,
  numberOf: (rule: TypedRule) => number,
): (scope: Scope) => Float64Array {
  const ordered = lazy(() => byPlace(rules));
  const ranks = lazy(() => new Map(ordered().map((rule, rank) => [rule, rank])));
  const contents = lazy(() => ordered().map(numberOf));
  return ({ allows, denies, obliges }) => {
    const bodies = [...allows, ...denies, ...obliges];
    const places = Float64Array.from(bodies, ({ rule }) => ranks().get(rule) ?? 0).sort();
    return places.map((rank) => contents()[rank] ?? 0);
  };
}

interface Places {
  readonly kinds: ReadonlyMap<string, Environment>;
  readonly scopes: ReadonlyMap<string, Scope>;
}

function environmentsByPlace(environments: readonly Environment[]): Places {
  const kinds = new Map<string, Environment>();
  const scopes = new Map<string, Scope>();
  for (const environment of environments) {
    const places = pointPlaces(environment);
    kinds.set(places.kind, environment);
    for (const role of ["subject", "actor"] as const) {
      const scope = environment[role]?.scope;
      if (scope === undefined) continue;
      scopes.set(places[role], scope);
    }
  }
  return { kinds, scopes };
}
