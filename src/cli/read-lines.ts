import { TextDecoder } from "node:util";

/** A line of a file without its end, counted from 1; with `problem` it is the last one, and what there is of it. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly problem?: string;
}

const longestLine = 64 * 1024 * 1024;

/** The lines of UTF-8 text as it comes, ended by LF or CR LF; a byte order mark is passed over. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 1;
  let pending = "";
  for await (const piece of decode(chunks)) {
    if (piece === undefined) return yield { number, text: pending, problem: "the text is not UTF-8" };
    const [first = "", ...rest] = piece.split("\n");
    pending += first;
    for (const start of rest) {
      yield { number: number++, text: withoutReturn(pending) };
      pending = start;
    }
    if (pending.length > longestLine) return yield { number, text: "", problem: "the line is too long" };
  }
  if (pending !== "") yield { number, text: withoutReturn(pending) };
}

/** The text of `chunks`; undefined, and then nothing more, where it is not UTF-8. */
async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of chunks) {
    const text = decodeChunk(decoder, chunk);
    yield text;
    if (text === undefined) return;
  }
  yield decodeChunk(decoder, undefined);
}

function decodeChunk(decoder: TextDecoder, chunk: Uint8Array | undefined): string | undefined {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return undefined;
  }
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
