import type { TypedClause, TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant } from "../../check/typed-policy-set.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import { format } from "../../syntax/format.js";
import { printString } from "../../syntax/print-string.js";
import { invariant } from "../../util/invariant.js";

/** One conjunct of a condition: an expression of Pol that has to be true, or, negated, false. */
export interface ConditionPart {
  readonly text: string;
  readonly negated: boolean;
}

/** What a rule says of requests: its sentence's ids and groups, then its clauses, without those that the kind of request settles. */
export function conditionParts(variant: RuleVariant, body: RuleBody): readonly ConditionPart[] {
  const open = new Set(body.clauses.map(({ span }) => span.start));
  const scope = open.has(variant.scope.span.start)
    ? [{ text: scopeText(variant.scope), negated: false }]
    : [];
  const clauses = variant.clauses.filter(({ span }) => open.has(span.start)).map(clausePart);
  return [...scope, ...clauses];
}

function clausePart({ text, negated }: TypedClause): ConditionPart {
  return { text: text.slice(text.indexOf(" ") + 1), negated };
}

/** The ids and groups of a sentence, which come to tests of `principal` and `resource`, as an expression. */
function scopeText(scope: TypedExpression): string {
  switch (scope.kind) {
    case "and":
    case "or":
      return scope.operands.map((operand) => `(${scopeText(operand)})`).join(` ${scope.kind} `);
    case "equality":
      return `${scopeText(scope.left)} == ${scopeText(scope.right)}`;
    case "hierarchy":
      return `${scopeText(scope.entity)} in ${scopeText(scope.group)}`;
    case "entity":
      return `${scope.entity}(${printString(scope.id)})`;
    case "root":
      return scope.name;
    default:
      invariant(false, "a sentence names ids and groups only");
  }
}

/**
 * When one of some allows is true and none of some denies is, as few clauses; undefined where they show that this is never so. Each is given
 * by its conjuncts.
 */
export function clausesFor(
  allows: readonly (readonly ConditionPart[])[],
  denies: readonly (readonly ConditionPart[])[],
): readonly ConditionPart[] | undefined {
  if (allows.length === 0) return undefined;
  const isLifted = (parts: readonly ConditionPart[]) =>
    parts.length > 0 && parts.every(({ negated }) => negated);
  const required = [...oneOf(allows), ...denies.filter(isLifted).map(lifted)];
  // Where a deny asks for what is required anyway, it comes down to the rest of it.
  const known = new Set(required.map(partKey));
  const rests = denies
    .filter((parts) => !isLifted(parts))
    .map((parts) => parts.filter((part) => !known.has(partKey(part))));
  if (rests.some((parts) => parts.length === 0)) return undefined;
  return distinctParts([...required, ...rests.map(exception)]);
}

/** That one of some allows is true: nothing where one always is, its own conjuncts where there is no other. */
function oneOf(allows: readonly (readonly ConditionPart[])[]): readonly ConditionPart[] {
  if (allows.some((parts) => parts.length === 0)) return [];
  const [first = []] = allows;
  const texts = distinct(allows.map(conjunction));
  return texts.length === 1 ? first : [{ text: anyOf(texts), negated: false }];
}

/** What has to be so for a deny with nothing but exceptions not to match. */
function lifted(exceptions: readonly ConditionPart[]): ConditionPart {
  return { text: anyOf(exceptions.map(({ text }) => text)), negated: false };
}

/** What must not be so for a deny not to match. */
function exception(parts: readonly ConditionPart[]): ConditionPart {
  const [only] = parts;
  if (only === undefined || parts.length > 1) return { text: conjunction(parts), negated: true };
  return { text: only.text, negated: !only.negated };
}

function conjunction(parts: readonly ConditionPart[]): string {
  return parts.map(({ text, negated }) => (negated ? `not (${text})` : `(${text})`)).join(" and ");
}

function anyOf(texts: readonly string[]): string {
  const [only = "", ...others] = distinct(texts);
  return others.length === 0 ? only : [only, ...others].map((text) => `(${text})`).join(" or ");
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function distinctParts(parts: readonly ConditionPart[]): readonly ConditionPart[] {
  return [...new Map(parts.map((part) => [partKey(part), part])).values()];
}

function partKey({ text, negated }: ConditionPart): string {
  return `${negated ? "unless" : "when"} ${text}`;
}

/** Conjuncts as clauses, formatted, in their order: one may guard the next. Several lines, without a line feed at the end. */
export function writeClauses(parts: readonly ConditionPart[]): string {
  if (parts.length === 0) return "";
  const clauses = parts.map(({ text, negated }) => `${negated ? "unless" : "when"} ${text}`).join("\n");
  const { text } = format({
    path: "condition.pol",
    text: `policy p {\nrule r allow anyone to anything\n${clauses}\n}\n`,
  });
  return text
    .split("\n")
    .filter((line) => line.startsWith("    "))
    .slice(1)
    .map((line) => line.slice(4))
    .join("\n");
}
