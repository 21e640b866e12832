import { positionAt, type SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { codeFrame, type FrameLine, type IndexedFile, indexFile } from "./code-frame.js";
import type { Diagnostic, RelatedPlace, Severity } from "./diagnostic.js";
import { displayWidth, visibleText } from "./display-line.js";
import { exampleOf } from "./example-of.js";
import { type Paint, painter } from "./paint.js";

/** What {@link renderText} needs besides the diagnostics. */
export interface RenderOptions {
  /** The files that spans point into. A place in another file is shown without its text. */
  readonly files: Iterable<SourceFile>;
  /** How to write a file's path for the reader: say, relative to the working directory. */
  readonly displayPath?: (file: string) => string;
}

/** {@link RenderOptions} for a terminal. */
export interface TextOptions extends RenderOptions {
  /** ANSI colours; off unless asked for. */
  readonly color?: boolean;
}

interface Renderer {
  readonly files: ReadonlyMap<string, IndexedFile>;
  readonly paint: Paint;
  readonly displayPath: (file: string) => string;
}

/**
 * `diagnostics` for people, in the order given, a blank line between two: what is wrong, where, the line with carets and label,
 * the other places, the help.
 */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  const renderer: Renderer = {
    files: indexFiles(diagnostics, options.files),
    paint: painter(options.color ?? false),
    displayPath: options.displayPath ?? ((file) => file),
  };
  return diagnostics.map((diagnostic) => `${diagnosticLines(renderer, diagnostic).join("\n")}\n`).join("\n");
}

/** Only the files that are spoken of: a line table of each would cost more than a run without findings. */
export function indexFiles(
  diagnostics: readonly Diagnostic[],
  files: Iterable<SourceFile>,
): ReadonlyMap<string, IndexedFile> {
  const spokenOf = new Set(
    diagnostics.flatMap(({ span, related = [], fix }) =>
      [{ span }, ...related, ...(fix?.edits ?? [])].map((place) => place.span.file),
    ),
  );
  return new Map(
    [...files].filter(({ path }) => spokenOf.has(path)).map((file) => [file.path, indexFile(file)]),
  );
}

function diagnosticLines(renderer: Renderer, diagnostic: Diagnostic): readonly string[] {
  const { paint } = renderer;
  return [
    headLine(paint, diagnostic),
    ...primaryPlace(renderer, diagnostic),
    ...relatedPlaces(renderer, diagnostic.related ?? []),
    ...helpLines(renderer, diagnostic.help),
    ...exampleLines(renderer, diagnostic),
  ];
}

function headLine(paint: Paint, { severity, code, message }: Diagnostic): string {
  return paint(severity, `${severity}[${code}]`) + paint("bold", `: ${visibleText(message)}`);
}

function primaryPlace(renderer: Renderer, { span, label, severity }: Diagnostic): readonly string[] {
  if (span.file === "") return [];
  const head = `  ${renderer.paint("frame", "┌")} ${locationOf(renderer, span)}`;
  const file = renderer.files.get(span.file);
  if (file === undefined) return [label === undefined ? head : `${head}   ${visibleText(label)}`];
  return [head, ...codeFrame(file, span, label).map((line) => frameLine(renderer.paint, severity, line))];
}

function frameLine(paint: Paint, severity: Severity, { gutter, code, marks }: FrameLine): string {
  if (code === undefined && marks === undefined) return paint("frame", gutter);
  const left = paint("frame", `${gutter} │`);
  if (marks === undefined) return `${left} ${code}`.trimEnd();
  const marked = marks.label === "" ? marks.carets : `${marks.carets} ${marks.label}`;
  return `${left} ${" ".repeat(marks.indent)}${paint(severity, marked)}`;
}

/** Places one below the other, their messages in one column. */
function relatedPlaces(renderer: Renderer, places: readonly RelatedPlace[]): readonly string[] {
  const locations = places.map(({ span }) => locationOf(renderer, span));
  const width = Math.max(0, ...locations.map(displayWidth));
  return places.map(({ message }, index) => {
    const location = locations[index] ?? "";
    const space = " ".repeat(width - displayWidth(location));
    return `  ${renderer.paint("frame", "┌")} ${location}${space}   ${visibleText(message)}`;
  });
}

/** The place where `span` starts, as `policies/a.pol:3:14`. */
export function locationOf(
  { files, displayPath }: Pick<Renderer, "files" | "displayPath">,
  { file, start }: Span,
): string {
  const indexed = files.get(file);
  const path = visibleText(displayPath(file));
  if (indexed === undefined) return path;
  const { line, column } = positionAt(indexed.starts, start);
  return `${path}:${line}:${column}`;
}

function helpLines({ paint }: Renderer, help: string | undefined): readonly string[] {
  if (help === undefined) return [];
  const [first = "", ...rest] = help.split("\n").map(visibleText);
  return [
    `  ${paint("frame", "=")} ${paint("help", "help")}: ${first}`,
    ...rest.map((line) => `          ${line}`),
  ];
}

function exampleLines({ paint }: Renderer, diagnostic: Diagnostic): readonly string[] {
  const example = exampleOf(diagnostic);
  if (example === undefined) return [];
  return [`  ${paint("frame", "=")} ${paint("help", "example")}: ${visibleText(example)}`];
}
