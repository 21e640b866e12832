import type { DifferenceKind, NeedDifference } from "../../analysis/difference.js";
import { assertNever } from "../../util/invariant.js";
import { countOf } from "../report.js";
import { type DiffSummary, type Doubt, whoOf } from "./summarise.js";

/** What happened to the requests that differ in one way. */
export function kindWords(kind: DifferenceKind): string {
  switch (kind) {
    case "allowed":
      return "became allowed";
    case "denied":
      return "became denied";
    case "released":
      return "lost or changed an obligation";
    case "obliged":
      return "got an obligation";
    case "explained":
      return "denied for another reason";
    default:
      return assertNever(kind);
  }
}

/** What requests have to carry. */
export function needWords(change: NeedDifference["change"]): string {
  return change.startsWith("no longer") ? change : `now ${change}`;
}

/** Names, or as many as one reads, and how many more there are. */
export function listed(names: readonly string[], most = 6): string {
  const [shown, left] = names.length <= most + 1 ? [names, 0] : [names.slice(0, most), names.length - most];
  return shown.join(", ") + (left > 0 ? ` and ${left} more` : "");
}

/** Why it is not known whether there is a difference. */
export function doubtWords({ places }: Doubt): string {
  if (places.length === 0) return "a limit was reached";
  return `the type of ${listed(places)} changed, and values of both types cannot be compared`;
}

/** Who does what, those who do the same together. */
export function whoDoes(
  kinds: readonly { action: string; subject: string; actor?: string }[],
): readonly string[] {
  const actions = new Map<string, string[]>();
  for (const kind of kinds) actions.set(whoOf(kind), [...(actions.get(whoOf(kind)) ?? []), kind.action]);
  const together = new Map<string, string[]>();
  for (const [who, did] of actions) {
    const key = listed(did);
    together.set(key, [...(together.get(key) ?? []), who]);
  }
  return [...together].map(([did, who]) => `${listed(who)} to ${did}`);
}

/** All differences in one line: `2 became allowed, 1 became denied, 3 schema changes`. */
export function totals({ difference, groups, rules }: DiffSummary): string {
  const { decisions, undecided, needs, schema } = difference;
  const kinds = [...new Set(groups.map(({ kind }) => kind))];
  const parts = [
    ...kinds.map((kind) => `${decisions.filter((each) => each.kind === kind).length} ${kindWords(kind)}`),
    ...(undecided.length > 0 ? [`${undecided.length} not known`] : []),
    ...(needs.length > 0 ? [countOf(needs.length, "requirement change")] : []),
    ...(schema.length > 0 ? [countOf(schema.length, "schema change")] : []),
  ];
  if (parts.length > 0) return parts.join(", ");
  return rules.length === 0
    ? "no difference"
    : `no difference, though ${countOf(rules.length, "rule")} changed`;
}
