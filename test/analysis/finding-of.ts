import { analyze, check } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Span } from "../../src/source/span.js";

/** What the analyses say of a text under one code; the text checks without errors. */
export function findingsOfCode(code: string, text: string): readonly Diagnostic[] {
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return analyze(policySet, { conflicts: true }).filter((diagnostic) => diagnostic.code === code);
}

/** {@link findingsOfCode} as `text-at-its-span <- text-at-related, …`. */
export function placesOfCode(code: string, text: string): readonly string[] {
  const at = ({ start, end }: Span) => text.slice(start, end).split("\n")[0] ?? "";
  return findingsOfCode(code, text).map(({ span, related = [] }) => {
    const places = related.map((place) => at(place.span)).join(", ");
    return `${at(span)}${places === "" ? "" : ` <- ${places}`}`;
  });
}
