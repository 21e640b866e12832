import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { emptySpan, type Span } from "../source/span.js";
import { type LockedImport, type LockFile, lockFileName, textDigest } from "./lock-file.js";

/** The policy set that a lock file lies beside. */
export interface LockedSet {
  readonly files: readonly SourceFile[];
  /** The names of its actions; absent if there is an error, and then nobody knows. */
  readonly actions?: { has(name: string): boolean };
}

/** A lock file held against its policy set: which imported files and actions are gone, and which files were edited. */
export function checkLock(
  { imports }: LockFile,
  lockFile: SourceFile,
  { files, actions }: LockedSet,
): readonly Diagnostic[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return imports.flatMap((locked) => {
    const file = byPath.get(locked.file);
    if (file === undefined) return [gone(lockFile, locked, locked.file)];
    if (textDigest(file.text) === locked.digest) return [];
    const lost = locked.tools.filter(({ action }) => actions?.has(action) === false);
    return [edited(locked, file), ...lost.map(({ action }) => gone(lockFile, locked, action))];
  });
}

function gone(lockFile: SourceFile, { server }: LockedImport, name: string): Diagnostic {
  return createDiagnostic(
    "POL4023",
    spanOf(lockFile, JSON.stringify(name)),
    `\`${lockFileName}\` names \`${name}\`, which is not in the policy set`,
    {
      label: `imported from \`${server}\``,
      help: "import the server again, or remove the entry",
    },
  );
}

function edited({ file, server }: LockedImport, { text }: SourceFile): Diagnostic {
  const end = text.search(/[\r\n]|$/);
  return createDiagnostic(
    "POL4022",
    { file, start: 0, end },
    `\`${file}\` is not as it was imported from \`${server}\``,
    {
      label: "edited since, and the next import overwrites it",
      help: "say what you know better in another file with `refine action`, and import the server again",
    },
  );
}

/** The place of `words` in a file; nowhere if they are written another way. */
function spanOf({ path, text }: SourceFile, words: string): Span {
  const start = text.indexOf(words);
  return start < 0 ? emptySpan(path) : { file: path, start, end: start + words.length };
}
