import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import { lowerTest } from "../../ir/lower-expression.js";
import type { NodeTable } from "../../ir/node-table.js";
import { type Analysis, noneMatches, type Point, someMatches } from "../analysis.js";
import type { Truth } from "../encode/encoder.js";
import { and, type Formula, negate } from "../encode/formula.js";
import { principalOf, type RequestKind, requestKinds } from "../request-kind.js";

/** A rule on a principal of one kind of request. */
export interface RulePlace {
  readonly kind: RequestKind;
  readonly side: Point;
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
  /** For each condition of the variant, that it lets the rule match. */
  parts(): readonly Formula[];
  /** That `condition` in the place of one of them would let it match. */
  partWith(index: number, condition: TypedExpression): Formula;
  /**
   * When one can tell from a decision whether the rule matches: the first where the whole decision hangs on it, the others where it is one
   * of several rules that decide.
   */
  hinges(): readonly Formula[];
}

/** How many hinges a place has at most. */
export const mostHinges = 3;

/** How many places of a rule are tried at most: most are alike. */
const mostPlaces = 4;

/** Where each rule is in scope, by its id: places that other rules or types set apart, a few of them. */
export function rulePlaces(analysis: Analysis): ReadonlyMap<string, readonly RulePlace[]> {
  const places = new Map<string, RulePlace[]>();
  const seen = new Set<string>();
  for (const kind of requestKinds(analysis)) {
    for (const side of kind.sides) {
      const { allows, denies, obliges } = side.scope;
      for (const { id, rule } of [...allows, ...denies, ...obliges]) {
        const known = places.get(rule.id) ?? [];
        places.set(rule.id, known);
        const key = `${id} ${side.principal} ${kind.sides.map(({ scope }) => scope.id).join()}`;
        if (known.length >= mostPlaces || seen.has(key)) continue;
        seen.add(key);
        const variant = variantAt(side, rule);
        if (variant) known.push(createPlace(analysis.graph.table, { kind, side, rule, variant }));
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

/** The conditions of a variant: what its sentence says of ids and groups, then its clauses. */
export function conditionsOf({ scope, clauses }: RuleVariant): readonly TypedExpression[] {
  return [scope, ...clauses.map(({ condition }) => condition)];
}

type PlaceBase = Pick<RulePlace, "kind" | "side" | "rule" | "variant">;

function createPlace(table: NodeTable, base: PlaceBase): RulePlace {
  const partWith = (index: number, condition: TypedExpression) => partAt(table, base, index, condition);
  return {
    ...base,
    partWith,
    parts: once(() => conditionsOf(base.variant).map((condition, index) => partWith(index, condition))),
    hinges: once(() => hingesAt(base)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function partAt(
  table: NodeTable,
  { side, rule, variant }: PlaceBase,
  index: number,
  condition: TypedExpression,
): Formula {
  const truth = side.encoder.truthOf(lowerTest(table, condition));
  const { holds, fails } = variant.clauses[index - 1]?.negated ? negated(truth) : truth;
  return rule.effect === "allow" ? holds : negate(fails);
}

function negated({ holds, fails }: Truth): Truth {
  return { holds: fails, fails: holds };
}

function hingesAt({ kind, side, rule, variant }: PlaceBase): readonly Formula[] {
  const { allows, denies, obliges } = side.scope;
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
      const same = others(obliges).filter((body) => body.obligations.some(({ name }) => names.has(name)));
      return [and(othersAllowed, isAllowed(side), noneMatches(side, same))];
    }
  }
}

function isAllowed(side: Point): Formula {
  return and(someMatches(side, side.scope.allows), noneMatches(side, side.scope.denies));
}

/** That the rule matches. */
export function matchesAt(place: RulePlace): Formula {
  return and(...place.parts());
}

/**
 * That a condition lets the rule match and another expression in its place would not; and the other way round. In both, that the
 * conditions of `others` let it match.
 */
export function differencesAt(
  place: RulePlace,
  index: number,
  condition: TypedExpression,
  others: readonly number[],
): readonly [Formula, Formula] {
  const parts = place.parts();
  const before = parts[index] ?? and();
  const after = place.partWith(index, condition);
  const rest = and(...parts.filter((_, other) => other !== index && others.includes(other)));
  return [and(rest, before, negate(after)), and(rest, negate(before), after)];
}
