import type { SourceFile } from "./source-file.js";

/** Why a file's text cannot be relied on. `offset` is where the first bytes stand that are no UTF-8, in UTF-16 code units. */
export type FileProblem =
  | { readonly kind: "not-utf8"; readonly offset: number }
  | { readonly kind: "unreadable"; readonly reason: string };

/** A file as a host found it. One with a `problem` is never compiled: a rule that is not read cannot deny. */
export interface HostFile extends SourceFile {
  readonly problem?: FileProblem;
}

/** How the phases reach files. The command line reads a disk, a test or a browser a Map; no phase imports `node:fs`. */
export interface Host {
  /**
   * Every `.pol` file of the policy set at `root` (a directory, or one file), sorted by path; none where there is nothing. Paths
   * are relative to `root`, with forward slashes.
   */
  readPolicySet(root: string): Promise<readonly HostFile[]>;
  /** The text of another file that a policy names, such as a JSON Schema; `path` is relative to the policy set at `root`. */
  readBeside(root: string, path: string): Promise<string | undefined>;
}
