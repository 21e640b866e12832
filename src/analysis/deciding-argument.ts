import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import type { Field } from "../types/type.js";
import { type Analysis, matches, matchesNot, type Point } from "./analysis.js";
import type { AtomTable } from "./encode/atom.js";
import { conjunctsOf, type Formula, no, or } from "./encode/formula.js";
import { memberKey } from "./encode/place.js";
import { isSatisfied } from "./known-models.js";
import { renamePlace } from "./rename-place.js";
import { lacksAllow } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { rivalsOf } from "./rivals.js";
import { inquireRules, standingIn } from "./rule-standing.js";
import { contradict } from "./solve/contradict.js";

/** How many rules are tried. */
const mostTries = 4;

/**
 * Whether it is plain that an argument decides: a request is allowed for one of the first few rules that read the argument, and with another
 * one it is not; or one of the denies that read it denies it then. Nothing is reported then, so no request is made and none is replayed. "No"
 * says nothing.
 */
export function plainlyDecides(
  analysis: Analysis,
  kind: RequestKind,
  field: Field,
  readers: ReadonlySet<TypedRule>,
): boolean {
  if (isPlainlyDenied(analysis, kind)) return false;
  const pivots = kind.sides.flatMap((side) =>
    pivotsAt(analysis, side, readers).map((body) => ({ side, bodies: [body] })),
  );
  return [...likeliest(analysis, pivots), ...deniesTogether(kind, readers)].some((pivot, index) =>
    isHingedOn(analysis, kind, pivot, index, elsewhereWith(field, readers)),
  );
}

/** Whether no request of a kind is allowed, as some party to it is allowed nothing, or denied whatever it asks for. */
function isPlainlyDenied(analysis: Analysis, kind: RequestKind): boolean {
  const { quiet } = inquireRules(analysis);
  return lacksAllow(kind) || kind.sides.some((side) => quiet.undenied(side).kind === "none");
}

/** Rules that are tried at a point: of several, one of them has to match. They have one effect. */
interface Pivot {
  readonly side: Point;
  readonly bodies: readonly RuleBody[];
}

/** The readers at a point. Where another allow matches whatever the request, nothing hinges on an allow. */
function pivotsAt(analysis: Analysis, side: Point, readers: ReadonlySet<TypedRule>): readonly RuleBody[] {
  const { allows, denies } = side.scope;
  const isAllowed = allowsCovering(analysis, side).some(({ rule }) => !readers.has(rule));
  return (isAllowed ? denies : [...allows, ...denies]).filter(({ rule }) => readers.has(rule));
}

/** The denies of each principal that read the argument, where there are more than are tried: of hundreds few decide by themselves. */
function deniesTogether({ sides }: RequestKind, readers: ReadonlySet<TypedRule>): readonly Pivot[] {
  return sides.flatMap((side) => {
    const bodies = side.scope.denies.filter(({ rule }) => readers.has(rule));
    return bodies.length > mostTries ? [{ side, bodies }] : [];
  });
}

/** Allows of a point, one of which matches wherever no deny does; none where that is not known. */
function allowsCovering(analysis: Analysis, side: Point): readonly RuleBody[] {
  const quiet = inquireRules(analysis).quiet.undecided(side);
  return quiet.kind === "none" ? quiet.cover.filter(({ rule }) => rule.effect === "allow") : [];
}

/** Whether some request hinges on a pivot by its argument. `index` says which of the allows of everybody else is tried with it. */
function isHingedOn(
  analysis: Analysis,
  kind: RequestKind,
  pivot: Pivot,
  index: number,
  elsewhere: Elsewhere,
): boolean {
  const { quiet } = inquireRules(analysis);
  const own = ownFormula(pivot, elsewhere);
  const allowed = (party: Point): Formula => {
    const allows = [...allowsCovering(analysis, party), ...party.scope.allows];
    const likely = likeliest(
      analysis,
      allows.map((body) => ({ side: party, bodies: [body] })),
    ).flatMap(({ bodies }) => bodies);
    return allowAt(party, fittingAllow(pivot, own, party, likely, index));
  };
  const { met, away } = formulasFor(kind, pivot, own, elsewhere, allowed);
  const first = met.flatMap(conjunctsOf);
  const operands = [...first, ...away.flatMap(conjunctsOf)];
  const undecided = quiet.undecided(pivot.side);
  const found = undecided.kind === "quiet" ? undecided : quiet.undenied(pivot.side);
  const background = found.kind === "quiet" ? found.background : undefined;
  const options = { first: first.length, background };
  return isSatisfied(analysis, pivot.side, own, operands, options);
}

/**
 * The allow of a party that is tried with a pivot: of some, from the one at `index` on, the first that may match together with it; if none may, the one
 * at `index`. What allows the pivot's own party, too, leaves nothing to hinge on an allow.
 */
function fittingAllow(
  { side, bodies: [pivot] }: Pivot,
  own: Formula,
  party: Point,
  some: readonly RuleBody[],
  index: number,
): RuleBody | undefined {
  const start = Math.min(index, some.length - 1);
  const inTurn = [...some.slice(start), ...some.slice(0, start)];
  const isApart = (allow: RuleBody): boolean =>
    party === side || pivot?.rule.effect === "deny" || !side.scope.allows.includes(allow);
  const fits = (allow: RuleBody): boolean =>
    isApart(allow) && !contradict(side.encoder, own, matches(party, allow));
  return inTurn.find(fits) ?? inTurn[0];
}

/** Those that are tried: first rules of which it is known that something hinges on them. */
function likeliest(analysis: Analysis, pivots: readonly Pivot[]): readonly Pivot[] {
  const inquiry = inquireRules(analysis);
  const isEssential = ({ rule }: RuleBody) => standingIn(inquiry, rule) === "essential";
  const chosen = new Set<Pivot>();
  for (const pivot of pivots) {
    if (chosen.size === mostTries) break;
    if (pivot.bodies.every(isEssential)) chosen.add(pivot);
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

/** What says of a rule's formula what it is at a point with another argument. */
type Elsewhere = (side: Point, body: RuleBody, formula: Formula) => Formula;

function elsewhereWith({ name }: Field, readers: ReadonlySet<TypedRule>): Elsewhere {
  return ({ encoder: { atoms } }, { rule }, formula) =>
    readers.has(rule) ? renamedOnce(atoms, formula, memberKey("args", name)) : formula;
}

/** What is asked of a pivot: that it matches, of a deny with another argument. */
function ownFormula({ side, bodies }: Pivot, elsewhere: Elsewhere): Formula {
  const formulas = bodies.map((body) =>
    body.rule.effect === "deny" ? elsewhere(side, body, matches(side, body)) : matches(side, body),
  );
  return or(...formulas);
}

/**
 * All that is asked: that a request is allowed by the pivot and by nothing with another argument, or is denied by the pivot with another argument
 * only. `met` is what rules have to match for it, and that the pivot hinges on the argument; `away` is what must not match.
 */
function formulasFor(
  kind: RequestKind,
  { side, bodies }: Pivot,
  own: Formula,
  elsewhere: Elsewhere,
  allowed: (side: Point) => Formula,
): { readonly met: readonly Formula[]; readonly away: readonly Formula[] } {
  const others = kind.sides.filter((other) => other !== side).map(allowed);
  const undenied = kind.sides.flatMap((each) => rivalsOf(each, "deny").flatMap(({ away }) => away));
  if (bodies[0]?.rule.effect === "deny") {
    const kept = bodies.map((deny) => matchesNot(side, deny));
    return { met: [allowed(side), own, ...others, ...kept], away: undenied };
  }
  const without = (allow: RuleBody) => elsewhere(side, allow, matchesNot(side, allow));
  return {
    met: [own, ...others, ...bodies.map(without)],
    away: [...undenied, ...side.scope.allows.map(without)],
  };
}

/** That a principal has one allow: one rule is sooner met than some rule. */
function allowAt(side: Point, allow: RuleBody | undefined): Formula {
  return allow === undefined ? no : matches(side, allow);
}
