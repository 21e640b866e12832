import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { type AloneSearch, aside, isDeny, type Proof, searchAt, type Trial } from "./alone-search.js";
import { matches, type Point } from "./analysis.js";
import { conjunctsOf, type Formula } from "./encode/formula.js";
import { keepSearch } from "./incremental/keep-standing.js";
import { leastContested } from "./least-contested.js";
import type { Occurrence } from "./occurrences.js";
import { takeQuestion } from "./question-budget.js";
import { deniesAway, type Rival } from "./rivals.js";
import type { RuleSearch } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";
import { before, composeRequest, mendRequest, openPlaces } from "./solve/composed-request.js";
import { contradict, mayMeet } from "./solve/contradict.js";
import { waysOf } from "./solve/requirements.js";

/** Whether an allow matches some request that no deny does; found once for all who ask. */
export function undeniedSearch(search: RuleSearch, rule: TypedRule): AloneSearch {
  return search.analysis.units.remember(`undenied ${rule.id}`, {
    ...keepSearch(search.occurrences, rule),
    compute: () => searchUndenied(aside(search), rule),
  });
}

/** Searches, at every point of an allow, for a request that it matches and no deny does. */
function searchUndenied(search: RuleSearch, rule: TypedRule): AloneSearch {
  const proofs: Proof[] = [];
  let isSettled = true;
  for (const occurrence of leastContested(search, rule)) {
    const trial = undeniedAt(search, occurrence, proofs);
    if (trial.kind === "alone") return trial;
    if (trial.kind === "unknown") isSettled = false;
    else proofs.push(trial.proof);
  }
  return isSettled ? { kind: "never", proofs } : { kind: "unknown" };
}

function undeniedAt(search: RuleSearch, occurrence: Occurrence, before: readonly Proof[]): Trial {
  const { point, body } = occurrence;
  const provedBy = (rivals: readonly RuleBody[]): Trial => ({
    kind: "never",
    proof: { occurrence, rivals: rivals.map(({ rule }) => rule) },
  });
  if (body === undefined) return provedBy([]);
  const known = search.covers.find(point, body, isDeny);
  if (known !== undefined) return provedBy(known);
  if (!takeQuestion(search.analysis)) return { kind: "unknown" };
  const soon = settledSoon(point, body, before);
  if (soon === "alone") return { kind: "alone" };
  if (soon !== undefined) search.covers.note(point, body, [soon]);
  if (soon !== undefined) return provedBy([soon]);
  const quiet = search.quiet.withoutDenies(point);
  if (quiet.kind === "none") return provedBy(quiet.cover);
  const background = quiet.kind === "quiet" ? quiet.background : undefined;
  return searchAt(search, occurrence, "deny", { behind: () => background });
}

/**
 * By a request that an allow matches and that is soon put together: that no deny stands in its way, or can be made not to; or one that always does.
 * Undefined says nothing.
 */
function settledSoon(point: Point, body: RuleBody, proofs: readonly Proof[]): "alone" | RuleBody | undefined {
  const own = conjunctsOf(matches(point, body));
  const composed = composeRequest(point.encoder, own);
  if (composed === undefined) return undefined;
  const { requirements, rivalAt, quiet } = deniesAway(point);
  const request = before(composed, quiet());
  const open = openPlaces(request, requirements);
  const killer = singleKiller(point, own, new Set(open.map(rivalAt)), proofs);
  if (killer !== undefined) return killer;
  return mendRequest(request, requirements, open).open.length === 0 ? "alone" : undefined;
}

/** A deny that matches wherever an allow does: by preference one that does so at points before, else the first by place. */
function singleKiller(
  point: Point,
  own: readonly Formula[],
  inTheWay: ReadonlySet<Rival>,
  before: readonly Proof[],
): RuleBody | undefined {
  const named = new Set(before.flatMap(({ rivals }) => rivals));
  const isKiller = (rival: Rival | undefined) => rival !== undefined && isImplied(point, own, rival);
  const byRule = new Map([...inTheWay].map((rival) => [rival.body.rule, rival]));
  const rules = [...byRule.keys()];
  const killer =
    rules.find((rule) => named.has(rule) && isKiller(byRule.get(rule))) ??
    byPlace(rules).find((rule) => !named.has(rule) && isKiller(byRule.get(rule)));
  return killer && byRule.get(killer)?.body;
}

/** Whether one of some conjuncts by itself contradicts each way in which a rule does not match. */
function isImplied({ encoder }: Point, own: readonly Formula[], { away }: Rival): boolean {
  const isRuledOut = (way: Formula) => own.some((each) => contradict(encoder, each, way));
  return away.some((conjunct) => isWithinReach(own, conjunct) && waysOf(conjunct).every(isRuledOut));
}

/** Whether each way in which a conjunct holds has to do with one of some others: most have one that has not. */
function isWithinReach(own: readonly Formula[], conjunct: Formula): boolean {
  return waysOf(conjunct).every((way) => own.some((each) => mayMeet(each, way)));
}
