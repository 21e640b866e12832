import { join, relative, sep } from "node:path";
import type { Location, PartialMessage, PartialNote } from "esbuild";
import type { IndexedFile } from "../../diagnostics/code-frame.js";
import type { Diagnostic, Fix, RelatedPlace } from "../../diagnostics/diagnostic.js";
import { visibleText } from "../../diagnostics/display-line.js";
import { indexFiles } from "../../diagnostics/render-text.js";
import { folderOf } from "../../disk/disk-host.js";
import { isOnDisk } from "../../source/file-names.js";
import { positionAt, type SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";

/** What {@link toMessages} needs besides the diagnostics. */
export interface MessageOptions {
  /** The files that spans point into. */
  readonly files: readonly SourceFile[];
  /** The policy set's folder or file. */
  readonly root: string;
  /** The folder that esbuild shows paths from. */
  readonly from: string;
}

/** Diagnostics as esbuild takes them. */
export interface Messages {
  readonly errors: PartialMessage[];
  readonly warnings: PartialMessage[];
}

/** `diagnostics` as messages of esbuild, with their places. Notes are left out: they are nothing to act on. */
export function toMessages(diagnostics: readonly Diagnostic[], options: MessageOptions): Messages {
  const locate = locator(diagnostics, options);
  const messagesOf = (severity: Diagnostic["severity"]) =>
    diagnostics
      .filter((diagnostic) => diagnostic.severity === severity)
      .map((diagnostic) => toMessage(diagnostic, locate));
  return { errors: messagesOf("error"), warnings: messagesOf("warning") };
}

/** A span as esbuild's location; null for what has no place. */
type Locate = (span: Span) => Partial<Location> | null;

function locator(diagnostics: readonly Diagnostic[], { files, root, from }: MessageOptions): Locate {
  const indexed = indexFiles(diagnostics, files);
  const folder = folderOf(root);
  return (span) => {
    if (span.file === "") return null;
    const path = isOnDisk(span.file) ? relative(from, join(folder, span.file)) : span.file;
    const file = indexed.get(span.file);
    return { file: path.replaceAll(sep, "/"), ...(file === undefined ? {} : placeIn(file, span)) };
  };
}

/** esbuild counts columns from 0 and in bytes of UTF-8, and shows one line. */
function placeIn({ text, starts }: IndexedFile, { start, end }: Span): Partial<Location> {
  const { line, column } = positionAt(starts, start);
  const lineStart = start - column + 1;
  const lineText = text.slice(lineStart, starts[line]).replace(/[\r\n]+$/, "");
  const lineEnd = lineStart + lineText.length;
  return {
    line,
    column: Buffer.byteLength(text.slice(lineStart, start)),
    length: Buffer.byteLength(text.slice(start, Math.min(end, lineEnd))),
    lineText,
  };
}

function toMessage(diagnostic: Diagnostic, locate: Locate): PartialMessage {
  const { code, message, span, label, related = [], help, fix } = diagnostic;
  return {
    text: `${code}: ${visibleText(message)}`,
    location: locate(span),
    notes: [
      ...textNotes(label),
      ...related.map((place) => relatedNote(place, locate)),
      ...textNotes(help),
      ...fixNotes(fix, locate),
      { text: `\`polc explain ${code}\` says what that means.` },
    ],
    detail: diagnostic,
  };
}

function textNotes(text: string | undefined): readonly PartialNote[] {
  return text === undefined ? [] : [{ text: text.split("\n").map(visibleText).join("\n") }];
}

function relatedNote({ span, message }: RelatedPlace, locate: Locate): PartialNote {
  return { text: visibleText(message), location: locate(span) };
}

/** esbuild shows what one edit makes of a line. */
function fixNotes(fix: Fix | undefined, locate: Locate): readonly PartialNote[] {
  const [edit, ...more] = fix?.edits ?? [];
  if (fix === undefined || edit === undefined || more.length > 0 || edit.text.includes("\n")) return [];
  return [{ text: visibleText(fix.title), location: { ...locate(edit.span), suggestion: edit.text } }];
}
