import { closeSync, openSync, statSync } from "node:fs";

/**
 * What tells whether somebody else wrote to a database or put another file in its place. Locks ought to keep them from it, but a process
 * loses those of a file by closing it anywhere else in itself (fcntl of POSIX), and network drives may have none. Windows has better locks, and times
 * that lag behind.
 */
export function fileState(path: string): string {
  if (process.platform === "win32") return "";
  return [path, `${path}-wal`].map(stateOf).join(" ");
}

function stateOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? "none" : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
}

/** Makes an empty file that is its owner's only, where there is none: SQLite makes those beside it alike. */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch {
    // It is there, or cannot be made: opening it says so.
  }
}
