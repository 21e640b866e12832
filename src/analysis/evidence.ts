import type { TypedRule } from "../check/typed-policy-set.js";
import type { Point, Replay } from "./analysis.js";
import type { JsonObject } from "./solve/build-request.js";

/** What requests have shown of rules. */
export interface Evidence {
  /** Rules that a request matches, each with the first such. */
  readonly matched: ReadonlyMap<TypedRule, JsonObject>;
  /** Allows by which a request is allowed. */
  readonly decided: ReadonlyMap<TypedRule, JsonObject>;
  /** Rules that decide some request alone: no other rule of their effect matches it, and no deny an allow's. */
  readonly alone: ReadonlySet<TypedRule>;
  /** Notes what a request shows that matches a rule. */
  note(point: Point, rule: TypedRule, shown: { readonly request: JsonObject; readonly replay: Replay }): void;
}

/** No evidence yet. */
export function createEvidence(): Evidence {
  const matched = new Map<TypedRule, JsonObject>();
  const decided = new Map<TypedRule, JsonObject>();
  const alone = new Set<TypedRule>();
  return {
    matched,
    decided,
    alone,
    note({ scope }, rule, { request, replay }) {
      keepFirst(matched, rule, request);
      if (rule.effect === "oblige") return;
      const denies = scope.denies.filter((other) => replay.isMatched(other.rule));
      const [only] = denies;
      if (only !== undefined && denies.length === 1) alone.add(only.rule);
      if (only === undefined && rule.effect === "allow") keepFirst(decided, rule, request);
    },
  };
}

function keepFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
