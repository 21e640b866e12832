import type { TypedRemedy } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic, RelatedPlace } from "../diagnostics/diagnostic.js";
import { lowerTest } from "../ir/lower-expression.js";
import { rememberedOfContent } from "../source/moved.js";
import type { Span } from "../source/span.js";
import { assertNever } from "../util/invariant.js";
import { rememberedOf } from "../util/remembered.js";
import { type Analysis, ask, type Replay, sketch, someMatches } from "./analysis.js";
import { askFor } from "./ask-for.js";
import { metAt } from "./clauses-at.js";
import { and, type Formula, no } from "./encode/formula.js";
import { plainly } from "./incremental/units.js";
import { matchedWitness } from "./matched-witness.js";
import { createOccurrences, type Occurrence } from "./occurrences.js";
import { kindsByAction, passesRules, requestAllowed } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { inquireRules } from "./rule-standing.js";
import type { JsonObject } from "./solve/build-request.js";

/**
 * POL3015: a remedy that can never lift its deny.
 *
 * Law: of no kind of request there is one that the rest of the deny's condition fits, for which the remedy's condition is true, and that
 * is allowed. A deny that can never match is POL3001, and allows that are denied in any case are POL3002.
 */
export function findIdleRemedies(analysis: Analysis): readonly Diagnostic[] {
  const denies = analysis.policySet.rules.filter(hasRemedy);
  if (denies.length === 0) return [];
  const placesOf = createPlaces(analysis);
  return denies
    .filter((rule) => !isDead(analysis, rule))
    .flatMap((rule) => {
      const places = placesOf(rule);
      return isReported(analysis, places) ? [] : idleRemedies(analysis, rule, places);
    });
}

/** Whether a rule is one that the analyses of rules report. */
function isDead(analysis: Analysis, rule: TypedRule): boolean {
  const { standings } = inquireRules(analysis);
  return ["impossible", "denied"].includes(standings.get(rule)?.kind ?? "unknown");
}

/** Whether the reason is said of the allows already. */
function isReported(analysis: Analysis, places: readonly RemedyPlace[]): boolean {
  const allows = places.flatMap(({ occurrence }) => occurrence.point.scope.allows);
  return allows.length > 0 && allows.every(({ rule }) => isDead(analysis, rule));
}

const hasRemedy = rememberedOfContent(({ variants }: TypedRule): boolean =>
  variants.some(({ clauses }) => clauses.some(({ remedy }) => remedy !== undefined)),
);

/** A deny as one party to a kind of request meets it. */
interface RemedyPlace {
  readonly occurrence: Occurrence;
  readonly kind: RequestKind;
}

function createPlaces(analysis: Analysis): (rule: TypedRule) => readonly RemedyPlace[] {
  const kinds = [...kindsByAction(analysis).values()].flat();
  const kindOf = new Map(kinds.map((kind) => [kind.environment, kind]));
  const occurrences = createOccurrences({ ...analysis, points: kinds.flatMap(({ sides }) => sides) });
  return (rule) =>
    [...occurrences.of(rule)].flatMap((occurrence) => {
      const kind = kindOf.get(occurrence.point.environment);
      return kind === undefined ? [] : [{ occurrence, kind }];
    });
}

function idleRemedies(
  analysis: Analysis,
  rule: TypedRule,
  places: readonly RemedyPlace[],
): readonly Diagnostic[] {
  const clauses = rule.variants[0]?.clauses ?? [];
  return clauses.flatMap(({ remedy, span }, index) => {
    if (remedy === undefined) return [];
    const canLift = analysis.units.remember(
      `lifts ${index} ${rule.id}`,
      plainly(() => mayLiftSomewhere(analysis, rule, places, index)),
    );
    return canLift ? [] : [idleRemedy(analysis, rule, { remedy, span }, obstacles(analysis, places, index))];
  });
}

function mayLiftSomewhere(
  analysis: Analysis,
  rule: TypedRule,
  places: readonly RemedyPlace[],
  index: number,
): boolean {
  analysis.units.look("rule", rule.id);
  return places.some((place) => mayLift(analysis, place, index));
}

/** Whether a remedy lifts the deny of a request that is then allowed; also where it could not be settled. */
function mayLift(analysis: Analysis, place: RemedyPlace, index: number): boolean {
  const goal = and(remedied(analysis, place, index), requestAllowed(place.kind));
  const { point } = place.occurrence;
  return sketch(analysis, point, goal, ({ decision }) => passesRules(decision)).kind !== "none";
}

/** That a deny's condition fits but for its remedies, and that one of them is there. */
function remedied(analysis: Analysis, { occurrence }: RemedyPlace, index: number): Formula {
  const { variant, point } = occurrence;
  const remedy = variant.clauses[index];
  if (remedy === undefined) return no;
  const rest = variant.clauses.filter((clause) => clause.remedy === undefined);
  const { holds } = point.encoder.truthOf(lowerTest(analysis.graph.table, remedy.condition));
  const sentence = metAt(analysis, occurrence, { condition: variant.scope, negated: false });
  return and(sentence, ...rest.map((clause) => metAt(analysis, occurrence, clause)), holds);
}

/** Why a remedy lifts nothing. */
type Obstacle =
  | { readonly kind: "contradiction" | "no allow" }
  /** Of a request that has the remedy and an allow for each party. */
  | { readonly kind: "denies"; readonly denies: readonly TypedRule[]; readonly request: JsonObject };

function obstacles(analysis: Analysis, places: readonly RemedyPlace[], index: number): Obstacle {
  let isThere = false;
  for (const place of places) {
    const { point } = place.occurrence;
    const there = remedied(analysis, place, index);
    const allows = place.kind.sides.map((side) => someMatches(side, side.scope.allows));
    const answer = askFor(analysis, point, and(there, ...allows), () => true);
    if (answer.kind === "found") {
      const { request, replay } = answer;
      return { kind: "denies", denies: deniesOf(analysis, replay), request };
    }
    isThere ||= ask(analysis, point, there, () => true).kind !== "none";
  }
  return { kind: isThere ? "no allow" : "contradiction" };
}

function deniesOf({ policySet }: Analysis, { decision: { subject, actor } }: Replay): readonly TypedRule[] {
  const places = placesOf(policySet.rules);
  const ids = new Set([subject, actor].flatMap((party) => party?.rules ?? []));
  return [...ids]
    .flatMap((id) => places.get(id) ?? [])
    .sort((a, b) => a - b)
    .flatMap((place) => policySet.rules[place] ?? [])
    .filter(({ effect }) => effect === "deny");
}

/** Where the rule of each id stands among all. */
const placesOf = rememberedOf(
  (rules: readonly TypedRule[]) => new Map(rules.map(({ id }, place) => [id, place])),
);

function idleRemedy(
  analysis: Analysis,
  rule: TypedRule,
  { remedy, span }: { readonly remedy: TypedRemedy; readonly span: Span },
  obstacle: Obstacle,
): Diagnostic {
  return createDiagnostic(
    "POL3015",
    span,
    `the remedy \`${remedy.name}\` can never lift \`${rule.id}\`: ${obstacleWords(obstacle)}`,
    {
      label: "no request is allowed thanks to it",
      ...(obstacle.kind === "denies" && { related: obstacle.denies.map(denyPlace) }),
      help: helpFor(obstacle),
      ...(obstacle.kind === "denies"
        ? { witness: { request: obstacle.request, shows: `it has \`${remedy.name}\`, and is denied` } }
        : matchedWitness(inquireRules(analysis), rule, `\`${rule.id}\` matches without the remedy`)),
    },
  );
}

function obstacleWords(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case "contradiction":
      return "it cannot be there where the rule matches";
    case "no allow":
      return "no rule allows what is then left";
    case "denies":
      return "another deny always stands beside it";
    default:
      return assertNever(obstacle);
  }
}

function helpFor({ kind }: Obstacle): string {
  switch (kind) {
    case "contradiction":
      return "what the remedy asks for contradicts the rule's other clauses, or the types: mend one of them";
    case "no allow":
      return "a remedy allows nothing by itself: write the allow, or make the deny unconditional";
    case "denies":
      return "give the other deny the same remedy or narrow it, or make this one unconditional";
    default:
      return assertNever(kind);
  }
}

function denyPlace({ id, heading }: TypedRule): RelatedPlace {
  return { span: heading, message: `\`${id}\` denies all the same` };
}
