import type { SourceFile } from "../source/source-file.js";
import type { Diagnostic, Fix } from "./diagnostic.js";
import { sortDiagnostics } from "./sort-diagnostics.js";

/** Files after fixes. */
export interface FixedFiles {
  /** Every file that was given, in the order given. */
  readonly files: readonly SourceFile[];
  /** The diagnostics whose fixes were made, by place. */
  readonly applied: readonly Diagnostic[];
}

/**
 * Makes the fixes of `diagnostics` in the texts of `files`. Where fixes touch each other the first one by place is made, and the others
 * wait for what the next check says of the text. A fix is made as a whole or not at all; one that reaches into a file that
 * is not among `files`, such as a module of the standard library, is left.
 */
export function applyFixes(files: readonly SourceFile[], diagnostics: readonly Diagnostic[]): FixedFiles {
  const changes = new Map(files.map((file) => [file.path, [] as Edit[]]));
  const applied = sortDiagnostics(diagnostics).filter(({ fix }) => fix !== undefined && take(changes, fix));
  return {
    files: files.map((file) => ({ ...file, text: editedText(file.text, changes.get(file.path) ?? []) })),
    applied,
  };
}

type Edit = Fix["edits"][number];

/** The edits to be made in each file, by place; they neither overlap nor touch. */
type Changes = ReadonlyMap<string, Edit[]>;

/** Adds the edits of a fix, if none of them is in the way of one that is there. */
function take(changes: Changes, { edits }: Fix): boolean {
  const isFree = edits.every((edit) => {
    const taken = changes.get(edit.span.file);
    return taken !== undefined && fits(taken, edit);
  });
  if (!isFree) return false;
  for (const edit of edits) insert(changes.get(edit.span.file) ?? [], edit);
  return true;
}

/** Whether an edit stands clear of its neighbours among `taken`, which stand clear of each other. */
function fits(taken: readonly Edit[], edit: Edit): boolean {
  const at = indexFor(taken, edit);
  return [taken[at - 1], taken[at]].every((other) => other === undefined || isClear(other, edit));
}

/** Edits side by side do not meet, but what is inserted just where another one begins or ends has no certain place. */
function isClear({ span: left }: Edit, { span: right }: Edit): boolean {
  const inserts = left.start === left.end || right.start === right.end;
  return inserts
    ? left.end < right.start || right.end < left.start
    : left.end <= right.start || right.end <= left.start;
}

function insert(taken: Edit[], edit: Edit): void {
  taken.splice(indexFor(taken, edit), 0, edit);
}

/** The index of the first of `taken` that begins behind the beginning of `edit`. */
function indexFor(taken: readonly Edit[], edit: Edit): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.span.start ?? 0) <= edit.span.start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function editedText(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const { span, text: replacement } of edits) {
    parts.push(text.slice(end, span.start), replacement);
    end = span.end;
  }
  return [...parts, text.slice(end)].join("");
}
