import { type CharacterSet, characterSet, complement } from "../../syntax/character-set.js";
import { parseClass } from "./parse-class.js";
import { PatternCursor, Unsupported } from "./pattern-cursor.js";
import { printCharacter } from "./print-character-set.js";
import { readEscape } from "./read-escape.js";

/** What an assertion asks of where it stands. */
export type Assertion = "start" | "end" | "boundary" | "no-boundary";

/** A pattern of ECMAScript, as far as it is regular. */
export type EcmaNode =
  | { readonly kind: "characters"; readonly set: CharacterSet; readonly text: string }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "sequence"; readonly parts: readonly EcmaNode[] }
  | { readonly kind: "choice"; readonly alternatives: readonly EcmaNode[] }
  | { readonly kind: "repeat"; readonly body: EcmaNode; readonly min: number; readonly max: number };

/**
 * Reads a pattern with the `u` flag, and what older patterns have beside it without a doubt about its meaning (`\-`). Undefined for
 * what is no pattern, and for what is not regular, or not in sight: back references, looking around, Unicode properties.
 */
export function parseEcmaPattern(source: string): EcmaNode | undefined {
  const cursor = new PatternCursor(source);
  try {
    const node = parseChoice(cursor, 0);
    return cursor.isAtEnd() ? node : undefined;
  } catch (problem) {
    if (problem instanceof Unsupported) return undefined;
    throw problem;
  }
}

/** How deep groups may be nested. */
const deepest = 100;

function parseChoice(cursor: PatternCursor, depth: number): EcmaNode {
  if (depth > deepest) throw new Unsupported();
  const alternatives = [parseSequence(cursor, depth)];
  while (cursor.take("|")) alternatives.push(parseSequence(cursor, depth));
  const [only, ...others] = alternatives;
  return only && others.length === 0 ? only : { kind: "choice", alternatives };
}

function parseSequence(cursor: PatternCursor, depth: number): EcmaNode {
  const parts: EcmaNode[] = [];
  while (!cursor.isAtEnd() && !cursor.isAt("|") && !cursor.isAt(")")) {
    parts.push(parseAssertion(cursor) ?? parseRepeat(cursor, parseAtom(cursor, depth)));
  }
  return { kind: "sequence", parts };
}

const assertions: readonly (readonly [string, Assertion])[] = [
  ["^", "start"],
  ["$", "end"],
  ["\\b", "boundary"],
  ["\\B", "no-boundary"],
];

function parseAssertion(cursor: PatternCursor): EcmaNode | undefined {
  const found = assertions.find(([text]) => cursor.take(text));
  return found && { kind: "assertion", assertion: found[1] };
}

function parseAtom(cursor: PatternCursor, depth: number): EcmaNode {
  if (cursor.take("(")) return parseGroup(cursor, depth);
  if (cursor.take("[")) return { kind: "characters", ...parseClass(cursor) };
  if (cursor.take(".")) return allButLineEnds;
  if (cursor.isAt("\\")) return { kind: "characters", ...readEscape(cursor) };
  const character = cursor.next();
  if (/[*+?{}\]]/.test(character)) throw new Unsupported();
  const point = character.codePointAt(0) ?? 0;
  return { kind: "characters", set: characterSet([[point, point]]), text: printCharacter(point) };
}

const lineEnds = characterSet([
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
]);

/** What `.` of ECMAScript is; that of Pol is any character. */
const allButLineEnds: EcmaNode = {
  kind: "characters",
  set: complement(lineEnds),
  text: "[^\\n\\r\\u{2028}\\u{2029}]",
};

function parseGroup(cursor: PatternCursor, depth: number): EcmaNode {
  if (!cursor.take("?:") && !cursor.match(/\?<[\w$]+>/y) && cursor.isAt("?")) throw new Unsupported();
  const inner = parseChoice(cursor, depth + 1);
  if (!cursor.take(")")) throw new Unsupported();
  return inner;
}

/** A lazy repetition has the same texts as a greedy one. */
function parseRepeat(cursor: PatternCursor, body: EcmaNode): EcmaNode {
  const counts = parseCounts(cursor);
  if (!counts) return body;
  cursor.take("?");
  const [min, max] = counts;
  if (min > max) throw new Unsupported();
  return { kind: "repeat", body, min, max };
}

function parseCounts(cursor: PatternCursor): readonly [number, number] | undefined {
  if (cursor.take("*")) return [0, Infinity];
  if (cursor.take("+")) return [1, Infinity];
  if (cursor.take("?")) return [0, 1];
  const match = cursor.match(/\{(\d+)(,?)(\d*)\}/y);
  if (!match) return undefined;
  const [, least, comma, most] = match;
  return [Number(least), comma === "" ? Number(least) : most === "" ? Infinity : Number(most)];
}
