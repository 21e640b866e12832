import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import { lazy } from "../../util/lazy.js";
import { type Analysis, noneMatches, type Point, someMatches } from "../analysis.js";
import { and, type Formula, or } from "../encode/formula.js";
import { principalOf, type RequestKind, requestKinds } from "../request-kind.js";
import { type KindOfRequest, kindKey, kindOfEnvironment } from "./kinds-beside.js";
import { type VariantFormulas, variantFormulas } from "./variant-formulas.js";

/** A rule on a principal of one kind of request. */
export interface RulePlace {
  readonly kind: RequestKind;
  readonly side: Point;
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
  /** The variant's conditions as formulas. */
  formulas(): VariantFormulas;
  /**
   * When one can tell from a decision whether the rule matches: the first where the whole decision hangs on it, the others where it is one
   * of several rules that decide.
   */
  hinges(): readonly Formula[];
  /** How many of them there are. */
  readonly hingeCount: number;
  /** When a test can tell that the rule does not match: of an obligation where there is another one, since no test says that there is none. */
  seenUnmatched(): Formula;
}

/** How many hinges a place has at most. */
export const mostHinges = 3;

/** How many it has, by its rule's effect. */
const hingeCounts = { allow: 2, deny: 3, oblige: 1 } as const;

/** How many places of a rule are tried at most: most are alike. */
const mostPlaces = 4;

/** Where rules are in scope. */
export interface Places {
  /** By the rule's id: places that other rules or types set apart, a few of them. */
  readonly few: ReadonlyMap<string, readonly RulePlace[]>;
  /** Those of a kind of request. */
  at(rule: TypedRule, kind: KindOfRequest): readonly RulePlace[];
}

/** Where each rule is in scope, by its id: places that other rules or types set apart, a few of them. */
export function rulePlaces(analysis: Analysis): ReadonlyMap<string, readonly RulePlace[]> {
  return findPlaces(analysis).few;
}

/** Where the rules of a policy set are in scope. */
export function findPlaces(analysis: Analysis): Places {
  const kinds = requestKinds(analysis);
  const byKey = new Map(kinds.map((kind) => [kindKey(kindOfEnvironment(kind.environment)), kind]));
  return {
    few: fewPlaces(analysis, kinds),
    at(rule, kindOfRequest) {
      const kind = byKey.get(kindKey(kindOfRequest));
      return (kind?.sides ?? []).flatMap((side) => {
        const variant = kind && variantAt(side, rule);
        return variant ? [createPlace(analysis, { kind, side, rule, variant })] : [];
      });
    },
  };
}

function fewPlaces(
  analysis: Analysis,
  kinds: readonly RequestKind[],
): ReadonlyMap<string, readonly RulePlace[]> {
  const places = new Map<string, RulePlace[]>();
  const seen = new Set<string>();
  for (const kind of kinds) {
    for (const side of kind.sides) {
      const { allows, denies, obliges } = side.scope;
      for (const { id, rule } of [...allows, ...denies, ...obliges]) {
        const known = places.get(rule.id) ?? [];
        places.set(rule.id, known);
        const key = `${id} ${side.principal} ${kind.sides.map(({ scope }) => scope.id).join()}`;
        if (known.length >= mostPlaces || seen.has(key)) continue;
        seen.add(key);
        const variant = variantAt(side, rule);
        if (variant) known.push(createPlace(analysis, { kind, side, rule, variant }));
      }
    }
  }
  return places;
}

function variantAt(side: Point, { variants }: TypedRule): RuleVariant | undefined {
  const { type, role, other } = principalOf(side);
  const { action, resource } = side.environment;
  return variants.find(
    ({ principals, targets }) =>
      targets.some((target) => target.action === action && target.resource === resource) &&
      principals.some((each) => each.type === type && each.role === role && each.other === other),
  );
}

type PlaceBase = Pick<RulePlace, "kind" | "side" | "rule" | "variant">;

function createPlace(analysis: Analysis, base: PlaceBase): RulePlace {
  return {
    ...base,
    formulas: lazy(() => variantFormulas(analysis, base.side, base.rule, base.variant)),
    hinges: lazy(() => hingesAt(base)),
    hingeCount: hingeCounts[base.rule.effect],
    seenUnmatched: lazy(() => (base.rule.effect === "oblige" ? otherDuties(base) : and())),
  };
}

function hingesAt({ kind, side, rule, variant }: PlaceBase): readonly Formula[] {
  const { allows, denies } = side.scope;
  const others = (bodies: readonly RuleBody[]) => bodies.filter((body) => body.rule !== rule);
  const othersAllowed = and(...kind.sides.filter((each) => each !== side).map(isAllowed));
  switch (rule.effect) {
    case "allow": {
      const undenied = and(othersAllowed, noneMatches(side, denies));
      return [and(undenied, noneMatches(side, others(allows))), undenied];
    }
    case "deny": {
      const alone = noneMatches(side, others(denies));
      return [and(othersAllowed, someMatches(side, allows), alone), alone, and()];
    }
    case "oblige": {
      const names = new Set(variant.obligations.map(({ name }) => name));
      const same = ({ scope }: Point) =>
        others(scope.obliges).filter((body) => body.obligations.some(({ name }) => names.has(name)));
      const alone = kind.sides.map((each) => noneMatches(each, same(each)));
      return [and(othersAllowed, isAllowed(side), ...alone)];
    }
  }
}

function otherDuties({ kind, rule }: PlaceBase): Formula {
  const others = ({ scope }: Point) => scope.obliges.filter((body) => body.rule !== rule);
  return or(...kind.sides.map((side) => someMatches(side, others(side))));
}

function isAllowed(side: Point): Formula {
  return and(someMatches(side, side.scope.allows), noneMatches(side, side.scope.denies));
}
