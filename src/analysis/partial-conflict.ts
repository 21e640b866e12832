import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RuleBody } from "../ir/decision-graph.js";
import {
  type Analysis,
  ask,
  matches,
  noneMatches,
  type Point,
  type Replay,
  someMatches,
} from "./analysis.js";
import { askFor } from "./ask-for.js";
import { and } from "./encode/formula.js";
import { createOccurrences, type Occurrence } from "./occurrences.js";
import { printTestBlock } from "./print-test-block.js";
import { withShownRelations } from "./relations/shown-relations.js";
import { inquireRules } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";
import type { JsonObject } from "./solve/build-request.js";
import { someNames } from "./some-names.js";

/**
 * POL3010: a deny that overlaps with allows in part: some of what it denies would be allowed without it, and some denied all the same.
 *
 * Law: at one point there is a request that the deny and no allow matches, and one that the deny, no other deny and an allow match. A
 * deny that lies within the allows is an exception to them, the usual thing; allows that lie within denies are POL3002. One report for
 * each deny, with one request and the allows that it matches.
 */
export function findConflicts(analysis: Analysis): readonly Diagnostic[] {
  const occurrences = createOccurrences(analysis);
  return analysis.policySet.rules
    .filter(({ effect }) => effect === "deny")
    .flatMap((rule) => {
      for (const occurrence of occurrences.of(rule)) {
        const conflict = conflictAt(analysis, occurrence);
        if (conflict !== undefined) return [withShownRelations(analysis.policySet, conflict)];
      }
      return [];
    });
}

function conflictAt(analysis: Analysis, { point, rule, body }: Occurrence): Diagnostic | undefined {
  const { denies } = point.scope;
  const allows = livingAllows(analysis, point);
  if (body === undefined || allows.length === 0) return undefined;
  const allowing = (matching: ReadonlySet<string>) =>
    allows.flatMap((allow) => (matching.has(allow.rule.id) ? [allow.rule] : []));
  const outside = and(matches(point, body), noneMatches(point, allows));
  const isOutside = ({ matching }: Replay) => matching.has(rule.id) && allowing(matching).length === 0;
  if (ask(analysis, point, outside, isOutside).kind !== "found") return undefined;
  const others = denies.filter((deny) => deny !== body);
  const inside = and(matches(point, body), noneMatches(point, others), someMatches(point, allows));
  const overlap = askFor(
    analysis,
    point,
    inside,
    (replay) => isDeniedBy(rule, replay) && allowing(replay.matching).length > 0,
  );
  if (overlap.kind !== "found") return undefined;
  const { request, replay } = overlap;
  const test = printTestBlock(analysis.policySet, `denied by ${rule.id} alone`, request, replay.decision);
  return partialConflict(rule, byPlace(allowing(replay.matching)), request, test);
}

/** The allows that decide something: the others are told of where they stand. */
function livingAllows(analysis: Analysis, { scope }: Point): readonly RuleBody[] {
  const { standings } = inquireRules(analysis);
  return scope.allows.filter(({ rule }) => standings.get(rule)?.kind !== "denied");
}

/** Whether a rule is the only deny that matches. */
function isDeniedBy(rule: TypedRule, { outcomes }: Replay): boolean {
  const denies = outcomes.filter((outcome) => outcome.matches && outcome.rule.effect === "deny");
  return denies.every((outcome) => outcome.rule === rule) && denies.length > 0;
}

function partialConflict(
  rule: TypedRule,
  allows: readonly TypedRule[],
  request: JsonObject,
  test: string,
): Diagnostic {
  return createDiagnostic(
    "POL3010",
    rule.heading,
    `rule \`${rule.id}\` denies a part of what ${someNames(allows.map(({ id }) => id))} ${allows.length === 1 ? "allows" : "allow"}`,
    {
      label: "and it denies what they do not allow, too",
      related: allows
        .slice(0, mostPlaces)
        .map(({ id, heading }) => ({ span: heading, message: `\`${id}\` allows` })),
      help: `the deny wins; this request would be allowed without it:\n${test.trimEnd()}`,
      witness: { request },
    },
  );
}

/** Places that are shown of the rules that one deny overlaps with. */
const mostPlaces = 3;
