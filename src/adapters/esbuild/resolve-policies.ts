import { basename, dirname, isAbsolute, join } from "node:path";
import type { ImportKind, OnResolveArgs, OnResolveResult, PluginBuild, ResolveResult } from "esbuild";
import { kindOf } from "../../disk/disk-host.js";
import { findPolicyFiles } from "../../disk/find-policy-files.js";

/**
 * Resolves an import that leads to a `.pol` file, or to a folder with such files in which esbuild would find nothing itself; undefined
 * for any other. Nothing of a decision module happens when it is loaded, so that what is not used is left out of a bundle.
 */
export async function resolvePolicies(
  build: PluginBuild,
  args: OnResolveArgs,
): Promise<OnResolveResult | undefined> {
  if (args.pluginData === asking || !importKinds.has(args.kind)) return undefined;
  const folder = folderFor(args);
  if (folder === undefined && !args.path.endsWith(".pol")) return undefined;
  const found = await resolveWithoutUs(build, args);
  if (found.errors.length === 0)
    return isPolicyFile(found) ? { path: found.path, sideEffects: false } : undefined;
  return folder === undefined ? undefined : resolveFolder(folder);
}

const importKinds: ReadonlySet<ImportKind> = new Set([
  "entry-point",
  "import-statement",
  "require-call",
  "dynamic-import",
]);

/** The folder that an import names: `./policies`, or `./policies.js`, as TypeScript wants it where imports have extensions. */
function folderFor({ path, resolveDir }: OnResolveArgs): string | undefined {
  if (resolveDir === "" && !isAbsolute(path)) return undefined;
  const absolute = isAbsolute(path) ? path : join(resolveDir, path);
  return [absolute, absolute.replace(/\.js$/, "")].find((candidate) => kindOf(candidate) === "directory");
}

/** Marks our own question to esbuild, which comes by here again. */
const asking = Symbol("asking");

function resolveWithoutUs(build: PluginBuild, args: OnResolveArgs): Promise<ResolveResult> {
  const { path, importer, namespace, resolveDir, kind } = args;
  return build.resolve(path, { importer, namespace, resolveDir, kind, with: args.with, pluginData: asking });
}

function isPolicyFile({ path, namespace, external }: ResolveResult): boolean {
  return namespace === "file" && !external && path.endsWith(".pol");
}

function resolveFolder(folder: string): OnResolveResult {
  const { files, folders } = findPolicyFiles(folder);
  // Policies may still come: whoever watches is told then.
  if (files.length === 0) return { watchDirs: [...folders] };
  return { path: join(folder, allPolicies), sideEffects: false };
}

/** A folder's policies have the path of a file: of all its `.pol` files, as a shell writes it. */
const allPolicies = "*.pol";

/** What a path that {@link resolvePolicies} gave stands for: a folder or a `.pol` file. */
export function rootOf(path: string): string {
  return basename(path) === allPolicies ? dirname(path) : path;
}
