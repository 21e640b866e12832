/** Where the files of the standard library are said to be. */
export const libraryFolder = "std:";

/** What standard input is called where the path of a file is. */
export const standardInput = "<stdin>";

/** Whether a reader can open `file`: not what came on standard input, nor a module of the standard library. */
export function isOnDisk(file: string): boolean {
  return file !== "" && file !== standardInput && !file.startsWith(libraryFolder);
}
