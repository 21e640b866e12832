import { anyCharacter, type CharacterRange, type CharacterSet, complement } from "../syntax/character-set.js";
import type { RegexNode } from "../syntax/regex.js";
import { assertNever } from "../util/invariant.js";

/**
 * A regular expression of Pol as one of JSON Schema: ECMAScript with the `u` flag, anchored, for the same strings. Printed from the
 * tree, since `.`, `\s` and escaped punctuation are read differently there. An end that takes anything needs no anchor: `.*a.*` is `a`.
 */
export function toEcmaPattern(tree: RegexNode): string {
  const parts = tree.kind === "sequence" ? tree.parts : [tree];
  const opensFreely = parts.length > 1 && isAnything(parts[0]);
  const endsFreely = parts.length > 1 + (opensFreely ? 1 : 0) && isAnything(parts.at(-1));
  const kept = parts.slice(opensFreely ? 1 : 0, endsFreely ? -1 : undefined);
  return `${opensFreely ? "" : "^"}${kept.map(printPart).join("")}${endsFreely ? "" : "$"}`;
}

/** `.*` */
function isAnything(node: RegexNode | undefined): boolean {
  if (node?.kind !== "repeat" || node.min !== 0 || node.max !== undefined) return false;
  return node.body.kind === "characters" && isEvery(node.body.set);
}

function isEvery(set: CharacterSet): boolean {
  return JSON.stringify(set) === JSON.stringify(anyCharacter);
}

function print(node: RegexNode): string {
  switch (node.kind) {
    case "characters":
      return printSet(node.set);
    case "sequence":
      return node.parts.map(printPart).join("");
    case "alternation":
      return node.alternatives.map(print).join("|");
    case "repeat":
      return `${printRepeated(node.body)}${printCounts(node.min, node.max)}`;
    default:
      return assertNever(node);
  }
}

/** In a sequence, an alternation needs its parentheses. */
function printPart(node: RegexNode): string {
  return node.kind === "alternation" ? `(?:${print(node)})` : print(node);
}

function printRepeated(body: RegexNode): string {
  return body.kind === "characters" ? print(body) : `(?:${print(body)})`;
}

function printCounts(min: number, max: number | undefined): string {
  if (max === undefined) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** A set as a character or a class; as a negated class where that has fewer ranges. */
function printSet(set: CharacterSet): string {
  if (isEvery(set)) return "[\\s\\S]";
  const [only] = set;
  if (set.length === 1 && only !== undefined && only[0] === only[1])
    return printCharacter(only[0], outsideClass);
  const others = complement(set);
  const negated = others.length < set.length;
  return `[${negated ? "^" : ""}${(negated ? others : set).map(printRange).join("")}]`;
}

function printRange([first, last]: CharacterRange): string {
  const [low, high] = [printCharacter(first, insideClass), printCharacter(last, insideClass)];
  if (first === last) return low;
  return first + 1 === last ? `${low}${high}` : `${low}-${high}`;
}

/** What may not stand for itself. */
const outsideClass = /[\^$\\.*+?()[\]{}|]/;
const insideClass = /[\^\\\]-]/;

function printCharacter(code: number, special: RegExp): string {
  const text = String.fromCodePoint(code);
  if (special.test(text)) return `\\${text}`;
  if (code >= 0x20 && code < 0x7f) return text;
  const digits = code.toString(16);
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}
