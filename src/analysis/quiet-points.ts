import type { RuleBody, Scope } from "../ir/decision-graph.js";
import type { Point } from "./analysis.js";
import type { NotingEncoder } from "./encode/create-encoder.js";
import type { Formula } from "./encode/formula.js";
import { minimalAmong } from "./minimal-among.js";
import { pointPlace } from "./point-places.js";
import { type Rival, rivalsOf } from "./rivals.js";
import type { Background } from "./solve/background.js";
import { type Sketch, type SketchOptions, sketchRequest } from "./solve/find-request.js";
import type { KnownTrials, TrialsAt } from "./solve/known-trials.js";
import { backgroundIn } from "./solve/model-background.js";
import { apart } from "./solve/refuted.js";
import { whereMatched } from "./where-matched.js";

/** What there is at a point where some of its rules do not match. */
export type Quiet =
  /** A request that none of them matches: whatever else a rule asks for, little stands in its way before it. */
  | { readonly kind: "quiet"; readonly background: Background }
  /** None: each is matched by one of these. */
  | { readonly kind: "none"; readonly cover: readonly RuleBody[] }
  | { readonly kind: "unknown" };

/** What is known of points without rules that match: of each it is asked once. */
export interface QuietPoints {
  /** Without denies; where one is known, without allows, too. */
  undenied(point: Point): Quiet;
  /** Without denies, and nothing is asked about allows. */
  withoutDenies(point: Point): Quiet;
  /** Without denies and without allows. */
  undecided(point: Point): Quiet;
}

/** Of fewer rules it is soon asked one by one. */
const fewestRules = 24;

/**
 * Looks at points with many rules, `fewest` at least, for requests that none of them matches. Where there is none, the rules that cover the point
 * settle it for all others at once; where there is one, a rule is most often alone before it, as most rules look at other things than this one does.
 */
export function createQuietPoints(fewest = fewestRules, trials?: KnownTrials): QuietPoints {
  const quietWithout = (point: Point, rules: readonly Rival[], most = fewest): Quiet =>
    rules.length < most ? { kind: "unknown" } : quietBefore(point, rules, trials?.at(pointPlace(point)));
  const undecidedAt = rememberedAt((point) => quietWithout(point, rivalsOf(point, "allow")));
  const withoutDenies = rememberedAt((point) => quietWithout(point, rivalsOf(point, "deny"), 2));
  const undenied = (point: Point): Quiet => {
    const undecided = undecidedAt(point);
    return undecided.kind === "quiet" ? undecided : withoutDenies(point);
  };
  return { undenied, withoutDenies, undecided: undecidedAt };
}

/** What makes formulas: points that share it share what is found of the same rules. */
type Origin = NotingEncoder["truthOf"];

/** Asked once for the points that share rules and formulas. */
function rememberedAt(quietAt: (point: Point) => Quiet): (point: Point) => Quiet {
  const known = new Map<Origin, Map<Scope, Quiet>>();
  return (point) => {
    const { truthOf } = point.encoder;
    const ofFormulas = known.get(truthOf) ?? new Map<Scope, Quiet>();
    known.set(truthOf, ofFormulas);
    const quiet = ofFormulas.get(point.scope) ?? apart(() => quietAt(point));
    ofFormulas.set(point.scope, quiet);
    return quiet;
  };
}

/** What is found of rules hangs on their formulas alone, so it is the same in the next version of a policy set. */
interface QuietMemory {
  readonly encoder: NotingEncoder;
  readonly found: Map<string, FoundQuiet>;
}

/** As {@link Quiet}, with the cover as places among the rules that were asked about. */
type FoundQuiet =
  | Exclude<Quiet, { readonly kind: "none" }>
  | { readonly kind: "none"; readonly cover: readonly number[] };

const memories = new WeakMap<Origin, QuietMemory>();

/** How much is remembered: more than there are scopes in most policy sets. */
const mostRemembered = 2048;

function quietBefore({ encoder }: Point, rules: readonly Rival[], trials: TrialsAt | undefined): Quiet {
  // The first encoder stands for all that make the same formulas: nothing of later versions is kept with what they find.
  const memory = memories.get(encoder.truthOf) ?? { encoder, found: new Map<string, FoundQuiet>() };
  memories.set(encoder.truthOf, memory);
  const key = rules.map(({ body: { rule, condition } }) => `${rule.effect} ${condition.id}`).join();
  const found = memory.found.get(key) ?? searchQuiet(memory.encoder, rules, trials);
  memory.found.delete(key);
  memory.found.set(key, found);
  const [oldest] = memory.found.keys();
  if (memory.found.size > mostRemembered && oldest !== undefined) memory.found.delete(oldest);
  if (found.kind !== "none") return found;
  return { kind: "none", cover: found.cover.flatMap((place) => rules[place]?.body ?? []) };
}

function searchQuiet(
  encoder: NotingEncoder,
  rules: readonly Rival[],
  trials: TrialsAt | undefined,
): FoundQuiet {
  const answer = sketchWithout(encoder, rules, { trials });
  if (answer.kind === "found") return { kind: "quiet", background: backgroundIn(answer.model) };
  if (answer.kind === "unknown") return answer;
  const cover = minimalAmong(rulesBehind(rules, answer.core), (some, left) => {
    const background = whereMatched({ encoder }, left, some.length);
    const trial = sketchWithout(encoder, some, {
      isPrecise: true,
      ...(background && { background, first: 0 }),
    });
    return trial.kind === "none" ? rulesBehind(some, trial.core) : undefined;
  });
  return { kind: "none", cover: cover.map((rule) => rules.indexOf(rule)) };
}

/** The rules of which it was asked that they do not match, and could not be. */
function rulesBehind(rules: readonly Rival[], asked: readonly Formula[] = []): readonly Rival[] {
  const core = new Set(asked);
  return rules.filter(({ away }) => away.some((each) => core.has(each)));
}

/** Nobody is told of what is found: so it need not be confirmed. */
function sketchWithout(encoder: NotingEncoder, rules: readonly Rival[], options: SketchOptions = {}): Sketch {
  const goal: Formula = { kind: "and", operands: rules.flatMap(({ away }) => away) };
  // Not counted among the questions: it is of no rule, and two for each point are the most.
  return sketchRequest(encoder, goal, () => true, options);
}
