import { join } from "node:path";
import { folderOf, kindOf } from "../../disk/disk-host.js";
import { findPolicyFiles } from "../../disk/find-policy-files.js";
import type { Reads } from "./compile-policies.js";

/** What esbuild watches for a module. */
export interface Watched {
  readonly watchFiles: string[];
  readonly watchDirs: string[];
}

/**
 * What has to stay the same for the policy set at `root` to stay the same: its files, what they name, be it there or not, and its
 * folders, for files to come.
 */
export function watched(root: string, { beside }: Reads): Watched {
  const { files, folders } = findPolicyFiles(root);
  const policies = kindOf(root) === "directory" ? files.map(({ absolute }) => absolute) : [root];
  const folder = folderOf(root);
  return {
    watchFiles: [...policies, ...[...beside.keys()].map((path) => join(folder, path))],
    watchDirs: [...folders],
  };
}
