import type { LoadedSet } from "./load-set.js";

/** A policy set without the file that a command writes: what was in it counts for nothing. */
export function withoutFile(set: LoadedSet, out: string | undefined): LoadedSet {
  const isOut = (file: string): boolean =>
    out !== undefined && plainPath(set.displayPath(file)) === plainPath(out);
  return { ...set, files: set.files.filter((file) => !isOut(file.path)) };
}

function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}
