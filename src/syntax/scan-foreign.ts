import type { Fix } from "../diagnostics/diagnostic.js";
import { deleting, replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { isInvisible } from "./characters.js";
import { printString } from "./print-string.js";
import { endOfLine, pushBroken, type Scanner, spanIn } from "./scanner.js";
import { syntaxError } from "./syntax-errors.js";
import { Identifier, markType, StringToken, wordType } from "./tokens.js";

/*
 * What belongs to other languages: `&&`, `;`, 'quotes', letters that are not ASCII. Each is one error that says what to
 * write instead, and leaves the token that was meant, so that no second error follows from it.
 */

/** Operators of other languages and what they are in Pol. */
const operators: readonly (readonly [string, string])[] = [
  ["===", "=="],
  ["!==", "!="],
  ["&&", "and"],
  ["||", "or"],
  ["&", "and"],
  ["!", "not"],
  ["≠", "!="],
  ["≤", "<="],
  ["≥", ">="],
  ["−", "-"],
  ["–", "-"],
  ["…", "..."],
];

/** Reads what no token of Pol begins with; reports it and moves on. */
export function scanForeign(scanner: Scanner): void {
  const { text, offset } = scanner;
  const operator = operators.find(([foreign]) => text.startsWith(foreign, offset));
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (operator !== undefined) foreignOperator(scanner, operator[0], operator[1]);
  else if (/^[\p{L}\p{M}_A-Za-z]/u.test(character)) foreignWord(scanner);
  else if (isInvisible(character)) scanner.offset += character.length;
  else if ("'`“”„‘’«".includes(character)) foreignQuotes(scanner, character);
  else unknownCharacter(scanner, character);
}

function foreignOperator(scanner: Scanner, foreign: string, own: string): void {
  const end = scanner.offset + foreign.length;
  const span = spanIn(scanner, scanner.offset, end);
  const spaced = own === "not" || own === "and" || own === "or" ? spaceOut(scanner, own, end) : own;
  scanner.diagnostics.push(
    syntaxError("foreign-operator", span, `found \`${foreign}\`, expected \`${own}\``, {
      help: `write \`${own}\``,
      fix: replacing(span, spaced, `write \`${own}\``),
    }),
  );
  pushBroken(scanner, markType(own) ?? wordType(own), end);
}

/** A word in place of a symbol needs a space where the symbol touched a neighbour: `!a` is `not a`. */
function spaceOut(scanner: Scanner, own: string, end: number): string {
  const before = /[\w)\]"]/.test(scanner.text.charAt(scanner.offset - 1)) ? " " : "";
  return before + own + (/\s/.test(scanner.text.charAt(end)) ? "" : " ");
}

function foreignWord(scanner: Scanner): void {
  const [word = "?"] = /^[\p{L}\p{M}\p{N}\p{Cf}\p{Cs}_]+/u.exec(scanner.text.slice(scanner.offset)) ?? [];
  const end = scanner.offset + word.length;
  const letter = [...word].find((character) => character > "\u007f" && !isInvisible(character));
  if (letter !== undefined) {
    const span = spanIn(scanner, scanner.offset, end);
    scanner.diagnostics.push(
      syntaxError("unknown-character", span, `found the letter \`${letter}\` in a name; names are ASCII`, {
        help: "write A–Z, a–z, 0–9 and `_`; a name from outside that has other characters goes in quotes",
      }),
    );
  }
  pushBroken(scanner, Identifier, end);
}

function foreignQuotes(scanner: Scanner, open: string): void {
  const close = { "“": /[”“"]/, "„": /[“”"]/, "‘": /[’‘']/, "«": /[»"]/ }[open] ?? new RegExp(open);
  const rest = scanner.text.slice(scanner.offset + open.length, endOfLine(scanner.text, scanner.offset));
  const length = rest.search(close);
  if (length < 0) unknownCharacter(scanner, open);
  else quotedString(scanner, open, rest.slice(0, length));
}

function quotedString(scanner: Scanner, open: string, content: string): void {
  const end = scanner.offset + open.length + content.length + 1;
  const span = spanIn(scanner, scanner.offset, end);
  const close = scanner.text.charAt(end - 1);
  // A curly quote that a straight one ends may have its partner further on.
  const isPair = close === open || !/["']/.test(close);
  scanner.diagnostics.push(
    syntaxError("unknown-character", span, `found a string in \`${open}\` quotes, expected \`"\``, {
      help: 'write strings between straight double quotes: `"…"`',
      ...(isPair &&
        isPlainContent(content) && {
          fix: replacing(span, printString(content), "write straight double quotes"),
        }),
    }),
  );
  pushBroken(scanner, StringToken, end, content);
}

/** Whether languages agree on what stands in the quotes: there are no escapes, and nothing that some fill in. */
function isPlainContent(content: string): boolean {
  return !/\\|\$\{/.test(content) && ![...content].some(isInvisible);
}

/** A semicolon that ends a line separates nothing; one between two items might have. */
function fixForCharacter(character: string, span: Span, text: string): { fix?: Fix } {
  if (character === "#") {
    if (/\S/.test(text.charAt(span.start - 1))) return {};
    const [signs = "#"] = /^#+/.exec(text.slice(span.start)) ?? [];
    const end = span.start + signs.length;
    const space = /\s/.test(text.charAt(end)) || end === span.end ? "" : " ";
    return { fix: replacing({ ...span, end }, `//${space}`, "write `//`") };
  }
  const rest = text.slice(span.end, endOfLine(text, span.end));
  return character === ";" && /^[\s;]*($|\/\/|\})/.test(rest) ? { fix: deleting(span, "delete it") } : {};
}

const characterHelp: Readonly<Record<string, string>> = {
  ";": "leave it out: a declaration, rule or clause ends where the next begins",
  "#": "a comment begins with `//`",
  "%": "there is no division and no remainder",
  "@": "there are no annotations; a name with other characters goes in quotes",
  $: 'a name with other characters goes in quotes: `args."$ref"`',
};

function unknownCharacter(scanner: Scanner, character: string): void {
  const { text, offset } = scanner;
  const end = character === "#" ? endOfLine(text, offset) : offset + character.length;
  const span = spanIn(scanner, offset, end);
  const help = characterHelp[character];
  scanner.diagnostics.push(
    syntaxError("unknown-character", span, `found the character \`${character}\`, which Pol does not use`, {
      ...(help !== undefined && { help }),
      ...fixForCharacter(character, span, text),
    }),
  );
  if (character !== ";" && character !== "#") scanner.brokenOffsets.push(offset);
  scanner.offset = end;
}
