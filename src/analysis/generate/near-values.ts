import type {
  ContainmentExpression,
  ElementExpression,
  EqualityExpression,
  NetworkExpression,
  OrderExpression,
  RangeExpression,
  TypedExpression,
  TypedLikeExpression,
  TypedMatchesExpression,
  WithinExpression,
} from "../../check/typed-expression.js";
import type { Value } from "../../interpret/value.js";
import type { Cidr, Ip } from "../../runtime/ip.js";
import type { LikeToken } from "../../syntax/like-pattern.js";
import { nearLikePatterns } from "./near-like-patterns.js";
import { nearRegexes } from "./near-regexes.js";
import { regexTexts } from "./regex-texts.js";
import { testedElements } from "./tested-elements.js";

/** Values for one of the operands of a test. */
export interface NearValues {
  readonly operand: TypedExpression;
  readonly values: readonly Value[];
}

/**
 * Values for which a test just holds or just does not, as far as its literals tell: nothing rests on them, since each is tried. What they
 * show need not be searched for.
 */
export function nearValues(test: TypedExpression): readonly NearValues[] {
  switch (test.kind) {
    case "order":
    case "equality":
      return nearCompared(test);
    case "range":
      return nearRange(test);
    case "element":
      return nearElements(test);
    case "containsAll":
    case "containsAny":
      return nearLists(test);
    case "like":
      return [{ operand: test.operand, values: likeTexts(test) }];
    case "matches":
      return [{ operand: test.operand, values: matchingTexts(test) }];
    case "within":
      return nearBase(test);
    case "network":
      return nearBlocks(test);
    case "read":
    case "coalesce":
      return test.type.kind === "Bool" ? [{ operand: test, values: [true, false] }] : [];
    default:
      return [];
  }
}

function nearCompared({ left, right }: OrderExpression | EqualityExpression): readonly NearValues[] {
  const ofLeft = literalOf(right);
  const ofRight = literalOf(left);
  return [
    ...(ofLeft === undefined ? [] : [{ operand: left, values: besideLiteral(ofLeft) }]),
    ...(ofRight === undefined ? [] : [{ operand: right, values: besideLiteral(ofRight) }]),
  ];
}

function literalOf(expression: TypedExpression): Value | undefined {
  return expression.kind === "literal" ? expression.value : undefined;
}

function besideLiteral(value: Value): readonly Value[] {
  switch (typeof value) {
    case "number":
      return [value, value - 1, value + 1];
    case "string":
      return [value, `${value}a`, `a${value}`, value.toUpperCase(), ""];
    case "boolean":
      return [value, !value];
    default:
      return [value];
  }
}

function nearRange({ operand, minimum, maximum }: RangeExpression): readonly NearValues[] {
  const [first, last] = [literalOf(minimum), literalOf(maximum)];
  if (typeof first !== "number" || typeof last !== "number") return [];
  return [{ operand, values: [first, last, first - 1, last + 1, first + 1, last - 1] }];
}

function nearElements({ element, list }: ElementExpression): readonly NearValues[] {
  const value = literalOf(element);
  return [
    { operand: element, values: nearListed(literalsIn(list)) },
    ...(value === undefined ? [] : [{ operand: list, values: [[], [value]] }]),
  ];
}

/** Those, and one that is none of them. */
function nearListed(values: readonly Value[]): readonly Value[] {
  const [first] = values;
  const others =
    typeof first === "string" ? [`${first}a`] : typeof first === "number" ? numbersBeside(values) : [];
  return [...testedElements(values), ...others.filter((other) => !values.includes(other))];
}

function numbersBeside(values: readonly Value[]): readonly number[] {
  const numbers = values.filter((value) => typeof value === "number");
  return [Math.max(...numbers) + 1, Math.min(...numbers) - 1];
}

function literalsIn(list: TypedExpression): readonly Value[] {
  return list.kind === "list" ? list.elements.flatMap((element) => literalOf(element) ?? []) : [];
}

/** All of the elements, none, each alone, all others. */
function nearLists({ list, elements }: ContainmentExpression): readonly NearValues[] {
  const all = literalsIn(elements);
  const each = testedElements(all).flatMap((element) => [
    [element],
    all.filter((other) => other !== element),
  ]);
  return all.length === 0 ? [] : [{ operand: list, values: [all, [], ...each] }];
}

/** Texts of the pattern and of those near to it, with nothing and with something for each `*`. */
function likeTexts({ pattern }: TypedLikeExpression): readonly string[] {
  const patterns = [pattern, ...nearLikePatterns(pattern)];
  return [...new Set(patterns.flatMap((each) => [likeText(each, ""), likeText(each, "a")]))];
}

/** Texts of the expression and of those near to it. */
function matchingTexts({ pattern }: TypedMatchesExpression): readonly string[] {
  const patterns = [pattern, ...nearRegexes(pattern)];
  return [...new Set(patterns.flatMap(({ tree }) => regexTexts(tree)))];
}

function likeText(pattern: readonly LikeToken[], run: string): string {
  return pattern
    .map((token) => (token.kind === "text" ? token.value : token.kind === "any-run" ? run : "a"))
    .join("");
}

/** The base, what lies in it, and what only starts (a path) or ends (a host) like it. */
function nearBase({ operand, base }: WithinExpression): readonly NearValues[] {
  const text = literalOf(base);
  if (typeof text !== "string") return [];
  const near = operand.type.kind === "Path" ? [`${text}/a`, `${text}a`] : [`a.${text}`, `a${text}`];
  return [{ operand, values: [text, ...near] }];
}

/** Of each block the first and the last address, and those beside them. */
function nearBlocks({ ip, networks }: NetworkExpression): readonly NearValues[] {
  const blocks = networks.kind === "literal" ? [networks.value] : testedElements(literalsIn(networks));
  return [{ operand: ip, values: blocks.flatMap((block) => (isBlock(block) ? nearAddresses(block) : [])) }];
}

function isBlock(value: Value): value is Cidr {
  return typeof value === "object" && "bits" in value;
}

function nearAddresses({ base, bits }: Cidr): readonly Ip[] {
  if (typeof base === "number") {
    const last = base + 2 ** (32 - bits) - 1;
    return [base, last, base - 1, last + 1].filter((address) => address >= 0 && address < 2 ** 32);
  }
  const last = base + (1n << BigInt(128 - bits)) - 1n;
  return [base, last, base - 1n, last + 1n].filter((address) => address >= 0n && address < 1n << 128n);
}
