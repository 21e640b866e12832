import { isLibraryFile, isOnDisk, standardInput } from "../source/file-names.js";
import { positionAt, type SourceFile } from "../source/source-file.js";
import type { Span } from "../source/span.js";
import { artifactUri } from "./artifact-uri.js";
import type { IndexedFile } from "./code-frame.js";
import type { SarifArtifact, SarifArtifactLocation, SarifLocation, SarifRegion } from "./sarif.js";

/** What relative URIs are relative to. Its own URI is left out: a report should not differ by machine. */
export const sourceRoot = "%SRCROOT%";

/** The files of a report, and the places in them. */
export interface SarifPlaces {
  readonly artifacts: readonly SarifArtifact[];
  artifactOf(file: string): SarifArtifactLocation;
  /** Undefined where the file's text is not known. */
  regionOf(span: Span): SarifRegion | undefined;
  /** With the text that stands there, if there is any and it is not long. */
  locationOf(span: Span): SarifLocation;
}

/**
 * Whether a place in `file` can be a location. One in a module of the standard library cannot: GitHub refuses a whole report for one
 * location without the path of a file.
 */
export function isArtifact(file: string): boolean {
  return file !== "" && !isLibraryFile(file);
}

/** The places in `sources`; `files` are those that are spoken of, with their line tables. */
export function sarifPlaces(
  sources: readonly SourceFile[],
  files: ReadonlyMap<string, IndexedFile>,
  displayPath: (file: string) => string,
): SarifPlaces {
  const shown = sources.filter(({ path }) => isArtifact(path));
  const indexes = new Map(shown.map(({ path }, index) => [path, index]));
  const artifactOf = (file: string) => {
    const index = indexes.get(file);
    return { ...addressOf(file, displayPath), ...(index === undefined ? {} : { index }) };
  };
  const regionOf = (span: Span) => regionIn(files.get(span.file), span);
  return {
    artifacts: shown.map((file) => artifact(file, displayPath)),
    artifactOf,
    regionOf,
    locationOf: (span) => location(artifactOf(span.file), regionOf(span), textOf(files.get(span.file), span)),
  };
}

function artifact({ path, text }: SourceFile, displayPath: (file: string) => string): SarifArtifact {
  const sourceLanguage = path.endsWith(".json") ? "json" : "pol";
  const common = { location: addressOf(path, displayPath), sourceLanguage };
  if (isOnDisk(path)) return { ...common, roles: ["analysisTarget"] };
  // There is no file to open: the report brings the text along.
  return { ...common, roles: ["analysisTarget", "memoryContents"], contents: { text } };
}

function addressOf(file: string, displayPath: (file: string) => string): SarifArtifactLocation {
  if (!isOnDisk(file)) return { description: { text: file === standardInput ? "standard input" : file } };
  const uri = artifactUri(displayPath(file));
  // A URI with a base may not leave it.
  return /^(?:file:|\.\.(?:\/|$))/.test(uri) ? { uri } : { uri, uriBaseId: sourceRoot };
}

/** A place may be most of a file, and many may be. */
const longestSnippet = 2_000;

function location(
  artifactLocation: SarifArtifactLocation,
  region: SarifRegion | undefined,
  text: string,
): SarifLocation {
  if (region === undefined) return { physicalLocation: { artifactLocation } };
  const snippet = text === "" || text.length > longestSnippet ? {} : { snippet: { text } };
  return { physicalLocation: { artifactLocation, region: { ...region, ...snippet } } };
}

function regionIn(file: IndexedFile | undefined, span: Span): SarifRegion | undefined {
  if (file === undefined) return undefined;
  const start = positionAt(file.starts, span.start);
  const end = positionAt(file.starts, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function textOf(file: IndexedFile | undefined, span: Span): string {
  return file?.text.slice(span.start, span.end) ?? "";
}
