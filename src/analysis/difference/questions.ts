import type { Encoder } from "../encode/encoder.js";
import { and, type Formula, negate, no, or } from "../encode/formula.js";
import type { SharedRule, SharedScope } from "./shared-rules.js";

/** The rules that two policy sets have on one principal of a request. */
export interface SideByTwo {
  readonly encoder: Encoder;
  readonly from: SharedScope;
  readonly to: SharedScope;
}

/** The same, seen from the other policy set. */
export function swapped(sides: readonly SideByTwo[]): readonly SideByTwo[] {
  return sides.map(({ encoder, from, to }) => ({ encoder, from: to, to: from }));
}

/**
 * That a request is allowed by `to` and not by `from`: `to` allows both principals, and for one of them either an allow is new and no
 * older one matches, or a deny that is gone matches. Rules that both have cancel out.
 */
export function becomesAllowed(sides: readonly SideByTwo[]): Formula {
  const change = or(...sides.map(changeOf));
  return change === no ? no : and(change, allAllowed(sides, "to"));
}

function changeOf({ encoder, from, to }: SideByTwo): Formula {
  const added = without(to.allows, from.allows);
  const removed = without(from.denies, to.denies);
  return or(
    added.length === 0 ? no : and(some(encoder, added), none(encoder, from.allows)),
    removed.length === 0 ? no : and(some(encoder, removed), some(encoder, to.allows)),
  );
}

/** That every principal of the request is allowed by one of the sets. */
export function allAllowed(sides: readonly SideByTwo[], set: "from" | "to"): Formula {
  return and(
    ...sides.map((side) => and(some(side.encoder, side[set].allows), none(side.encoder, side[set].denies))),
  );
}

/** That a request denied by both is denied for something else by `to`: by a rule rather than for want of one, or with another text. */
export function becomesExplained(sides: readonly SideByTwo[]): Formula {
  return or(byRuleNow(sides), ...newTexts(sides).map((text) => tellsNow(sides, text)));
}

function byRuleNow(sides: readonly SideByTwo[]): Formula {
  const added = or(...sides.map(({ encoder, from, to }) => some(encoder, without(to.denies, from.denies))));
  if (added === no) return no;
  const noDeny = and(...sides.map(({ encoder, from }) => none(encoder, from.denies)));
  return and(added, noDeny, or(...sides.map(({ encoder, from }) => none(encoder, from.allows))));
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

function tellsNow(sides: readonly SideByTwo[], text: string): Formula {
  const tells = ({ because }: SharedRule): boolean => because === text;
  return and(
    or(...sides.map(({ encoder, from, to }) => some(encoder, retold(from, to).filter(tells)))),
    ...sides.map(({ encoder, from }) => none(encoder, from.denies.filter(tells))),
    negate(allAllowed(sides, "from")),
  );
}

/** That a remedy is offered by `to` that `from` does not offer, the request being denied by both. */
export function becomesOffered(sides: readonly SideByTwo[]): Formula {
  const calls = new Set(sides.flatMap(({ to }) => to.denies.flatMap(({ remedies }) => remedies)));
  const isSame = sides.every(({ from, to }) => from.key === to.key);
  if (calls.size === 0 || isSame) return no;
  const gained = [...calls].map((call) =>
    sides.map((side) =>
      and(offers(side, "to", call), or(negate(allOffer(sides, "from")), negate(offers(side, "from", call)))),
    ),
  );
  return and(or(...gained.flat()), allOffer(sides, "to"), negate(allAllowed(sides, "from")));
}

/** That remedies are offered at all: each principal has an allow, and every deny that matches can be lifted. */
function allOffer(sides: readonly SideByTwo[], set: "from" | "to"): Formula {
  return and(
    ...sides.map((side) => {
      const { allows, denies } = side[set];
      const fixed = denies.filter(({ remedies }) => remedies.length === 0);
      const lifted = denies.filter(({ remedies }) => remedies.length > 0);
      return and(
        some(side.encoder, allows),
        none(side.encoder, fixed),
        // One that matches because it is an error offers nothing.
        ...lifted.map(({ condition }) => {
          const { holds, fails } = side.encoder.truthOf(condition);
          return or(holds, fails);
        }),
      );
    }),
  );
}

function offers(side: SideByTwo, set: "from" | "to", call: string): Formula {
  return some(
    side.encoder,
    side[set].denies.filter(({ remedies }) => remedies.includes(call)),
  );
}

/** That an obligation comes with the request in `to` that `from` does not impose, the request being allowed by both. */
export function becomesObliged(sides: readonly SideByTwo[]): Formula {
  const gained = sides.flatMap(({ encoder, from, to }) =>
    newCalls(from, to).map((call) => {
      const imposes = ({ obligations }: SharedRule): boolean => obligations.includes(call);
      return and(some(encoder, to.obliges.filter(imposes)), none(encoder, from.obliges.filter(imposes)));
    }),
  );
  if (gained.length === 0) return no;
  return and(or(...gained), allAllowed(sides, "from"), allAllowed(sides, "to"));
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

function some(encoder: Encoder, rules: readonly SharedRule[]): Formula {
  return or(...rules.map((rule) => matchOf(encoder, rule)));
}

function none(encoder: Encoder, rules: readonly SharedRule[]): Formula {
  return and(...rules.map((rule) => negate(matchOf(encoder, rule))));
}

/** That a rule matches: it is true, or, unless it allows, an error. */
function matchOf(encoder: Encoder, { body, condition }: SharedRule): Formula {
  const { holds, fails } = encoder.truthOf(condition);
  return body.rule.effect === "allow" ? holds : negate(fails);
}
