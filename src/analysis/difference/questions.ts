import { and, type Formula, negate, or } from "../encode/formula.js";
import type { RuleTruth } from "./rule-truth.js";
import type { SharedRule, SharedScope } from "./shared-rules.js";

/*
 * Each question is a list of formulas: there is such a request iff there is one for one of them. They are conjunctions with as little
 * below them as can be, of which a search looks at no more than it needs.
 */

/** The rules that two policy sets have on one principal of a request. */
export interface SideByTwo {
  readonly truth: RuleTruth;
  readonly from: SharedScope;
  readonly to: SharedScope;
}

/** The same, seen from the other policy set. */
export function swapped(sides: readonly SideByTwo[]): readonly SideByTwo[] {
  return sides.map(({ truth, from, to }) => ({ truth, from: to, to: from }));
}

/**
 * That a request is allowed by `to` and not by `from`: `to` allows both principals, and for one of them either an allow is new and no
 * older one matches, or a deny that is gone matches. Rules that both have cancel out.
 */
export function becomesAllowed(sides: readonly SideByTwo[]): readonly Formula[] {
  return sides.flatMap(({ truth, from, to }) => {
    const added = without(to.allows, from.allows);
    const removed = without(from.denies, to.denies);
    return [
      ...(added.length > 0
        ? [and(some(truth, added), none(truth, from.allows), allAllowed(sides, "to"))]
        : []),
      ...(removed.length > 0 ? [and(some(truth, removed), allAllowed(sides, "to"))] : []),
    ];
  });
}

/** That every principal of the request is allowed by one of the sets. */
export function allAllowed(sides: readonly SideByTwo[], set: "from" | "to"): Formula {
  return and(
    ...sides.map((side) => and(some(side.truth, side[set].allows), none(side.truth, side[set].denies))),
  );
}

/** That a request denied by both is denied for something else by `to`: by a rule rather than for want of one, or with another text. */
export function becomesExplained(sides: readonly SideByTwo[]): readonly Formula[] {
  return [...byRuleNow(sides), ...newTexts(sides).flatMap((text) => tellsNow(sides, text))];
}

function byRuleNow(sides: readonly SideByTwo[]): readonly Formula[] {
  const added = sides.flatMap(({ truth, from, to }) => {
    const denies = without(to.denies, from.denies);
    return denies.length === 0 ? [] : [some(truth, denies)];
  });
  const noDeny = and(...sides.map(({ truth, from }) => none(truth, from.denies)));
  const noAllow = sides.map(({ truth, from }) => none(truth, from.allows));
  return added.flatMap((deny) => noAllow.map((lacks) => and(deny, lacks, noDeny)));
}

function newTexts(sides: readonly SideByTwo[]): readonly string[] {
  const texts = sides.flatMap(({ from, to }) => retold(from, to).flatMap(({ because }) => because ?? []));
  return [...new Set(texts)].sort();
}

/** Denies of `to` that `from` does not have with the same text. */
function retold(from: SharedScope, to: SharedScope): readonly SharedRule[] {
  const known = new Set(from.denies.map((rule) => JSON.stringify([rule.condition.id, rule.because])));
  return to.denies.filter((rule) => !known.has(JSON.stringify([rule.condition.id, rule.because])));
}

function tellsNow(sides: readonly SideByTwo[], text: string): readonly Formula[] {
  const tells = ({ because }: SharedRule): boolean => because === text;
  const silent = and(...sides.map(({ truth, from }) => none(truth, from.denies.filter(tells))));
  const denied = negate(allAllowed(sides, "from"));
  return sides.flatMap(({ truth, from, to }) => {
    const rules = retold(from, to).filter(tells);
    return rules.length === 0 ? [] : [and(some(truth, rules), silent, denied)];
  });
}

/** That a remedy is offered by `to` that `from` does not offer, the request being denied by both. */
export function becomesOffered(sides: readonly SideByTwo[]): readonly Formula[] {
  if (sides.every(({ from, to }) => from.key === to.key)) return [];
  return sides.flatMap((side) => {
    const calls = new Set(side.to.denies.flatMap(({ remedies }) => remedies));
    return [...calls]
      .sort()
      .map((call) =>
        and(
          some(side.truth, side.to.denies.filter(offers(call))),
          allOffer(sides, "to"),
          or(negate(allOffer(sides, "from")), none(side.truth, side.from.denies.filter(offers(call)))),
          negate(allAllowed(sides, "from")),
        ),
      );
  });
}

function offers(call: string): (rule: SharedRule) => boolean {
  return ({ remedies }) => remedies.includes(call);
}

/** That remedies are offered at all: each principal has an allow, and every deny that matches can be lifted. */
function allOffer(sides: readonly SideByTwo[], set: "from" | "to"): Formula {
  return and(
    ...sides.map((side) => {
      const { allows, denies } = side[set];
      const fixed = denies.filter(({ remedies }) => remedies.length === 0);
      const lifted = denies.filter(({ remedies }) => remedies.length > 0);
      return and(
        some(side.truth, allows),
        none(side.truth, fixed),
        // One that matches because it is an error offers nothing.
        ...lifted.map((rule) => side.truth(rule).isNoError),
      );
    }),
  );
}

/** That an obligation comes with the request in `to` that `from` does not impose, the request being allowed by both. */
export function becomesObliged(sides: readonly SideByTwo[]): readonly Formula[] {
  return sides.flatMap(({ truth, from, to }) =>
    newCalls(from, to).map((call) => {
      const imposes = ({ obligations }: SharedRule): boolean => obligations.includes(call);
      return and(
        some(truth, to.obliges.filter(imposes)),
        // Imposed on either principal, it comes with the request.
        ...sides.map((side) => none(side.truth, side.from.obliges.filter(imposes))),
        allAllowed(sides, "from"),
        allAllowed(sides, "to"),
      );
    }),
  );
}

/** Obligations of `to` that `from` does not impose under the same conditions. */
function newCalls(from: SharedScope, to: SharedScope): readonly string[] {
  const pairs = ({ obliges }: SharedScope) =>
    obliges.flatMap(({ condition, obligations }) =>
      obligations.map((call) => ({ call, key: `${condition.id} ${call}` })),
    );
  const known = new Set(pairs(from).map(({ key }) => key));
  const added = pairs(to).filter(({ key }) => !known.has(key));
  return [...new Set(added.map(({ call }) => call))].sort();
}

/** The rules whose condition is none of the others'. */
function without(rules: readonly SharedRule[], others: readonly SharedRule[]): readonly SharedRule[] {
  const known = new Set(others.map(({ condition }) => condition));
  return rules.filter(({ condition }) => !known.has(condition));
}

const some = remembered((truth, rules) => or(...rules.map((rule) => truth(rule).matches)));

const none = remembered((truth, rules) => and(...rules.map((rule) => truth(rule).doesNot)));

type OfRules = (truth: RuleTruth, rules: readonly SharedRule[]) => Formula;

/** The rules of a scope are asked for in many questions. */
function remembered(make: OfRules): OfRules {
  const known = new WeakMap<RuleTruth, WeakMap<readonly SharedRule[], Formula>>();
  return (truth, rules) => {
    const ofTruth = known.get(truth) ?? new WeakMap<readonly SharedRule[], Formula>();
    known.set(truth, ofTruth);
    const formula = ofTruth.get(rules) ?? make(truth, rules);
    ofTruth.set(rules, formula);
    return formula;
  };
}
