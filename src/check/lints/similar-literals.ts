import { placedIn } from "../../source/moved.js";
import type { Span } from "../../source/span.js";
import { editDistance } from "../../util/did-you-mean.js";
import type { Checker } from "../checker.js";
import type { LiteralExpression, TypedExpression } from "../typed-expression.js";
import type { TypedRule } from "../typed-policy-set.js";
import { knownOf } from "./lint.js";

interface Use {
  readonly value: string;
  readonly rule: TypedRule;
  /** Where the rule was first seen. */
  readonly span: Span;
}

/** Shorter strings differ by one letter too often to say anything. */
const shortestWord = 4;

/** Longer strings are no words. */
const longestWord = 64;

/**
 * Law: no string is one edit away from another one that is compared with the same attribute: one of the two is likely misspelt, and its
 * rule silently never matches. Strings that differ in a digit are numbered on purpose. The one used less often is reported.
 */
export function lintSimilarLiterals(checker: Checker, rules: readonly TypedRule[]): void {
  for (const uses of gatherUses(rules).values()) {
    const byValue = new Map<string, Use[]>();
    for (const use of uses.values()) {
      const same = byValue.get(use.value);
      if (same) same.push(use);
      else byValue.set(use.value, [use]);
    }
    const values = [...byValue.keys()].sort(
      (left, right) =>
        (byValue.get(right)?.length ?? 0) - (byValue.get(left)?.length ?? 0) || (left < right ? -1 : 1),
    );
    const index = createNearIndex();
    for (const value of values) {
      const other = index.near(value);
      if (other !== undefined) report(checker, byValue.get(value) ?? [], other, byValue.get(other)?.[0]);
      index.add(value);
    }
  }
}

function report(checker: Checker, uses: readonly Use[], other: string, place: Use | undefined): void {
  for (const use of uses) {
    checker.report("POL2045", placeOf(use), `\`"${use.value}"\` is one letter away from \`"${other}"\``, {
      ...(place && { related: [{ span: placeOf(place), message: "compared with the same attribute" }] }),
      help: `did you mean \`"${other}"\`?`,
    });
  }
}

function placeOf({ rule, span }: Use): Span {
  return placedIn(rule, span);
}

function isNear(left: string, right: string): boolean {
  if (Math.min(left.length, right.length) < shortestWord) return false;
  if (left.replace(/\d/g, "") === right.replace(/\d/g, "")) return false;
  return editDistance(left, right, 1) === 1;
}

/**
 * Finds strings one edit away without comparing each with each: two such strings are equal once a character is taken from either of
 * them, or from both (the deletion neighbourhoods of Mor and Fraenkel 1982).
 */
function createNearIndex() {
  const buckets = new Map<string, string[]>();
  return {
    near(value: string): string | undefined {
      return neighbourhood(value)
        .flatMap((key) => buckets.get(key) ?? [])
        .find((candidate) => isNear(candidate, value));
    },
    add(value: string): void {
      for (const key of neighbourhood(value)) {
        const bucket = buckets.get(key);
        if (bucket) bucket.push(value);
        else buckets.set(key, [value]);
      }
    },
  };
}

/** A string and what is left of it without one of its characters; nothing for what is too short or too long to be told apart. */
function neighbourhood(value: string): readonly string[] {
  if (value.length < shortestWord - 1 || value.length > longestWord) return [];
  return [value, ...Array.from(value, (_, at) => value.slice(0, at) + value.slice(at + 1))];
}

/** Literals by the attribute they are compared with, each place once: variants share the places of the syntax tree. */
function gatherUses(rules: readonly TypedRule[]): ReadonlyMap<string, ReadonlyMap<Span, Use>> {
  const found = new Map<string, Map<Span, Use>>();
  for (const rule of rules) {
    for (const [attribute, literals] of comparisonsIn(rule)) {
      const uses = found.get(attribute) ?? new Map<Span, Use>();
      found.set(attribute, uses);
      for (const { value, span } of literals) uses.set(span, { value: String(value), rule, span });
    }
  }
  return found;
}

type Comparison = readonly [attribute: string, literals: readonly LiteralExpression[]];

const comparisonsIn = knownOf(({ expressions }) => expressions.flatMap(comparisonsOf));

function comparisonsOf(expression: TypedExpression): readonly Comparison[] {
  if (expression.kind === "equality") {
    return [
      ...comparison(expression.left, [expression.right]),
      ...comparison(expression.right, [expression.left]),
    ];
  }
  if (expression.kind === "containsAll" || expression.kind === "containsAny") {
    return expression.elements.kind === "list"
      ? comparison(expression.list, expression.elements.elements)
      : [];
  }
  if (expression.kind !== "element" || expression.list.kind !== "list") return [];
  return comparison(expression.element, expression.list.elements);
}

function comparison(path: TypedExpression, values: readonly TypedExpression[]): readonly Comparison[] {
  const attribute = attributeOf(path);
  const literals = values.filter(
    (value): value is LiteralExpression => value.kind === "literal" && value.type.kind === "Literals",
  );
  return attribute === undefined || literals.length === 0 ? [] : [[attribute, literals]];
}

/** One name for an attribute wherever it is read; undefined for what is no attribute of free choice. */
function attributeOf(path: TypedExpression): string | undefined {
  if (path.kind === "coalesce") return attributeOf(path.left);
  if (path.kind !== "read" || path.type.kind === "Literals") return undefined;
  const { object } = path;
  if (object.type.kind === "Entity") return `${object.type.names.join("|")}.${path.name}`;
  if (object.kind === "root") return `${object.name}.${path.name}`;
  const owner = attributeOf(object);
  return owner === undefined ? undefined : `${owner}.${path.name}`;
}
