import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import type { Field } from "../types/type.js";
import { type Analysis, matches, matchesNot, type Point, sketch } from "./analysis.js";
import type { AtomTable } from "./encode/atom.js";
import { conjunctsOf, type Formula, no } from "./encode/formula.js";
import { memberKey } from "./encode/place.js";
import { renamePlace } from "./rename-place.js";
import type { RequestKind } from "./request-kind.js";
import { rivalsOf } from "./rivals.js";
import { inquireRules, standingIn } from "./rule-standing.js";

/** How many rules are tried. */
const mostTries = 4;

/**
 * Whether it is plain that an argument decides: a request is allowed for one of the first few rules that read the argument, and with another
 * one it is not. Nothing is reported then, so no request is made and none is replayed. "No" says nothing.
 */
export function plainlyDecides(
  analysis: Analysis,
  kind: RequestKind,
  { name }: Field,
  readers: ReadonlySet<TypedRule>,
): boolean {
  const inquiry = inquireRules(analysis);
  const pivots = kind.sides.flatMap((side) => {
    const { allows, denies } = side.scope;
    return [...allows, ...denies].filter(({ rule }) => readers.has(rule)).map((body) => ({ side, body }));
  });
  const allowed = (side: Point, index: number): Formula => {
    const allows = likeliest(
      analysis,
      side.scope.allows.map((body) => ({ side, body })),
    );
    return allowAt(side, allows[Math.min(index, allows.length - 1)]?.body);
  };
  return likeliest(analysis, pivots).some(({ side, body }, index) => {
    const { atoms } = side.encoder;
    const elsewhere = ({ rule }: RuleBody, formula: Formula): Formula =>
      readers.has(rule) ? renamedOnce(atoms, formula, memberKey("args", name)) : formula;
    const { met, away } = pivotFor(kind, side, body, elsewhere, (each) => allowed(each, index));
    const first = met.flatMap(conjunctsOf);
    const operands = [...first, ...away.flatMap(conjunctsOf)];
    const quiet = inquiry.quiet.undecided(side);
    const background = quiet.kind === "quiet" ? quiet.background : undefined;
    const options = { first: first.length, background };
    return sketch(analysis, side, { kind: "and", operands }, () => true, options).kind === "found";
  });
}

interface Pivot {
  readonly side: Point;
  readonly body: RuleBody;
}

/** Those that are tried: first rules of which it is known that something hinges on them. */
function likeliest(analysis: Analysis, pivots: readonly Pivot[]): readonly Pivot[] {
  const inquiry = inquireRules(analysis);
  const chosen = new Set<Pivot>();
  for (const pivot of pivots) {
    if (chosen.size === mostTries) break;
    if (standingIn(inquiry, pivot.body.rule) === "essential") chosen.add(pivot);
  }
  return [...new Set([...chosen, ...pivots])].slice(0, mostTries);
}

/** A rule's formula is one object wherever the rule stands, and is asked for with each rule that is tried. */
const renamed = new WeakMap<AtomTable, Map<string, Map<Formula, Formula>>>();

function renamedOnce(atoms: AtomTable, formula: Formula, key: string): Formula {
  const ofTable = renamed.get(atoms) ?? new Map<string, Map<Formula, Formula>>();
  renamed.set(atoms, ofTable);
  const ofKey = ofTable.get(key) ?? new Map<Formula, Formula>();
  ofTable.set(key, ofKey);
  const known = ofKey.get(formula) ?? renamePlace(atoms, formula, key);
  ofKey.set(formula, known);
  return known;
}

/** What says of a rule's formula what it is with another argument. */
type Elsewhere = (body: RuleBody, formula: Formula) => Formula;

/** That a request is allowed by the pivot and by nothing with another argument, or is denied by the pivot with another argument only. */
function pivotFor(
  kind: RequestKind,
  side: Point,
  pivot: RuleBody,
  elsewhere: Elsewhere,
  allowed: (side: Point) => Formula,
): { readonly met: readonly Formula[]; readonly away: readonly Formula[] } {
  const others = kind.sides.filter((other) => other !== side).map(allowed);
  const undenied = kind.sides.flatMap((each) => rivalsOf(each, "deny").flatMap(({ away }) => away));
  const own = matches(side, pivot);
  if (pivot.rule.effect === "deny")
    return { met: [allowed(side), elsewhere(pivot, own), ...others], away: undenied };
  const without = side.scope.allows.map((allow) => elsewhere(allow, matchesNot(side, allow)));
  return { met: [own, ...others], away: [...undenied, ...without] };
}

/** That a principal has one allow: one rule is sooner met than some rule. */
function allowAt(side: Point, allow: RuleBody | undefined): Formula {
  return allow === undefined ? no : matches(side, allow);
}
