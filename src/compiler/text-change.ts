/** What became of a text: what stood from `start` to `beforeEnd` is now what stands from `start` to `nowEnd`. All else is as it was. */
export interface TextChange {
  readonly start: number;
  readonly beforeEnd: number;
  readonly nowEnd: number;
}

/** The one change that makes a text of another one: as short as it can be. */
export function textChange(before: string, now: string): TextChange {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && isSameFromEnd(before, now, same)) same++;
  return { start, beforeEnd: before.length - same, nowEnd: now.length - same };
}

function isSameFromEnd(before: string, now: string, offset: number): boolean {
  return before.charCodeAt(before.length - 1 - offset) === now.charCodeAt(now.length - 1 - offset);
}

/** How much further on what stands behind a change is now. */
export function movedBy({ beforeEnd, nowEnd }: TextChange): number {
  return nowEnd - beforeEnd;
}
