import { type Position, positionAt } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { entryOf } from "./catalogue.js";
import type { IndexedFile } from "./code-frame.js";
import type { Diagnostic, Severity, Witness } from "./diagnostic.js";
import { indexFiles, type RenderOptions } from "./render-text.js";

/** A place in JSON: offsets are in UTF-16 code units from 0; lines and columns count from 1. */
export interface JsonPlace {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Absent, like `to`, where the file's text is not known. */
  readonly from?: Position;
  readonly to?: Position;
}

/** One diagnostic in JSON. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly name?: string;
  readonly severity: Severity;
  readonly message: string;
  /** Absent for what has no place, such as a missing directory. */
  readonly place?: JsonPlace;
  readonly label?: string;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  readonly help?: string;
  /** A request by which it can be seen. */
  readonly witness?: Witness;
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  };
}

/** `diagnostics` as data, in the order given: what `--format json` prints. */
export function diagnosticsToJson(
  diagnostics: readonly Diagnostic[],
  options: RenderOptions,
): readonly JsonDiagnostic[] {
  const files = indexFiles(diagnostics, options.files);
  const displayPath = options.displayPath ?? ((file) => file);
  return diagnostics.map((diagnostic) => toJson(diagnostic, (span) => placeOf(files, displayPath, span)));
}

function toJson(diagnostic: Diagnostic, place: (span: Span) => JsonPlace): JsonDiagnostic {
  const { code, severity, message, span, label, related = [], help, witness, fix } = diagnostic;
  const name = entryOf(code)?.name;
  return {
    code,
    ...(name === undefined ? {} : { name }),
    severity,
    message,
    ...(span.file === "" ? {} : { place: place(span) }),
    ...(label === undefined ? {} : { label }),
    related: related.map((other) => ({ ...place(other.span), message: other.message })),
    ...(help === undefined ? {} : { help }),
    ...(witness === undefined ? {} : { witness }),
    ...(fix === undefined
      ? {}
      : {
          fix: {
            title: fix.title,
            edits: fix.edits.map((edit) => ({ ...place(edit.span), text: edit.text })),
          },
        }),
  };
}

function placeOf(
  files: ReadonlyMap<string, IndexedFile>,
  displayPath: (file: string) => string,
  { file, start, end }: Span,
): JsonPlace {
  const place = { file: displayPath(file), start, end };
  const indexed = files.get(file);
  if (indexed === undefined) return place;
  return { ...place, from: positionAt(indexed.starts, start), to: positionAt(indexed.starts, end) };
}

/** {@link diagnosticsToJson} as text: an object whose only member is `diagnostics`, each on a line of its own. */
export function renderJson(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const lines = diagnosticsToJson(diagnostics, options).map(
    (diagnostic) => `\n${JSON.stringify(diagnostic)}`,
  );
  return `{"diagnostics":[${lines.join(",")}${lines.length === 0 ? "" : "\n"}]}\n`;
}
