import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** A `.pol` file of a policy set; `problem` says why it, or the folder named, cannot be looked at. */
export interface FoundFile {
  readonly absolute: string;
  /** Below the policy set's directory, with forward slashes. */
  readonly relative: string;
  readonly problem?: string;
}

/** What {@link findPolicyFiles} found. */
export interface FoundSet {
  /** Sorted by their relative paths in code unit order. */
  readonly files: readonly FoundFile[];
  /** Every folder that was looked into: a new file in one of them may belong to the set. */
  readonly folders: readonly string[];
}

/**
 * Every `.pol` file below `root`. Names with a leading dot and `node_modules` are passed over. Symbolic links are followed; a file or
 * folder that is reached twice counts once, under the path that comes first, so a loop of links ends.
 */
export function findPolicyFiles(root: string): FoundSet {
  const files: FoundFile[] = [];
  const visited = new Set<string>();
  const folders: FoundFile[] =
    isDirectory(root) && !isKnown(visited, root) ? [{ absolute: root, relative: "" }] : [];
  // A folder's entries wait until the folders before it are done: paths that are short and come first win.
  for (const folder of folders) {
    for (const entry of entriesOf(folder, visited)) {
      if (entry.isFolder) folders.push(entry);
      else files.push(entry);
    }
  }
  return {
    files: files.sort((left, right) => (left.relative < right.relative ? -1 : 1)),
    folders: folders.map(({ absolute }) => absolute),
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

interface Entry extends FoundFile {
  readonly isFolder: boolean;
}

function entriesOf(folder: FoundFile, visited: Set<string>): readonly Entry[] {
  try {
    return readdirSync(folder.absolute, { withFileTypes: true })
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .flatMap((entry) => lookAt(entry, folder, visited));
  } catch {
    return [{ ...folder, isFolder: false, problem: "the folder cannot be read" }];
  }
}

function lookAt(entry: Dirent, folder: FoundFile, visited: Set<string>): readonly Entry[] {
  const isPolicy = entry.name.endsWith(".pol");
  if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
  if (!isPolicy && !entry.isDirectory() && !entry.isSymbolicLink()) return [];
  const place = {
    absolute: join(folder.absolute, entry.name),
    relative: folder.relative === "" ? entry.name : `${folder.relative}/${entry.name}`,
  };
  try {
    const isFolder = statSync(place.absolute).isDirectory();
    if ((!isFolder && !isPolicy) || isKnown(visited, place.absolute)) return [];
    return [{ ...place, isFolder }];
  } catch {
    // A link to nothing: of a policy file that is worth saying, of anything else it is not.
    return isPolicy ? [{ ...place, isFolder: false, problem: "it is a link to nothing" }] : [];
  }
}

function isKnown(visited: Set<string>, path: string): boolean {
  const real = realpathSync(path);
  if (visited.has(real)) return true;
  visited.add(real);
  return false;
}
