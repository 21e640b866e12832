import type { Span } from "../source/span.js";

/**
 * A piece of JavaScript. Only this file makes one, so a text of a policy can be in it as a string literal or in a comment and in no
 * other way. (The idea is ajv's, `lib/compile/codegen`.)
 */
class CodeText {
  readonly #text: string;
  /** Places in the text that stand for places in policies, `#text` having a NUL at each. */
  readonly #marks: readonly Span[];

  constructor(text: string, marks: readonly Span[]) {
    this.#text = text;
    this.#marks = marks;
  }

  get text(): string {
    return this.#text;
  }

  get marks(): readonly Span[] {
    return this.#marks;
  }
}

export type Code = CodeText;

/** What a template takes: code, lists of code (joined by a comma), and numbers. Never a string. */
export type CodePart = Code | readonly Code[] | number;

/** Code from a template: the template's own text is code, and so must be what stands in it. */
export function js(texts: TemplateStringsArray, ...parts: readonly CodePart[]): Code {
  let text = texts[0] ?? "";
  let marks = noMarks;
  for (let index = 0; index < parts.length; index += 1) {
    const code = codeOf(parts[index] ?? nothing);
    text += code.text + (texts[index + 1] ?? "");
    marks = bothMarks(marks, code.marks);
  }
  return new CodeText(text, marks);
}

/** Most code has no marks, and most of the rest has them in one part: nothing is copied then. */
function bothMarks(first: readonly Span[], second: readonly Span[]): readonly Span[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

function codeOf(part: CodePart): Code {
  if (part instanceof CodeText) return part;
  return typeof part === "number" ? literal(part) : join(part, ", ");
}

/** Code one after the other. */
export function join(
  codes: readonly Code[],
  separator: ", " | "\n" | "\n\n" | " && " | " || " | " | " | " " | "",
): Code {
  const marks = codes.some((code) => code.marks.length > 0) ? codes.flatMap((code) => code.marks) : noMarks;
  let text = codes[0]?.text ?? "";
  for (let index = 1; index < codes.length; index += 1) text += separator + (codes[index]?.text ?? "");
  return new CodeText(text, marks);
}

const noMarks: readonly Span[] = [];

/** No code at all. */
export const nothing: Code = new CodeText("", noMarks);

/** Lines of code, each as deep as it is. */
export function lines(codes: readonly Code[]): Code {
  return join(codes, "\n");
}

/** The lines of some code, each two spaces deeper. */
export function indented(code: Code): Code {
  const { text, marks } = code;
  if (text === "" || text.startsWith("\n") || text.includes("\n\n") || text.endsWith("\n"))
    return new CodeText(text.replace(/^(?=.)/gm, "  "), marks); // empty lines stay empty
  return new CodeText(`  ${text.replaceAll("\n", "\n  ")}`, marks);
}

/** Code for which a source map says where it comes from. It begins a line, but for spaces. */
export function mapped(span: Span, code: Code): Code {
  return new CodeText(`\0${code.text}`, [span, ...code.marks]);
}

/** A constant. Texts cannot end the literal, a script element or a line, whatever they hold. */
export function literal(value: string | number | bigint | boolean | null | undefined): Code {
  if (typeof value === "bigint") return new CodeText(`${value}n`, noMarks);
  if (typeof value === "string") return new CodeText(stringLiteral(value), noMarks);
  return new CodeText(String(value), noMarks);
}

/** Numbers, with commas between: of the many in a large module's columns none is a piece of its own. */
export function numberList(values: readonly number[]): Code {
  return new CodeText(values.join(", "), noMarks);
}

function stringLiteral(value: string): string {
  if (plainText.test(value)) return `"${value}"`; // most are, and large sets have hundreds of thousands
  return JSON.stringify(value)
    .replace(unreadable, escapeCharacter)
    .replace(/<(?=[/!])/g, "\\x3c");
}

/** Texts that stand for themselves in a literal. */
const plainText = /^[\w .,:;*?@/()[\]{}=+-]*$/;

/** Control characters, bidirectional and invisible ones, separators of lines, lone surrogates. */
const unreadable = /(?!\t)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escapeCharacter(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

/** A name of the generator's own making. */
export function identifier(name: string): Code {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) throw new RangeError(`no identifier: ${JSON.stringify(name)}`);
  return new CodeText(name, noMarks);
}

/** Reads a property by its name: `.team`, `["content-type"]`. `__proto__` is one like any other, but needs its own words. */
export function property(object: Code, name: string, optional = false): Code {
  const dot = optional ? "?." : ".";
  if (isPlainName(name)) return new CodeText(`${object.text}${dot}${name}`, object.marks);
  return new CodeText(`${object.text}${optional ? "?." : ""}[${stringLiteral(name)}]`, object.marks);
}

/** A property's name in an object literal, so that it is an own property: `__proto__` has to be computed. */
export function propertyName(name: string): Code {
  if (isPlainName(name)) return new CodeText(name, noMarks);
  return new CodeText(name === "__proto__" ? `[${stringLiteral(name)}]` : stringLiteral(name), noMarks);
}

function isPlainName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__";
}

/** A comment of one or more lines. Nothing in the text can end it. */
export function blockComment(texts: readonly string[]): Code {
  const safe = texts.flatMap((text) => text.split(/\r\n|[\n\r\u2028\u2029]/)).map(commentText);
  const [only, ...others] = safe;
  if (only !== undefined && others.length === 0) return new CodeText(`/** ${only} */`, noMarks);
  return new CodeText(`/**\n${safe.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`, noMarks);
}

/** A comment to the end of the line. */
export function lineComment(text: string): Code {
  return new CodeText(`// ${commentText(text.replace(/\s+/g, " "))}`, noMarks);
}

/** A comment within a line. */
export function inlineComment(text: string): Code {
  return new CodeText(`/* ${commentText(text.replace(/\s+/g, " "))} */`, noMarks);
}

function commentText(text: string): string {
  return text
    .replace(/\*\//g, "*\\/")
    .replace(/<(?=[/!])/g, "<\\")
    .replace(/(source(?:Mapping)?URL)\s*=/gi, "$1 \\=")
    .replace(unreadable, escapeCharacter);
}

/** A function of the runtime, from its own source. */
export function trustedCode(text: string): Code {
  return new CodeText(text, noMarks);
}

/** A place in generated code and the place in a policy that it stands for. Line from 1, column from 0. */
export interface CodeMark {
  readonly line: number;
  readonly column: number;
  readonly span: Span;
}

/**
 * The text of a module's sections, with a blank line between two, and where their marks are. What stands below the last mark is taken as it is:
 * most of a large module is never looked through.
 */
export function render(sections: readonly Code[]): {
  readonly text: string;
  readonly marks: readonly CodeMark[];
} {
  const lastMarked = sections.findLastIndex((code) => code.marks.length > 0);
  const marks: CodeMark[] = [];
  let line = 1;
  const texts = sections.map((code, index) => {
    if (index > lastMarked) return code.text;
    const { text, lines: count } = renderFrom(line, code, marks);
    line += count + 1;
    return text;
  });
  return { text: `${texts.join("\n\n")}\n`, marks };
}

/** The text of code that begins at a line, and how many lines it has. */
function renderFrom(
  first: number,
  { text, marks: spans }: Code,
  marks: CodeMark[],
): { readonly text: string; readonly lines: number } {
  const pieces = text.split("\0");
  let line = first;
  let column = 0;
  for (const [index, piece] of pieces.entries()) {
    const end = piece.lastIndexOf("\n");
    column = end < 0 ? column + piece.length : piece.length - end - 1;
    line += countOf(piece, "\n");
    const span = spans[index];
    if (span !== undefined) marks.push({ line, column, span });
  }
  return { text: pieces.join(""), lines: line - first + 1 };
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
