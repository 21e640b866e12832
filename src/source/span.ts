/** A half-open range of UTF-16 code units in one source file of a policy set. */
export interface Span {
  /** Path of the file as the host names it: relative to the policy set, with forward slashes. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A zero-length span for things that have no place of their own. */
export function emptySpan(file = ""): Span {
  return { file, start: 0, end: 0 };
}
