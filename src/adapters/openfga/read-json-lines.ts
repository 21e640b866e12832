import { RelationEngineError } from "../relations/relation-engine.js";

/**
 * The values of a stream of JSON, one a line. The SDK's own reader leaves out lines that it cannot read.
 *
 * @throws RelationEngineError where a line is no JSON; whatever the stream throws
 */
export async function* readJsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.flatMap(readLine);
  }
  yield* readLine(rest + decoder.decode());
}

function readLine(line: string): readonly unknown[] {
  try {
    return line.trim() === "" ? [] : [JSON.parse(line)];
  } catch {
    throw new RelationEngineError("protocol", "OpenFGA: a line of the list is no JSON");
  }
}
