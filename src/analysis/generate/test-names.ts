import type { TypedRule } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import type { NearMistake } from "./near-mistakes.js";

/** Names for tests, and the text of what they are about. */
export interface TestNames {
  /** The name, with a number behind it if another test has it. */
  unique(name: string): string;
  textOf(span: Span): string;
}

/** Names that differ from each other and from `taken`. */
export function testNames(sources: Iterable<SourceFile>, taken: Iterable<string>): TestNames {
  const texts = new Map([...sources].map(({ path, text }) => [path, text]));
  const known = new Set(taken);
  return {
    unique(name) {
      let unique = name;
      for (let count = 2; known.has(unique); count++) unique = `${name} (${count})`;
      known.add(unique);
      return unique;
    },
    textOf: ({ file, start, end }) => oneLine(texts.get(file)?.slice(start, end) ?? ""),
  };
}

const longest = 60;

function oneLine(text: string): string {
  const line = text
    .replace(/\s*\/\/.*$/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** What a test shows of a rule that matches its request, or does not, though with the mistake it would be the other way round. */
export function mistakeName(
  names: TestNames,
  { id }: TypedRule,
  { kind, span }: NearMistake,
  matches: boolean,
): string {
  const part = `\`${names.textOf(span)}\``;
  const verdict = matches ? "matches" : "does not match";
  switch (kind) {
    case "holds":
      return `${id} ${verdict} where ${part} fails`;
    case "fails":
      return `${id} ${verdict} where ${part} holds`;
    case "edge":
      return `${id} ${verdict} at the edge of ${part}`;
  }
}
