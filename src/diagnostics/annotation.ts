import { isOnDisk } from "../source/file-names.js";
import { positionAt } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { plainPath } from "./artifact-uri.js";
import type { IndexedFile } from "./code-frame.js";
import type { Severity } from "./diagnostic.js";
import { visibleLines, visibleText } from "./display-line.js";

/** A note of GitHub Actions at a place of a file. */
export interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly place?: AnnotationPlace;
}

/** A file, and where in it; lines and columns count from 1, the end column is exclusive. */
export interface AnnotationPlace {
  readonly file: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

/**
 * `annotation` as a workflow command, a line of output that GitHub Actions turns into a note at the file. Whatever a policy says, it
 * stays one line and one command.
 *
 * @example
 * renderAnnotation({ severity: "info", title: "polc", message: "50% done" }); // "::notice title=polc::50%25 done\n"
 */
export function renderAnnotation({ severity, title, message, place }: Annotation): string {
  const command = severity === "info" ? "notice" : severity;
  const properties = Object.entries({ ...place, title: visibleText(title) });
  const listed = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(",");
  return `::${command} ${listed}::${escapeData(visibleLines(message))}\n`;
}

/** Where `span` is; undefined for what is no file of the repository. */
export function annotationPlace(
  span: Span,
  files: ReadonlyMap<string, IndexedFile>,
  displayPath: (file: string) => string,
): AnnotationPlace | undefined {
  if (!isOnDisk(span.file)) return undefined;
  const path = { file: plainPath(displayPath(span.file)) };
  const file = files.get(span.file);
  if (file === undefined) return path;
  // A span that ends with its line must not reach into the next one.
  const text = file.text.slice(span.start, span.end).replace(/[\r\n]+$/, "");
  const start = positionAt(file.starts, span.start);
  const end = positionAt(file.starts, span.start + text.length);
  const lines = { line: start.line, endLine: end.line };
  // GitHub takes columns only within one line.
  if (start.line !== end.line) return { ...path, ...lines };
  return { ...path, ...lines, col: start.column, endColumn: end.column };
}

/** As the runner of GitHub Actions reads it back. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
