import { type BigIntStats, type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** How long to wait for more changes: a file is written in several steps. */
const quiet = 30;

/**
 * Calls `changed` whenever the file may be another one: written, replaced, removed, there again, or reached by way of other links. The
 * system tells of most changes at once; that no change is missed is due to a look at the file every `interval` milliseconds. Neither
 * keeps a process running.
 */
export function watchFile(path: string, changed: () => void, interval = 2000): { close(): void } {
  let pause: NodeJS.Timeout | undefined;
  let seen = stampOf(path);
  const look = () => {
    const stamp = stampOf(path);
    if (stamp === seen) return;
    seen = stamp;
    changed();
  };
  const folder = watchFolder(dirname(path), (name) => {
    // What the system says of this very file counts even if its stamp is the same: clocks are coarse.
    if (name === basename(path)) seen = "";
    clearTimeout(pause);
    pause = setTimeout(look, quiet).unref();
  });
  const poll = setInterval(() => {
    folder.renew();
    look();
  }, interval).unref();
  return {
    close: () => {
      clearTimeout(pause);
      clearInterval(poll);
      folder.close();
    },
  };
}

/** Tells one state of a file from another, as far as one can without reading it. */
function stampOf(path: string): string {
  const stat = statOf(path);
  return stat === undefined ? "none" : `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
}

/** Undefined for what is not there, or cannot be looked at: whoever loads it says why. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

/** Watches whichever folder is at the path, once it is there. */
function watchFolder(path: string, told: (name: string | null) => void): { renew(): void; close(): void } {
  let watcher: FSWatcher | undefined;
  let watched = "";
  const close = () => {
    watcher?.close();
    watcher = undefined;
  };
  const renew = () => {
    const stat = statOf(path);
    const folder = stat === undefined ? "" : `${stat.dev}:${stat.ino}`;
    if (folder === watched && watcher !== undefined) return;
    close();
    watched = folder;
    watcher = openWatcher(path, told);
    watcher?.on("error", close);
  };
  renew();
  return { renew, close };
}

/** Undefined where there is no folder, or the system has no more watchers: then looking has to do. */
function openWatcher(path: string, told: (name: string | null) => void): FSWatcher | undefined {
  try {
    return watch(path, { persistent: false }, (_, name) => told(name));
  } catch {
    return undefined;
  }
}
