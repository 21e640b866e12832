import type { ComparedKind, EnvironmentsOfTwo, KindOfRequest } from "./compared-kinds.js";
import type { Comparison } from "./comparison.js";
import { placesOf } from "./validity.js";

/** An attribute that requests have to carry now, or no longer have to; or that is checked now, where it is given, or no longer. */
export interface NeedDifference {
  readonly change: "required" | "no longer required" | "checked" | "no longer checked";
  /** Such as `context.ip`, `resource#id`. */
  readonly place: string;
  /** The requests that it is so for, sorted. */
  readonly kinds: readonly KindOfRequest[];
}

/** What requests have to carry that both sets know, sorted by place. */
export function needDifferences(
  comparison: Comparison,
  kinds: readonly ComparedKind[],
): readonly NeedDifference[] {
  const found = new Map<
    string,
    { change: NeedDifference["change"]; place: string; kinds: KindOfRequest[] }
  >();
  for (const { kind, environments } of kinds) {
    for (const [place, change] of changesOf(comparison, environments)) {
      const key = `${place} ${change}`;
      const known = found.get(key) ?? { change, place, kinds: [] };
      known.kinds.push(kind);
      found.set(key, known);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, difference]) => difference);
}

type Changes = ReadonlyMap<string, NeedDifference["change"]>;

function changesOf({ older, newer }: Comparison, environments: readonly EnvironmentsOfTwo[]): Changes {
  const changes = new Map<string, NeedDifference["change"]>();
  for (const both of environments) {
    if (both.older === undefined || both.newer === undefined) continue;
    const before = placesOf({ policySet: older.policySet, environment: both.older });
    const after = placesOf({ policySet: newer.policySet, environment: both.newer });
    for (const place of new Set([...before.keys(), ...after.keys()])) {
      const change = changeOf(before.get(place), after.get(place));
      if (change !== undefined) changes.set(place, change);
    }
  }
  return changes;
}

type Standing = "required" | "optional" | undefined;

function changeOf(before: Standing, after: Standing): NeedDifference["change"] | undefined {
  if (before === after) return undefined;
  if (after === "required") return "required";
  if (before === "required") return "no longer required";
  return after === "optional" ? "checked" : "no longer checked";
}
