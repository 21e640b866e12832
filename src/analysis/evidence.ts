import type { TypedRule } from "../check/typed-policy-set.js";
import type { Point } from "./analysis.js";
import type { JsonObject } from "./solve/build-request.js";

/** A request that has come up, seen from a point; it is made when somebody looks at it. */
export interface ShownRequest {
  readonly point: Point;
  /** Undefined where none can be made of the values that were found. */
  request(): JsonObject | undefined;
}

/** What requests have shown of rules. */
export interface Evidence {
  /** Rules that a request matches, each with the first such. */
  readonly matched: ReadonlyMap<TypedRule, ShownRequest>;
  /** Allows that a request matches and no deny does. */
  readonly decided: ReadonlyMap<TypedRule, ShownRequest>;
  /** Notes a request that a rule matches; whether some deny does too. */
  note(rule: TypedRule, shown: ShownRequest, isDenied: boolean): void;
}

/** No evidence yet. */
export function createEvidence(): Evidence {
  const matched = new Map<TypedRule, ShownRequest>();
  const decided = new Map<TypedRule, ShownRequest>();
  return {
    matched,
    decided,
    note(rule, shown, isDenied) {
      const known = lazily(shown);
      keepFirst(matched, rule, known);
      if (rule.effect === "allow" && !isDenied) keepFirst(decided, rule, known);
    },
  };
}

function lazily({ point, request }: ShownRequest): ShownRequest {
  let made: { readonly request: JsonObject | undefined } | undefined;
  return {
    point,
    request: () => {
      made ??= { request: request() };
      return made.request;
    },
  };
}

function keepFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
