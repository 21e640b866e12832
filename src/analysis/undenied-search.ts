import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleBody } from "../ir/decision-graph.js";
import { type AloneSearch, aside, isDeny, type Proof, searchAt, type Trial } from "./alone-search.js";
import { matches, type Point, takeQuestion } from "./analysis.js";
import { conjunctsOf, type Formula } from "./encode/formula.js";
import { keepSearch } from "./incremental/keep-standing.js";
import { leastContested } from "./least-contested.js";
import type { Occurrence } from "./occurrences.js";
import { type Rival, rivalIndex, rivalsOf } from "./rivals.js";
import type { RuleSearch } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";
import type { Background } from "./solve/background.js";
import { composedCandidate } from "./solve/composed-candidate.js";
import { contradict } from "./solve/contradict.js";

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
  const quiet = search.quiet.withoutDenies(point);
  const background = quiet.kind === "quiet" ? quiet.background : undefined;
  const inTheWay = deniesInTheWay(point, body, background);
  if (inTheWay?.length === 0) return { kind: "alone" };
  const killer = inTheWay && singleKiller(point, body, inTheWay, before);
  if (killer !== undefined) search.covers.note(point, body, [killer]);
  if (killer !== undefined) return provedBy([killer]);
  if (quiet.kind === "none") return provedBy(quiet.cover);
  return searchAt(search, occurrence, "deny", { behind: () => background });
}

/** The denies that match a request, or may do so, which an allow matches and that is soon made; undefined where none is. */
function deniesInTheWay(
  point: Point,
  body: RuleBody,
  background: Background | undefined,
): readonly Rival[] | undefined {
  const candidate = composedCandidate(point.encoder, conjunctsOf(matches(point, body)), background);
  if (candidate === undefined) return undefined;
  const index = rivalIndex(point, "deny");
  if (index === undefined) return rivalsOf(point, "deny").filter(({ away }) => !away.every(candidate.holds));
  const suspects = index.open(candidate).filter(({ conjunct }) => !candidate.holds(conjunct));
  return [...new Set(suspects.map(({ rival }) => rival))];
}

/** A deny that matches wherever an allow does: by preference one that does so at points before, else the first by place. */
function singleKiller(
  point: Point,
  body: RuleBody,
  inTheWay: readonly Rival[],
  before: readonly Proof[],
): RuleBody | undefined {
  const own = conjunctsOf(matches(point, body));
  const killing = inTheWay.filter((rival) => isImplied(point, own, rival)).map((rival) => rival.body);
  if (killing.length < 2) return killing[0];
  const named = new Set(before.flatMap(({ rivals }) => rivals));
  const [first] = byPlace(killing.map(({ rule }) => rule));
  return killing.find(({ rule }) => named.has(rule)) ?? killing.find(({ rule }) => rule === first);
}

/** Whether one of some conjuncts by itself contradicts each way in which a rule does not match. */
function isImplied({ encoder }: Point, own: readonly Formula[], { away }: Rival): boolean {
  return away.some((conjunct) =>
    waysOf(conjunct).every((way) => own.some((each) => contradict(encoder, each, way))),
  );
}

function waysOf(formula: Formula): readonly Formula[] {
  if (formula.kind === "constant" && !formula.value) return [];
  return formula.kind === "or" ? formula.operands : [formula];
}
