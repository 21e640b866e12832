import type { SourceFile } from "./source-file.js";

/**
 * How the phases reach files. The command line reads a disk, a test or a browser a Map; no phase below `cli/` imports
 * `node:fs`.
 */
export interface Host {
  /** Every `.pol` file of the policy set at `root`, sorted by path. Paths are relative, with forward slashes. */
  readPolicySet(root: string): Promise<readonly SourceFile[]>;
  /** The text of one file, or undefined where there is none. `path` is absolute or relative to the working directory. */
  readText(path: string): Promise<string | undefined>;
}
