import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { invariant } from "../util/invariant.js";
import { lazy } from "../util/lazy.js";
import { rememberedOf } from "../util/remembered.js";
import { matchesNot, type Point } from "./analysis.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import { conjunctsOf, type Formula } from "./encode/formula.js";
import { groupsWithout, type RivalGroup } from "./rival-group.js";
import { type ComposedRequest, emptyRequest, mendRequest } from "./solve/composed-request.js";
import { createFormulaIndex, type FormulaIndex } from "./solve/formula-index.js";
import { Requirements } from "./solve/requirements.js";

/** A rule that may take the decision from others, and what has to hold for it not to match. */
export interface Rival {
  readonly body: RuleBody;
  readonly away: readonly Formula[];
  /** Whether it matches whatever the request. */
  readonly isAlways: boolean;
}

type Origin = Point["encoder"]["truthOf"];

/** What is known where formulas are made alike. */
interface KnownRivals {
  /** A scope's rivals are the same for each of its rules, */
  readonly ofScopes: WeakMap<Scope, ScopeRivals>;
  /** and a rule is the same rival in each of its scopes. */
  readonly ofBodies: WeakMap<RuleBody, Rival>;
}

const knownAt = rememberedOf(
  (_: Origin): KnownRivals => ({ ofScopes: new WeakMap(), ofBodies: new WeakMap() }),
);

interface ScopeRivals {
  readonly denies: readonly Rival[];
  /** Denies first. Nothing is made of allows before somebody asks for them. */
  deciders(): readonly Rival[];
  /** The places of rules among the deciders. */
  placeOf(): ReadonlyMap<RuleBody["rule"], number>;
  /** The decider at a place. */
  at(place: number): Rival | undefined;
  deniesAway(): RivalsAway;
  deniesIndex(): RivalIndex | undefined;
  decidersIndex(): RivalIndex | undefined;
}

/** What many rivals ask for to be away: by what does not hold, and all of it. */
export interface RivalIndex extends FormulaIndex<AwayConjunct> {
  /** {@link rivalsOf}, but for one rule. */
  without(body: RuleBody): RivalGroup;
}

/** One of the conjuncts that have to hold for a rival not to match. */
export interface AwayConjunct {
  readonly rival: Rival;
  readonly conjunct: Formula;
}

/** What has to hold for none of some rivals to match. */
export interface RivalsAway {
  readonly requirements: Requirements;
  /** Whom a conjunct of the requirements keeps away. */
  rivalAt(place: number): Rival;
  /** A request that few of them match, if any. */
  quiet(): ComposedRequest;
}

/** What has to hold at a point for none of its denies to match. */
export function deniesAway(point: Point): RivalsAway {
  return scopeRivals(point).deniesAway();
}

/** The rules whose match takes the decision from rules of an effect at a point, the rule itself among them: denies first. */
export function rivalsOf(point: Point, effect: RuleBody["rule"]["effect"]): readonly Rival[] {
  switch (effect) {
    case "allow":
      return scopeRivals(point).deciders();
    case "deny":
      return scopeRivals(point).denies;
    case "oblige":
      return [];
  }
}

/** An index of {@link rivalsOf}, where there are hundreds. */
export function rivalIndex(point: Point, effect: RuleBody["rule"]["effect"]): RivalIndex | undefined {
  switch (effect) {
    case "allow":
      return scopeRivals(point).decidersIndex();
    case "deny":
      return scopeRivals(point).deniesIndex();
    case "oblige":
      return undefined;
  }
}

/** What a rule is to the others at a point, where it can decide there. */
export function rivalAt(point: Point, rule: RuleBody["rule"]): Rival | undefined {
  const { placeOf, at } = scopeRivals(point);
  const place = placeOf().get(rule);
  return place === undefined ? undefined : at(place);
}

/** {@link rivalAt} for some rules, in the order of {@link rivalsOf}. */
export function rivalsAmong(point: Point, rules: readonly RuleBody["rule"][]): readonly Rival[] {
  const { placeOf, at } = scopeRivals(point);
  const places = rules.flatMap((rule) => placeOf().get(rule) ?? []);
  return places.sort((a, b) => a - b).flatMap((place) => at(place) ?? []);
}

function scopeRivals(point: Point): ScopeRivals {
  const { encoder, scope } = point;
  const rivals = knownAt(encoder.truthOf);
  const known = rivals.ofScopes.get(scope);
  if (known !== undefined) return known;
  const ofScope = createRivals(point, rivals);
  rivals.ofScopes.set(scope, ofScope);
  return ofScope;
}

function createRivals(point: Point, { ofBodies }: KnownRivals): ScopeRivals {
  const { denies, allows } = point.scope;
  const rivalOf = (body: RuleBody): Rival => {
    const known = ofBodies.get(body);
    if (known !== undefined) return known;
    const rival = createRival(point, body);
    ofBodies.set(body, rival);
    return rival;
  };
  const denying = denies.map(rivalOf);
  const deciders = lazy(() => [...denying, ...allows.map(rivalOf)]);
  return {
    denies: denying,
    deciders,
    placeOf: lazy(() => new Map([...denies, ...allows].map(({ rule }, place) => [rule, place]))),
    at(place) {
      const body = denies[place] ?? allows[place - denies.length];
      return body && rivalOf(body);
    },
    deniesAway: lazy(() => awayOf(point.encoder, denying)),
    deniesIndex: lazy(() => indexOf(denying)),
    decidersIndex: lazy(() => indexOf(deciders())),
  };
}

function awayOf(encoder: NotingEncoder, rivals: readonly Rival[]): RivalsAway {
  const conjuncts = conjunctsOfAll(rivals);
  const requirements = new Requirements(conjuncts.map(({ conjunct }) => conjunct));
  return {
    requirements,
    quiet: lazy(() => mendRequest(emptyRequest(encoder), requirements).request),
    rivalAt(place) {
      const rival = conjuncts[place]?.rival;
      invariant(rival !== undefined, "each conjunct is of a rival");
      return rival;
    },
  };
}

function conjunctsOfAll(rivals: readonly Rival[]): readonly AwayConjunct[] {
  return rivals.flatMap((rival) => rival.away.map((conjunct) => ({ rival, conjunct })));
}

/** How many rivals are so many that it takes longer to ask of each than to make an index. */
const fewestIndexed = 256;

function indexOf(rivals: readonly Rival[]): RivalIndex | undefined {
  if (rivals.length < fewestIndexed) return undefined;
  const conjuncts = conjunctsOfAll(rivals);
  const groups = lazy(() => groupsWithout(rivals, conjuncts));
  return {
    ...createFormulaIndex(conjuncts, ({ conjunct }) => conjunct),
    without: (body) => groups()(body),
  };
}

function createRival(point: Point, body: RuleBody): Rival {
  const away = conjunctsOf(matchesNot(point, body));
  return { body, away, isAlways: away.some((each) => each.kind === "constant" && !each.value) };
}
