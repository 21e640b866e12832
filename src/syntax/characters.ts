import type { Diagnostic, Fix } from "../diagnostics/diagnostic.js";
import { deleting, replacing } from "../diagnostics/fix.js";
import type { SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { syntaxError } from "./syntax-errors.js";

/*
 * Characters that a reader does not see: control and bidirectional characters, zero-width ones, fillers, tags and lone
 * surrogates. What they can hide (a reversed line, a word that is not the word one reads) is why they are errors
 * everywhere, in strings and comments too. U+FE0F, which merely asks for the coloured form of an emoji, is let through.
 */
const invisibleRanges = [
  "\\u{0}-\\u{8}\\u{B}\\u{C}\\u{E}-\\u{1F}\\u{7F}-\\u{9F}\\u{AD}\\u{34F}\\u{61C}\\u{115F}\\u{1160}\\u{17B4}\\u{17B5}",
  "\\u{180B}-\\u{180F}\\u{200B}-\\u{200F}\\u{2028}-\\u{202E}\\u{2060}-\\u{206F}\\u{3164}\\u{D800}-\\u{DFFF}",
  "\\u{FE00}-\\u{FE0E}\\u{FEFF}\\u{FFA0}\\u{FFF9}-\\u{FFFB}\\u{1BCA0}-\\u{1BCA3}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}",
].join("");

const invisibleRuns = new RegExp(`[${invisibleRanges}]+`, "gu");
const invisible = new RegExp(`^[${invisibleRanges}]`, "u");

const characterNames: Readonly<Record<number, string>> = {
  0: "a null character",
  8: "a backspace",
  27: "an escape character",
  173: "a soft hyphen",
  8203: "a zero-width space",
  8204: "a zero-width non-joiner",
  8205: "a zero-width joiner",
  8232: "a line separator",
  8233: "a paragraph separator",
  8288: "a word joiner",
  65279: "a byte order mark",
};

/** Whether the character at the start of `text` is one that is an error everywhere. */
export function isInvisible(text: string): boolean {
  return invisible.test(text);
}

/**
 * An error for every run of invisible characters in a file. What is left without them is what the reader sees, so that is the mend,
 * but in a literal: a pattern may be after that very character.
 */
export function checkInvisible(source: SourceFile, isLiteral: (offset: number) => boolean): Diagnostic[] {
  return [...source.text.matchAll(invisibleRuns)].map((match) => {
    const [run] = match;
    const span = { file: source.path, start: match.index, end: match.index + run.length };
    return syntaxError("invisible-character", span, `found ${nameCharacter(run)} in the source`, {
      label: "not visible here",
      help: "delete it; in a string, write it as an escape such as `\\u{200b}`",
      ...(isLiteral(match.index) ? {} : { fix: removalOf(run, span) }),
    });
  });
}

/** Tabulators and line breaks of other alphabets show as a gap, and stay one. */
function removalOf(run: string, span: Span): Fix {
  if (/[\v\f\u0085\u2028\u2029]/.test(run)) return replacing(span, " ", "write a space");
  return deleting(span, "delete the invisible character");
}

function nameCharacter(run: string): string {
  const code = run.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return `${characterNames[code] ?? nameByBlock(code)} (U+${hex})`;
}

function nameByBlock(code: number): string {
  if (code >= 0xd800 && code <= 0xdfff) return "half of a surrogate pair";
  if (code === 0x61c || code === 0x200e || code === 0x200f) return "a bidirectional mark";
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
    return "a bidirectional control";
  return code < 0xa0 ? "a control character" : "an invisible character";
}
