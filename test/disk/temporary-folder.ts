import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** A folder on the disk that is made anew for each test of a file. */
export interface TemporaryFolder {
  readonly path: string;
  /** Writes a file into it, its own path if nothing else, and gives its absolute path. */
  write(path: string, content?: string | Uint8Array): string;
}

/** Makes a folder before each test, and removes it with all that is in it after the test. */
export function temporaryFolder(): TemporaryFolder {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "polc-host-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return {
    get path() {
      return root;
    },
    write(path, content = path) {
      const absolute = join(root, path);
      mkdirSync(dirname(absolute), { recursive: true });
      writeFileSync(absolute, content);
      return absolute;
    },
  };
}
