import { type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import { type PatternCursor, Unsupported } from "./pattern-cursor.js";
import { printCharacterSet, printClassCharacter } from "./print-character-set.js";
import { readEscape, type WrittenSet } from "./read-escape.js";

/** Reads a class, after its bracket. Pol's has no negated escape inside, and another `\s`. */
export function parseClass(cursor: PatternCursor): WrittenSet {
  const isNegated = cursor.take("^");
  const items: WrittenSet[] = [];
  while (!cursor.take("]")) items.push(...parseItem(cursor));
  const listed = characterSet(items.flatMap(({ set }) => set));
  const set = isNegated ? complement(listed) : listed;
  if (set.length === 0) throw new Unsupported();
  const isPlain = items.every(({ text }) => !text.startsWith("[") && !/^\\[DW]$/.test(text));
  if (!isPlain || complement(set).length === 0) return { set, text: printCharacterSet(set) };
  return { set, text: `[${isNegated ? "^" : ""}${items.map(({ text }) => text).join("")}]` };
}

/** One character, one escape or a range. A dash beside `\w` is a dash. */
function parseItem(cursor: PatternCursor): readonly WrittenSet[] {
  const first = parseCharacter(cursor);
  if (!cursor.isAt("-") || cursor.isAt("-]")) return [first];
  cursor.take("-");
  const last = parseCharacter(cursor);
  const [low, high] = [singleOf(first.set), singleOf(last.set)];
  if (low === undefined || high === undefined) return [first, written(45), last];
  if (low > high) throw new Unsupported();
  return [{ set: characterSet([[low, high]]), text: `${first.text}-${last.text}` }];
}

function parseCharacter(cursor: PatternCursor): WrittenSet {
  if (cursor.take("\\b")) return written(8);
  if (!cursor.isAt("\\")) return written(cursor.next().codePointAt(0) ?? 0);
  const escaped = readEscape(cursor);
  const point = singleOf(escaped.set);
  return point === undefined ? escaped : written(point);
}

function written(point: number): WrittenSet {
  return { set: characterSet([[point, point]]), text: printClassCharacter(point) };
}

/** The one character of a set; half a pair is none, and no set has it. */
function singleOf(set: CharacterSet): number | undefined {
  const [only, ...others] = set;
  return only && others.length === 0 && only[0] === only[1] ? only[0] : undefined;
}
