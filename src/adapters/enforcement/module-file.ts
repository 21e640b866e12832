import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import { extname, resolve } from "node:path";
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
    const content = await readFile(file);
    const text = content.toString("utf8");
    const digest = digestOf(content);
    const remembered = known.get(digest);
    if (remembered !== undefined) return remembered;
    imports += 1;
    const isWhole = standsAlone(text);
    const address = isWhole
      ? addressOfText(text, imports)
      : addressOfFile(file, `${digest.slice(0, 16)}.${imports}`);
    const loaded = await importModule(path, address);
    // Node.js reads the file by itself: if it is another one by now, nobody knows which one that was.
    if (!isWhole && digestOf(await readFile(file)) !== digest)
      throw new PolicyUnavailable("it changes while it is read");
    const result = toLoaded(path, loaded);
    if (isFinal(loaded)) known.set(digest, result);
    return result;
  };
  return () => load().catch((error: unknown) => toLoaded(path, { error }));
}

function digestOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Whether a module names no other one, as those that polc builds. */
function standsAlone(text: string): boolean {
  return !/^\s*(?:import\b|export\b.*\bfrom\b)/m.test(text);
}

/**
 * The text itself: then it matters neither where it lies nor what a `package.json` above it says that such files are. Its source map would be
 * looked for beside an address that has no beside.
 */
function addressOfText(text: string, version: number): string {
  const code = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  return `data:text/javascript;base64,${Buffer.from(code).toString("base64")}#${version}`;
}

function addressOfFile(file: string, version: string): string {
  const url = pathToFileURL(file);
  url.searchParams.set("policy", version);
  return url.href;
}

/** A module, or what was thrown in its place. */
type Imported = { readonly module: DecisionModule } | { readonly error: unknown };

async function importModule(path: string, address: string): Promise<Imported> {
  // What is no JavaScript says so better than its first word would.
  if (extname(path) === ".pol") return { error: new PolicyUnavailable("compile it with `polc build` first") };
  try {
    return { module: readDecisionModule(await import(address)) };
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
