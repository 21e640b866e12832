import type { LengthRefinement, PatternRefinement, RangeRefinement, Refinement } from "../syntax/ast.js";
import { parseRegex } from "../syntax/regex.js";
import type { Bounds, Pattern, Type } from "../types/type.js";
import { assertNever, invariant } from "../util/invariant.js";
import type { Report } from "./reporter.js";

/** A type with its refinements, each kind at most once; one that does not fit is reported and left out. */
export function refineType(
  type: Type | undefined,
  refinements: readonly Refinement[],
  report: Report,
): Type | undefined {
  const kinds = new Set<string>();
  let refined = type;
  for (const refinement of refinements) {
    if (kinds.has(refinement.kind)) {
      report("POL2019", refinement.span, "each kind of refinement stands at most once");
    } else if (refined) refined = refine(refined, refinement, report);
    kinds.add(refinement.kind);
  }
  return refined;
}

function refine(type: Type, refinement: Refinement, report: Report): Type | undefined {
  switch (refinement.kind) {
    case "SecretRefinement":
      return { ...type, secret: true };
    case "RangeRefinement":
      return refineRange(type, refinement, report);
    case "LengthRefinement":
      return refineLength(type, refinement, report);
    case "PatternRefinement":
      return refinePattern(type, refinement, report);
    default:
      return assertNever(refinement);
  }
}

function refineRange(type: Type, refinement: RangeRefinement, report: Report): Type | undefined {
  if (type.kind !== "Int" && type.kind !== "Number" && type.kind !== "Duration") {
    return refused(type, refinement, "a range fits only `Int`, `Number` and `Duration`", report);
  }
  if (type.bounds) return refused(type, refinement, "this type already has a range", report);
  const unit = type.kind === "Duration" ? "DurationLiteral" : "NumberLiteral";
  for (const bound of [refinement.minimum, refinement.maximum]) {
    if (!bound) continue;
    const whole =
      bound.kind !== "NumberLiteral" ||
      type.kind !== "Int" ||
      (bound.integer && Number.isSafeInteger(bound.value));
    if (bound.kind !== unit || !whole) {
      report("POL2019", bound.span, `\`${bound.text}\` is no bound of a range of \`${type.kind}\``);
      return type;
    }
  }
  return withBounds(type, boundsOf(refinement), refinement, report, (bounds) => ({ ...type, bounds }));
}

function refineLength(type: Type, refinement: LengthRefinement, report: Report): Type | undefined {
  if (type.kind !== "String" && type.kind !== "List") {
    return refused(type, refinement, "a length fits only `String` and `List`", report);
  }
  if (type.length) return refused(type, refinement, "this type already has a length", report);
  for (const bound of [refinement.minimum, refinement.maximum]) {
    if (!bound) continue;
    const fits =
      bound.kind === "NumberLiteral" &&
      Number.isSafeInteger(bound.value) &&
      bound.integer &&
      bound.value >= 0;
    if (!fits) {
      report("POL2019", bound.span, `\`${bound.text}\` is no length`, {
        help: "a length is a whole number from 0",
      });
      return type;
    }
  }
  return withBounds(type, boundsOf(refinement), refinement, report, (length) => ({ ...type, length }));
}

function refinePattern(type: Type, refinement: PatternRefinement, report: Report): Type | undefined {
  if (type.kind !== "String") return refused(type, refinement, "a pattern fits only `String`", report);
  if (type.pattern) return refused(type, refinement, "this type already has a pattern", report);
  return { ...type, pattern: readPattern(refinement.pattern) };
}

function refused(type: Type, refinement: Refinement, why: string, report: Report): Type {
  report("POL2019", refinement.span, why);
  return type;
}

function boundsOf(refinement: RangeRefinement | LengthRefinement): Bounds {
  const minimum = refinement.minimum && boundValue(refinement.minimum);
  const maximum = refinement.maximum && boundValue(refinement.maximum);
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

function boundValue(literal: NonNullable<RangeRefinement["minimum"]>): number {
  return literal.kind === "DurationLiteral" ? literal.milliseconds : literal.value;
}

function withBounds(
  type: Type,
  bounds: Bounds,
  refinement: Refinement,
  report: Report,
  apply: (bounds: Bounds) => Type,
): Type {
  if (bounds.minimum !== undefined && bounds.maximum !== undefined && bounds.minimum > bounds.maximum) {
    report("POL2019", refinement.span, "the range is empty: its first bound is above its second");
    return type;
  }
  return apply(bounds);
}

/** The pattern of a regex literal: one that cannot be read is a syntax error. */
export function readPattern(literal: PatternRefinement["pattern"]): Pattern {
  const { tree } = parseRegex(literal.source);
  invariant(tree, "the parser checks regular expressions");
  return { source: literal.source, tree };
}
