import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { parse } from "./parse.js";
import { print } from "./print-file.js";

/** The text of a file as the formatter sets it; with diagnostics, the text as it was. */
export interface FormatResult {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Formats a file. One with a syntax error is not touched: what does not parse cannot be moved safely. */
export function format(source: SourceFile): FormatResult {
  const { file, diagnostics } = parse(source);
  if (diagnostics.length > 0) return { text: source.text, diagnostics };
  return { text: print(file, source.text), diagnostics };
}
