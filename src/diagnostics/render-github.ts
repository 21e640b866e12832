import { annotationPlace, renderAnnotation } from "./annotation.js";
import type { IndexedFile } from "./code-frame.js";
import type { Diagnostic } from "./diagnostic.js";
import { exampleOf } from "./example-of.js";
import { indexFiles, locationOf, type RenderOptions } from "./render-text.js";

/** `diagnostics` as annotations of GitHub Actions, a line for each, in the order given; with the other places in the text. */
export function renderGithub(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const files = indexFiles(diagnostics, options.files);
  const displayPath = options.displayPath ?? ((file: string) => file);
  return diagnostics.map((diagnostic) => annotate(diagnostic, files, displayPath)).join("");
}

function annotate(
  diagnostic: Diagnostic,
  files: ReadonlyMap<string, IndexedFile>,
  displayPath: (file: string) => string,
): string {
  const { severity, code, span, message, label, related = [], help } = diagnostic;
  const place = annotationPlace(span, files, displayPath);
  const example = exampleOf(diagnostic);
  const at = (other: typeof span) => locationOf({ files, displayPath }, other);
  const lines = [
    place === undefined && span.file !== "" ? `${at(span)}: ${message}` : message,
    ...(label === undefined ? [] : [label]),
    ...related.map((other) => `${at(other.span)}: ${other.message}`),
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...(example === undefined ? [] : [`example: ${example}`]),
  ];
  return renderAnnotation({
    severity,
    title: code,
    message: lines.join("\n"),
    ...(place === undefined ? {} : { place }),
  });
}
