import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import type { Frame } from "./read-frame.js";

/** Where lines are written to. */
export interface LineOutput {
  write(text: string): void;
  /** Resolves when what was written has been taken. */
  drained(): Promise<void>;
}

/** Two streams of lines, and what to do with them. */
export interface LineTransportOptions {
  readonly input: AsyncIterable<Uint8Array>;
  readonly output: LineOutput;
  readonly readFrame: (text: string) => Frame;
  /** A line that is no message. */
  readonly onProblem: (frame: Extract<Frame, { ok: false }>, line: string) => void;
  /** All of the input has been delivered. The other way stays open. */
  readonly onInputEnd: () => void;
  /** Awaited before more is read: whoever gets the messages has taken those before. */
  readonly pace?: () => Promise<void>;
  /** The longest line, in bytes. */
  readonly longest?: number;
}

/** Long enough for any result that a model could use; a line without an end must not fill the memory. */
const longestLine = 256 * 1024 * 1024;

/**
 * The protocol over two streams: a message a line. The SDK has transports for this too, but they copy what they have for each piece of a
 * long line, hold each message against a schema that takes members out, leave a malformed one unanswered, never notice that a client is
 * gone, and wait for ever to write to a server that is.
 */
export function lineTransport(options: LineTransportOptions): Transport {
  let closed = false;
  const transport: Transport = {
    start: async () => {
      void readLines(options, transport, () => closed);
    },
    send: async (message: JSONRPCMessage) => {
      if (closed) throw new Error("the connection is closed");
      options.output.write(`${JSON.stringify(message)}\n`);
      await options.output.drained();
    },
    close: async () => {
      if (closed) return;
      closed = true;
      transport.onclose?.();
    },
  };
  return transport;
}

async function readLines(
  options: LineTransportOptions,
  transport: Transport,
  isClosed: () => boolean,
): Promise<void> {
  const { input, longest = longestLine, onInputEnd, pace } = options;
  try {
    for await (const line of linesOf(input, longest)) {
      if (isClosed()) return;
      deliver(line, options, transport);
      await pace?.();
    }
  } catch (error) {
    if (!isClosed()) transport.onerror?.(asError(error));
  }
  onInputEnd();
}

function deliver(line: string, { readFrame, onProblem }: LineTransportOptions, transport: Transport): void {
  if (line.trim() === "") return;
  try {
    const frame = readFrame(line);
    if (frame.ok) transport.onmessage?.(frame.message);
    else onProblem(frame, line);
  } catch (error) {
    // One message that nobody can take is no reason to hear no others.
    transport.onerror?.(asError(error));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const newline = 10;

/** Whole lines: an unfinished one at the end is no message. Pieces are put together once, however long the line. */
async function* linesOf(input: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<string> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      pieces.push(chunk.subarray(start, end));
      yield Buffer.concat(pieces).toString("utf8");
      pieces = [];
      length = 0;
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > longest) throw new Error(`a line is longer than ${longest} bytes`);
  }
}
