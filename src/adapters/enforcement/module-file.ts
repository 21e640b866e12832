import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type DecisionModule, PolicyUnavailable, readDecisionModule } from "./decision-module.js";

/** The module that a file holds, or why it holds none. */
export type LoadedModule =
  | { readonly kind: "loaded"; readonly module: DecisionModule }
  | { readonly kind: "failed"; readonly problem: string };

/**
 * What loads the decision module in a file, as the file is when it is asked. The same text gives the same module: only another text is
 * imported, under an address that no text had before.
 */
export function createModuleFile(path: string): () => Promise<LoadedModule> {
  // Whoever changes the folder of the process later means no other file.
  const absolute = resolve(path);
  const known = new Map<string, LoadedModule>();
  let imports = 0;
  const load = async (): Promise<LoadedModule> => {
    // Node.js remembers where links led when it first followed them.
    const file = await realpath(absolute);
    const digest = await digestOf(file);
    const remembered = known.get(digest);
    if (remembered !== undefined) return remembered;
    imports += 1;
    const loaded = await importModule(file, `${digest.slice(0, 16)}.${imports}`);
    // Node.js reads the file by itself: if it is another one by now, nobody knows which one that was.
    if ((await digestOf(file)) !== digest) throw new PolicyUnavailable("it changes while it is read");
    const result = toLoaded(path, loaded);
    if (isFinal(loaded)) known.set(digest, result);
    return result;
  };
  return () => load().catch((error: unknown) => toLoaded(path, { error }));
}

async function digestOf(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

/** A module, or what was thrown in its place. */
type Imported = { readonly module: DecisionModule } | { readonly error: unknown };

async function importModule(file: string, version: string): Promise<Imported> {
  const url = pathToFileURL(file);
  url.searchParams.set("policy", version);
  try {
    return { module: readDecisionModule(await import(url.href)) };
  } catch (error) {
    return { error };
  }
}

/** Whether the same text would be found to be the same again. What else goes wrong may be due to what it imports. */
function isFinal(imported: Imported): boolean {
  if ("module" in imported) return true;
  return imported.error instanceof SyntaxError || imported.error instanceof PolicyUnavailable;
}

function toLoaded(path: string, imported: Imported): LoadedModule {
  if ("module" in imported) return { kind: "loaded", module: imported.module };
  return { kind: "failed", problem: `\`${path}\` cannot be loaded: ${reasonOf(imported.error)}` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "it throws";
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR" || code === "ERR_UNKNOWN_FILE_EXTENSION") return "compile it with `polc build` first";
  return error.message.split("\n", 1)[0] ?? "it throws";
}
