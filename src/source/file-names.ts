/** Where the files of the standard library are said to be. */
export const libraryFolder = "std:";

/** What standard input is called where the path of a file is. Whatever else is no file has a name in such brackets too. */
export const standardInput = "<stdin>";

/** Whether a reader can open `file`: neither what came in without a file, nor a module of the standard library. */
export function isOnDisk(file: string): boolean {
  return file !== "" && !isLibraryFile(file) && !(file.startsWith("<") && file.endsWith(">"));
}

/** Whether `file` is a module of the standard library. */
export function isLibraryFile(file: string): boolean {
  return file.startsWith(libraryFolder);
}

/** Where `polc import` writes, in the folder of a policy set. */
export const importsFolder = "imports/";

/** Whether `file` declares what others have, all of it, whether or not the policy set has a use for it. */
export function isImportedFile(file: string): boolean {
  return file.startsWith(importsFolder);
}
