import type { Span } from "../../source/span.js";
import { groupBy } from "../../util/group-by.js";
import type { ConditionCoverage, Coverage, RuleCoverage, Standing } from "./coverage-of.js";
import type { OutcomeName } from "./tally.js";

/** A place in the text where something is to be shown, whatever rules it counts for: what a definition says counts for each that calls it. */
export interface CoveredPlace {
  readonly kind: "rule" | "condition";
  readonly span: Span;
  /** Ids of the rules, sorted. */
  readonly rules: readonly string[];
  /** How often the rule matched; how often the condition was evaluated. */
  readonly count: number;
  /** Of a condition: its outcomes, but those that no request can show for any of the rules. */
  readonly outcomes: readonly { readonly name: OutcomeName; readonly count: number }[];
  readonly shown: Shown;
}

/** How much of what is to be shown at a place was: of some places no request can show anything. */
export type Shown = "all" | "some" | "none" | "unreachable";

/** The places of a coverage, in the order of files and text. */
export function coveredPlaces({ rules }: Coverage): readonly CoveredPlace[] {
  const uses = rules.flatMap(({ rule, conditions }) =>
    conditions.map((condition): Use => ({ rule: rule.id, condition })),
  );
  const byPlace = groupBy(uses, ({ condition }) => placeKey(condition.condition.expression.span));
  const places = [...rules.map(rulePlace), ...[...byPlace.values()].flatMap(conditionPlace)];
  return places.sort((left, right) => compareSpans(left.span, right.span));
}

interface Use {
  readonly rule: string;
  readonly condition: ConditionCoverage;
}

function placeKey({ file, start, end }: Span): string {
  return `${start} ${end} ${file}`;
}

function compareSpans(left: Span, right: Span): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.start - right.start || left.end - right.end;
}

function rulePlace({ rule, matched }: RuleCoverage): CoveredPlace {
  return {
    kind: "rule",
    span: rule.heading,
    rules: [rule.id],
    count: countIn(matched),
    outcomes: [],
    shown: shownByMatching[matched.kind],
  };
}

const shownByMatching: Readonly<Record<Standing["kind"], Shown>> = {
  covered: "all",
  missed: "none",
  unsettled: "none",
  unreachable: "unreachable",
};

function countIn(standing: Standing): number {
  return standing.kind === "covered" ? standing.count : 0;
}

function conditionPlace(uses: readonly Use[]): readonly CoveredPlace[] {
  const [first] = uses;
  if (first === undefined) return [];
  const conditions = uses.map(({ condition }) => condition);
  const byName = groupBy(
    conditions.flatMap(({ outcomes }) => outcomes),
    ({ name }) => name,
  );
  const reachable = [...byName].filter(([, all]) =>
    all.some(({ standing }) => standing.kind !== "unreachable"),
  );
  const outcomes = reachable.map(([name, all]) => ({ name, count: sumOf(all.map(({ count }) => count)) }));
  return [
    {
      kind: "condition",
      span: first.condition.condition.expression.span,
      rules: [...new Set(uses.map(({ rule }) => rule))].sort(),
      count: sumOf(outcomes.map(({ count }) => count)),
      outcomes,
      shown: shownOf(
        outcomes,
        conditions.flatMap(({ decisive }) => decisive ?? []),
      ),
    },
  ];
}

function shownOf(outcomes: CoveredPlace["outcomes"], decisive: readonly Standing[]): Shown {
  if (outcomes.length === 0) return "unreachable";
  const isSettled = (standing: Standing) => standing.kind === "covered" || standing.kind === "unreachable";
  const turns = decisive.some(({ kind }) => kind === "covered") || decisive.every(isSettled);
  if (turns && outcomes.every(({ count }) => count > 0)) return "all";
  return outcomes.some(({ count }) => count > 0) ? "some" : "none";
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
