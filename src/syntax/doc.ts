/*
 * Layout: a text with places where it may break, and the choice of the ones where it does (after Wadler's "A prettier
 * printer", with the groups of Oppen's algorithm). A group is set on one line where it fits, and breaks at all of its own
 * lines otherwise.
 */

import { assertNever } from "../util/invariant.js";

/** A text whose lines are not yet decided. */
export type Doc = string | Concat | Indent | Group | Line | Suffix;

interface Concat {
  readonly kind: "concat";
  readonly parts: readonly Doc[];
  readonly breaks: boolean;
}

interface Indent {
  readonly kind: "indent";
  readonly by: number;
  readonly inner: Doc;
  readonly breaks: boolean;
}

interface Group {
  readonly kind: "group";
  readonly inner: Doc;
  readonly breaks: boolean;
}

/** A place to break; `flat` stands there otherwise, and `broken` before the break. */
interface Line {
  readonly kind: "line";
  readonly flat: string;
  readonly broken: string;
  readonly blank: boolean;
  readonly breaks: boolean;
}

/** Text for the end of the line, whatever else comes on it: a trailing comment. */
interface Suffix {
  readonly kind: "suffix";
  readonly text: string;
  readonly breaks: true;
}

/** Whether the document cannot stand on one line. */
function breaks(doc: Doc): boolean {
  return typeof doc !== "string" && doc.breaks;
}

/** One after the other. */
export function concat(...parts: readonly Doc[]): Doc {
  return concatAll(parts);
}

/** One after the other, however many. */
export function concatAll(parts: readonly Doc[]): Doc {
  return { kind: "concat", parts, breaks: parts.some(breaks) };
}

/** Lines inside start `by` columns further right. */
export function indent(inner: Doc, by = 2): Doc {
  return { kind: "indent", by, inner, breaks: breaks(inner) };
}

/** On one line where it fits. */
export function group(...parts: readonly Doc[]): Doc {
  const inner = concat(...parts);
  return { kind: "group", inner, breaks: breaks(inner) };
}

/** A space or a break. */
export const line: Doc = { kind: "line", flat: " ", broken: "", blank: false, breaks: false };

/** Nothing or a break. */
export const softLine: Doc = { kind: "line", flat: "", broken: "", blank: false, breaks: false };

/** The end of a list in brackets: nothing, or a comma and a break. */
export const lastLine: Doc = { kind: "line", flat: "", broken: ",", blank: false, breaks: false };

/** Between the members of a block: a comma and a space, or a break without the comma. */
export const memberLine: Doc = { kind: "line", flat: ", ", broken: "", blank: false, breaks: false };

/** A break. */
export const hardLine: Doc = { kind: "line", flat: "", broken: "", blank: false, breaks: true };

/** A break and an empty line. */
export const blankLine: Doc = { kind: "line", flat: "", broken: "", blank: true, breaks: true };

/** Text at the end of the line. */
export function suffix(text: string): Doc {
  return { kind: "suffix", text, breaks: true };
}

/** The documents with `separator` between them. */
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return concatAll(docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc])));
}

/** What is still to be set, on as many lines as it takes. */
interface Command {
  readonly indentation: number;
  readonly doc: Doc;
}

interface Output {
  readonly chunks: string[];
  column: number;
  suffixes: string;
}

/** Sets a document in lines of at most `width` columns where it can be broken so. */
export function render(doc: Doc, width: number): string {
  const output: Output = { chunks: [], column: 0, suffixes: "" };
  const stack: Command[] = [{ indentation: 0, doc }];
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
    step(command, stack, output, width);
  }
  output.chunks.push(output.suffixes);
  return output.chunks.join("");
}

function step(command: Command, stack: Command[], output: Output, width: number): void {
  const { indentation, doc } = command;
  if (typeof doc === "string") setText(doc, indentation, output);
  else if (doc.kind === "concat") pushParts(doc.parts, indentation, stack);
  else if (doc.kind === "indent") stack.push({ indentation: indentation + doc.by, doc: doc.inner });
  else if (doc.kind === "suffix") output.suffixes += doc.text;
  else if (doc.kind === "line") endLine(output, doc.broken, doc.blank ? "\n\n" : "\n", indentation);
  else if (!doc.breaks && fits(doc.inner, stack, width - output.column))
    setFlat(doc.inner, indentation, output);
  else stack.push({ indentation, doc: doc.inner });
}

/** Sets on one line what has no break of its own in it. */
function setFlat(doc: Doc, indentation: number, output: Output): void {
  if (typeof doc === "string") setText(doc, indentation, output);
  else if (doc.kind === "concat") for (const part of doc.parts) setFlat(part, indentation, output);
  else if (doc.kind === "line") setText(doc.flat, indentation, output);
  else if (doc.kind === "suffix") output.suffixes += doc.text;
  else setFlat(doc.inner, doc.kind === "indent" ? indentation + doc.by : indentation, output);
}

/** Nothing but a comma comes between a trailing comment and the end of its line. */
function setText(text: string, indentation: number, output: Output): void {
  if (text === "") return;
  if (output.suffixes !== "" && text !== ",") endLine(output, "", "\n", indentation);
  output.chunks.push(text);
  output.column += text.length;
}

function pushParts(parts: readonly Doc[], indentation: number, stack: Command[]): void {
  for (let index = parts.length - 1; index >= 0; index--) {
    stack.push({ indentation, doc: parts[index] ?? "" });
  }
}

function endLine(output: Output, last: string, breaks: string, indentation: number): void {
  output.chunks.push(last, output.suffixes, breaks, " ".repeat(indentation));
  output.suffixes = "";
  output.column = indentation;
}

/** Whether `doc` on one line, with what follows it up to the next break, fits into `room` columns. */
function fits(doc: Doc, rest: readonly Command[], room: number): boolean {
  let left = roomAfter(doc, true, room);
  for (let next = rest.length - 1; next >= 0 && isOpen(left); next -= 1) {
    const command = rest[next];
    if (command !== undefined) left = roomAfter(command.doc, false, left);
  }
  return left >= 0;
}

/** Whether what follows still has to fit. */
function isOpen(left: number): boolean {
  return left >= 0 && left < afterBreak;
}

/** The room after a break. */
const afterBreak = Number.POSITIVE_INFINITY;

/** How much room is left once a document stands there up to its first break: less than none where it does not fit. */
function roomAfter(doc: Doc, flat: boolean, room: number): number {
  if (typeof doc === "string") return room - doc.length;
  switch (doc.kind) {
    case "concat": {
      let left = room;
      for (let index = 0; index < doc.parts.length && isOpen(left); index += 1)
        left = roomAfter(doc.parts[index] ?? "", flat, left);
      return left;
    }
    case "line":
      return !flat || doc.breaks ? afterBreak : room - doc.flat.length;
    case "indent":
      return roomAfter(doc.inner, flat, room);
    case "group":
      return roomAfter(doc.inner, flat && !doc.breaks, room);
    case "suffix":
      return room;
    default:
      return assertNever(doc);
  }
}
