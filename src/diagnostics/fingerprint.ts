import { positionAt } from "../source/source-file.js";
import type { IndexedFile } from "./code-frame.js";
import type { Diagnostic } from "./diagnostic.js";

/**
 * For each of `diagnostics` a name that it keeps while lines around it come and go: by its code, its file, what it points at and
 * the text around that in its line. The message is left out, because it may list what other files declare; alike diagnostics are numbered in
 * their order.
 */
export function fingerprints(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, IndexedFile>,
): readonly string[] {
  const counts = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const hash = hashOf(identityOf(diagnostic, files.get(diagnostic.span.file)));
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}

function identityOf({ code, span }: Diagnostic, file: IndexedFile | undefined): string {
  if (file === undefined) return JSON.stringify([code, span.file]);
  const { line } = positionAt(file.starts, span.start);
  const from = Math.max(file.starts[line - 1] ?? 0, span.start - longestContext);
  const to = Math.min(file.starts[line] ?? file.text.length, span.start + longestContext);
  const pointedAt = file.text.slice(span.start, Math.min(span.end, span.start + longestContext));
  return JSON.stringify([code, span.file, squeezed(file.text.slice(from, to)), squeezed(pointedAt)]);
}

/** A line may be a megabyte long, and have a thousand findings. */
const longestContext = 200;

/** Another indentation, or another end of line, is no other finding. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** FNV-1a of 64 bits over UTF-16 code units (Fowler, Noll, Vo): small, the same everywhere, and safe from accidents only. */
function hashOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
