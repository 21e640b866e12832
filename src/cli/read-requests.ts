import { lineStarts, positionAt } from "../source/source-file.js";
import { parseJson } from "../util/parse-json.js";
import { type Line, readLines } from "./read-lines.js";

/** One request of a request file, or the place where it is none. */
export type RequestItem =
  | { readonly kind: "request"; readonly value: unknown; readonly line: number }
  | { readonly kind: "problem"; readonly line: number; readonly column: number; readonly message: string };

/** A request file: one JSON document, or JSON Lines. */
export interface RequestFile {
  readonly form: "document" | "lines";
  readonly items: AsyncIterable<RequestItem>;
}

/**
 * Reads requests as they come. A file whose first line is a whole JSON value and that goes on after it is JSON Lines, and so is any with
 * `linesOnly`; else it is one document. What follows a problem is not read. Blank lines are passed over.
 */
export async function readRequests(
  chunks: AsyncIterable<Uint8Array>,
  linesOnly: boolean,
): Promise<RequestFile> {
  const lines = withoutBlanks(readLines(chunks));
  if (linesOnly) return { form: "lines", items: itemsOf(lines) };
  const first = await next(lines);
  if (first === undefined || first.problem !== undefined || !parseJson(first.text).ok) {
    return { form: "document", items: documentOf(first, lines) };
  }
  const second = await next(lines);
  if (second === undefined) return { form: "document", items: itemsOf([first]) };
  return { form: "lines", items: itemsOf(chain([first, second], lines)) };
}

async function* withoutBlanks(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const line of lines) if (line.problem !== undefined || line.text.trim() !== "") yield line;
}

async function next(lines: AsyncGenerator<Line>): Promise<Line | undefined> {
  const { done, value } = await lines.next();
  return done === true ? undefined : value;
}

async function* chain(head: readonly Line[], tail: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield* head;
  yield* tail;
}

async function* itemsOf(lines: AsyncIterable<Line> | Iterable<Line>): AsyncGenerator<RequestItem> {
  for await (const line of lines) {
    const item = parseLine(line);
    yield item;
    if (item.kind === "problem") return;
  }
}

function parseLine({ text, number, problem }: Line): RequestItem {
  if (problem !== undefined) return { kind: "problem", line: number, column: 1, message: problem };
  const parsed = parseJson(text);
  if (parsed.ok) return { kind: "request", value: parsed.value, line: number };
  return { kind: "problem", line: number, column: parsed.offset + 1, message: parsed.message };
}

async function* documentOf(first: Line | undefined, rest: AsyncIterable<Line>): AsyncGenerator<RequestItem> {
  // Blank lines are missing from `rest`: each line is put back where it was, so that places are right.
  const texts: string[] = [];
  let length = 0;
  for await (const line of chain(first === undefined ? [] : [first], rest)) {
    length += line.text.length;
    const problem =
      line.problem ?? (length > longestDocument ? "the file is too large for one request" : undefined);
    if (problem !== undefined) {
      yield { kind: "problem", line: line.number, column: 1, message: problem };
      return;
    }
    texts[line.number - 1] = line.text;
  }
  yield parseDocument(
    Array.from(texts, (text: string | undefined) => text ?? "").join("\n"),
    first?.number ?? 1,
  );
}

const longestDocument = 64 * 1024 * 1024;

function parseDocument(text: string, line: number): RequestItem {
  const parsed = parseJson(text);
  if (parsed.ok) return { kind: "request", value: parsed.value, line };
  return { kind: "problem", ...positionAt(lineStarts(text), parsed.offset), message: parsed.message };
}
