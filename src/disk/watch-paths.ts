import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { kindOf } from "./disk-host.js";
import { findPolicyFiles } from "./find-policy-files.js";

/** For so many milliseconds nothing has to change: an editor writes a file in several steps, and a checkout many files. */
const quiet = 20;

/** So often this is waited for at most, where something changes all the time. */
const mostWaits = 15;

/**
 * What changes of the policy sets and files at `paths` from now on, for ever: each time one path of those that changed together. Watching
 * ends when the iteration does.
 */
export function watchPaths(paths: readonly string[]): AsyncGenerator<string> {
  const seen: Seen = { changed: undefined, changes: 0, wake: () => {} };
  // Now, and not when somebody asks for the first change: whoever reads files meanwhile is told of what they missed.
  return changesOf(paths, seen, openWatchers(paths, noteIn(seen)));
}

/** What changed since it was last told, and who waits for it. */
interface Seen {
  changed: string | undefined;
  /** How many there were in all. */
  changes: number;
  wake: () => void;
}

function noteIn(seen: Seen): OnChange {
  return (file) => {
    seen.changed ??= file;
    seen.changes++;
    seen.wake();
  };
}

async function* changesOf(
  paths: readonly string[],
  seen: Seen,
  opened: readonly FSWatcher[],
): AsyncGenerator<string> {
  let watchers = opened;
  try {
    for (;;) {
      await new Promise<void>((resolve) => {
        seen.wake = resolve;
        if (seen.changed !== undefined) resolve();
      });
      await untilQuiet(seen);
      // There may be folders now that were not there before.
      const old = watchers;
      watchers = openWatchers(paths, noteIn(seen));
      closeAll(old);
      const first = seen.changed;
      seen.changed = undefined;
      if (first !== undefined) yield first;
    }
  } finally {
    closeAll(watchers);
  }
}

async function untilQuiet(seen: Seen): Promise<void> {
  for (let wait = 0; wait < mostWaits; wait++) {
    const { changes } = seen;
    await new Promise((resolve) => setTimeout(resolve, quiet));
    if (seen.changes === changes) return;
  }
}

function closeAll(watchers: readonly FSWatcher[]): void {
  for (const watcher of watchers) watcher.close();
}

type OnChange = (file: string) => void;

function openWatchers(paths: readonly string[], onChange: OnChange): readonly FSWatcher[] {
  return paths.flatMap((path) => {
    if (kindOf(path) === "directory")
      return findPolicyFiles(path).folders.map((folder) => watchFolder(folder, mayBelongToSet, onChange));
    // Not the file itself: editors put another one in its place.
    const name = basename(path);
    return [watchFolder(dirname(path), (file) => basename(file) === name, onChange)];
  });
}

function watchFolder(folder: string, counts: (file: string) => boolean, onChange: OnChange): FSWatcher {
  const watcher = watch(folder, (_, name) => {
    const file = name === null ? folder : join(folder, name);
    if (name === null || counts(file)) onChange(file);
  });
  // A folder that is removed is no longer looked at; the one above it tells of that.
  watcher.on("error", () => {});
  return watcher;
}

/** Policies, what they are imported from, the lock file, and folders with more of them. */
function mayBelongToSet(file: string): boolean {
  return /\.(?:pol|json)$/.test(file) || kindOf(file) === "directory";
}
