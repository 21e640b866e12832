import type { BodyCall, BodyClause, RuleBody } from "./decision-graph.js";
import { lowerVariantsInto, type SimpleParts } from "./lower-variant.js";
import type { NodeTable } from "./node-table.js";
import type { PlacedVariant } from "./place-variants.js";
import type { EnvironmentFacts } from "./specialise.js";

/** Gives what rules come to in environments. */
export interface BodySource {
  /** All given so far. */
  readonly all: readonly RuleBody[];
  bodyOf(placed: PlacedVariant, facts: EnvironmentFacts): RuleBody;
}

/** Gives variants of a rule that come to the same one body. */
export function createBodySource(table: NodeTable): BodySource {
  const all: RuleBody[] = [];
  const lowered = lowerVariantsInto(table);
  const ofRule: RuleBody[][] = [];
  const everywhere: RuleBody[] = [];

  const bodyWith = (placed: PlacedVariant, parts: SimpleParts): RuleBody => {
    const bodies = ofRule[placed.ruleIndex] ?? [];
    ofRule[placed.ruleIndex] = bodies;
    const known = bodies.find((body) => sameParts(body, parts));
    if (known !== undefined) return known;
    const body = placedBody(placed, parts, all.length);
    all.push(body);
    bodies.push(body);
    return body;
  };

  const bodyOf = (placed: PlacedVariant, facts: EnvironmentFacts): RuleBody => {
    const known = everywhere[placed.number];
    if (known !== undefined) return known;
    const variant = lowered(placed.variant);
    const body = bodyWith(placed, variant.partsIn(facts));
    if (variant.everywhere !== undefined) everywhere[placed.number] = body;
    return body;
  };
  return { all, bodyOf };
}

const lastBodies = new WeakMap<SimpleParts, RuleBody>();

/** The body of a rule; what was the same in the version before is the same object. */
function placedBody({ rule, ruleIndex }: PlacedVariant, parts: SimpleParts, id: number): RuleBody {
  const last = lastBodies.get(parts);
  if (last?.rule === rule && last.ruleIndex === ruleIndex && last.id === id) return last;
  const body = { id, rule, ruleIndex, ...parts };
  lastBodies.set(parts, body);
  return body;
}

function sameParts(one: SimpleParts, other: SimpleParts): boolean {
  return (
    one.condition === other.condition &&
    sameItems(one.clauses, other.clauses, sameClause) &&
    sameItems(one.remedies, other.remedies, sameCall) &&
    sameItems(one.obligations, other.obligations, sameCall)
  );
}

function sameClause(one: BodyClause, other: BodyClause): boolean {
  return one.test === other.test && one.span.start === other.span.start;
}

function sameCall(one: BodyCall, other: BodyCall): boolean {
  return (
    one.name === other.name &&
    sameItems(
      one.arguments,
      other.arguments,
      (left, right) => left.name === right.name && left.value === right.value,
    )
  );
}

function sameItems<T>(
  left: readonly T[],
  right: readonly T[],
  isSame: (one: T, other: T) => boolean,
): boolean {
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index];
      return other !== undefined && isSame(one, other);
    })
  );
}
