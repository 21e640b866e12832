import type { CheckResult } from "../compiler.js";
import { applyFixes } from "../diagnostics/apply-fixes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import { isNoWorse } from "./is-no-worse.js";
import { hasErrors } from "./report.js";

/** A policy set after its fixes. */
export interface FixedSet {
  /** Every file that was given, in the order given. */
  readonly files: readonly SourceFile[];
  /** What the check says of them now. */
  readonly result: CheckResult;
  /** The diagnostics that are gone because their fixes were made. */
  readonly fixed: readonly Diagnostic[];
}

/** Parses and checks files as one policy set, with all that they name. */
export type CheckFiles = (files: readonly SourceFile[]) => Promise<CheckResult>;

/** More rounds than any text needs that a person wrote: a limit for text that a machine made to be fixed for ever. */
const roundLimit = 100;

/**
 * Makes the fixes that the check of `files` offers, and those that the check of the result offers, until there are none left that
 * make nothing worse (see {@link isNoWorse}). A file of which `isOwn` says no is left as it is. Writes nothing.
 */
export async function fixFiles(
  files: readonly SourceFile[],
  checkFiles: CheckFiles,
  isOwn: (path: string) => boolean = () => true,
): Promise<FixedSet> {
  let state: FixedSet = { files, result: await checkFiles(files), fixed: [] };
  for (let round = 0; round < roundLimit; round++) {
    const own = fixable(state.result.diagnostics).filter(({ fix }) =>
      fix?.edits.every(({ span }) => isOwn(span.file)),
    );
    const next = await advance(state, own, checkFiles);
    if (next === undefined) break;
    state = next;
  }
  return state;
}

/** What uses a declaration may be what does not compile yet: warnings wait until there is no error left. */
function fixable(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const failed = hasErrors(diagnostics);
  return diagnostics.filter(({ fix, severity }) => fix !== undefined && (severity === "error" || !failed));
}

/** The state after some of the fixes of `diagnostics`: all that can be made at once, or the first half of them that does no harm. */
async function advance(
  state: FixedSet,
  diagnostics: readonly Diagnostic[],
  checkFiles: CheckFiles,
): Promise<FixedSet | undefined> {
  const { files, applied } = applyFixes(state.files, diagnostics);
  if (applied.length === 0) return undefined;
  const result = await checkFiles(files);
  if (isNoWorse(state.result, result)) return { files, result, fixed: [...state.fixed, ...applied] };
  const half = new Set(applied.slice(0, applied.length >> 1));
  const rest = diagnostics.filter((diagnostic) => !half.has(diagnostic));
  if (half.size > 0) {
    const next = await advance(state, [...half], checkFiles);
    return next ?? advance(state, rest, checkFiles);
  }
  return advance(
    state,
    rest.filter((diagnostic) => diagnostic !== applied[0]),
    checkFiles,
  );
}
