import type { TypedRule } from "../../check/typed-policy-set.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { kindOf } from "./kinds-beside.js";
import type { NearMistake } from "./near-mistakes.js";
import type { ScopeRequest } from "./scope-requests.js";

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
  const counts = new Map<string, number>();
  return {
    unique(name) {
      let unique = name;
      let count = counts.get(name) ?? 1;
      while (known.has(unique)) unique = `${name} (${++count})`;
      known.add(unique);
      counts.set(name, count);
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

/** What a test shows of the sentence of a rule: that it is about who asks, the action or the resource, or is not. */
export function scopeName({ id }: TypedRule, { shown, aspect, isNamed }: ScopeRequest): string {
  const { subject, actor, action, resource } = kindOf(shown);
  const who = actor === undefined ? `\`${subject}\`` : `\`${actor}\` acting for \`${subject}\``;
  const named = { principal: who, action: `\`${action}\``, resource: `\`${resource}\`` }[aspect];
  if (!isNamed) return `${id} is not about ${named}`;
  return `${id} decides ${aspect === "principal" ? "for" : "on"} ${named}`;
}
