import { isDeepStrictEqual } from "node:util";
import { type Compiler, createCompiler } from "../../compiler/create-compiler.js";
import { type CompileResult, loadPolicySet } from "../../compiler.js";
import { diskHost } from "../../disk/disk-host.js";
import type { Host, HostFile } from "../../source/host.js";

/** All that was read to compile a policy set: while it stays the same, so does the result. */
export interface Reads {
  readonly files: readonly HostFile[];
  /** What the policies name, such as JSON Schemas, by path; undefined where there was no such file. */
  readonly beside: ReadonlyMap<string, string | undefined>;
}

/** A policy set as compiled from what was read. */
export interface CompiledPolicies {
  readonly result: CompileResult;
  readonly reads: Reads;
}

/** Compiles the policy set at a path, or gives what it gave before if every file reads as it did. */
export type PolicyCache = (root: string) => Promise<CompiledPolicies>;

/**
 * A cache that lives as long as a plugin: a rebuild in which no policy changed reads them and does nothing else, and one in which some did
 * compiles what changed.
 */
export function createPolicyCache(host: Host = diskHost()): PolicyCache {
  const known = new Map<string, { readonly compiler: Compiler; readonly compiled: CompiledPolicies }>();
  return async (root) => {
    const before = known.get(root);
    if (before !== undefined && (await isUnchanged(host, root, before.compiled.reads)))
      return before.compiled;
    const compiler = before?.compiler ?? createCompiler();
    const compiled = await compilePolicies(host, root, compiler);
    known.set(root, { compiler, compiled });
    return compiled;
  };
}

async function isUnchanged(host: Host, root: string, { files, beside }: Reads): Promise<boolean> {
  if (!isDeepStrictEqual(await host.readPolicySet(root), files)) return false;
  for (const [path, text] of beside) if ((await host.readBeside(root, path)) !== text) return false;
  return true;
}

async function compilePolicies(host: Host, root: string, compiler: Compiler): Promise<CompiledPolicies> {
  const { recorder, reads } = recording(host);
  const { diagnostics, ...loaded } = await loadPolicySet(recorder, root);
  if (diagnostics.length > 0) return { result: { files: loaded.files, diagnostics }, reads };
  return { result: compiler.compile(loaded.files, { ...loaded, sourcesContent: true }), reads };
}

/** A host that notes what it is asked for. */
function recording(host: Host): { recorder: Host; reads: Reads } {
  const files: HostFile[] = [];
  const beside = new Map<string, string | undefined>();
  const recorder: Host = {
    readPolicySet: async (root) => {
      const found = await host.readPolicySet(root);
      files.push(...found);
      return found;
    },
    readBeside: async (root, path) => {
      const text = await host.readBeside(root, path);
      beside.set(path, text);
      return text;
    },
  };
  return { recorder, reads: { files, beside } };
}
