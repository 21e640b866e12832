import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
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
  const known = new Map<string, LoadedModule>();
  let imports = 0;
  const load = async (): Promise<LoadedModule> => {
    const digest = await digestOf(path);
    const remembered = known.get(digest);
    if (remembered !== undefined) return remembered;
    imports += 1;
    const loaded = await importModule(path, `${digest.slice(0, 16)}.${imports}`);
    // Node.js reads the file by itself: if it is another one by now, nobody knows which one that was.
    if ((await digestOf(path)) !== digest) throw new PolicyUnavailable("it changes while it is read");
    if (loaded.isFinal) known.set(digest, loaded.result);
    return loaded.result;
  };
  return () => load().catch((error: unknown) => failed(path, error));
}

async function digestOf(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

/** Whether another try with the same text could end otherwise: a module beside it may be there by then. */
interface Imported {
  readonly result: LoadedModule;
  readonly isFinal: boolean;
}

async function importModule(path: string, version: string): Promise<Imported> {
  const url = pathToFileURL(resolve(path));
  url.searchParams.set("policy", version);
  try {
    const module = readDecisionModule(await import(url.href));
    return { result: { kind: "loaded", module }, isFinal: true };
  } catch (error) {
    const isFinal = error instanceof SyntaxError || error instanceof PolicyUnavailable;
    return { result: failed(path, error), isFinal };
  }
}

function failed(path: string, error: unknown): LoadedModule {
  return { kind: "failed", problem: `\`${path}\` is no policy: ${reasonOf(error)}` };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "it throws";
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder; compile it with `polc build`";
  return error.message.split("\n", 1)[0] ?? "it throws";
}
