import { relative } from "node:path";
import type { OnLoadResult, Plugin, PluginBuild } from "esbuild";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { WriteProblem } from "../disk/write-files.js";
import { emptySpan } from "../source/span.js";
import { createPolicyCache, type PolicyCache } from "./esbuild/compile-policies.js";
import { writeDeclarations } from "./esbuild/declarations.js";
import { moduleContents } from "./esbuild/module-contents.js";
import { resolvePolicies, rootOf } from "./esbuild/resolve-policies.js";
import { toMessages } from "./esbuild/to-messages.js";
import { watched } from "./esbuild/watched.js";

/** What {@link polcPlugin} may be told. */
export interface PolcPluginOptions {
  /**
   * Whether types are written beside the policies, for TypeScript: `policies.d.ts` for a folder `policies`, `mail.d.pol.ts` for a
   * file `mail.pol`. On unless `false`.
   */
  readonly declarations?: boolean;
}

/**
 * The esbuild plugin that lets code import policies: `import { decide } from "./policies"` is the decision module of the policy set
 * in that folder, `import { allows } from "./mail.pol"` that of one file. A policy set with an error fails the build.
 *
 * @example
 * await build({ entryPoints: ["src/main.ts"], bundle: true, outdir: "dist", plugins: [polcPlugin()] });
 */
export function polcPlugin(options: PolcPluginOptions = {}): Plugin {
  const cache = createPolicyCache();
  return {
    name: "polc",
    setup: (build) => {
      build.onResolve({ filter: mayBePolicies }, (args) => resolvePolicies(build, args));
      build.onLoad({ filter: /\.pol$/, namespace: "file" }, ({ path }) =>
        load(rootOf(path), { build, cache, options }),
      );
    },
  };
}

/** Paths from the importing file or from a root, and whatever names a `.pol` file: of no other import the plugin hears. */
const mayBePolicies = /^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])|\.pol$/;

interface Loading {
  readonly build: PluginBuild;
  readonly cache: PolicyCache;
  readonly options: PolcPluginOptions;
}

async function load(root: string, { build, cache, options }: Loading): Promise<OnLoadResult> {
  const { result, reads } = await cache(root);
  const { module, files } = result;
  const from = build.initialOptions.absWorkingDir ?? process.cwd();
  const problem =
    module === undefined || options.declarations === false
      ? undefined
      : writeDeclarations(root, module.declarations);
  const unwritten = problem === undefined ? [] : [notWritten(problem, from)];
  return {
    ...(module === undefined ? {} : { contents: moduleContents(module), loader: "js" }),
    ...toMessages([...result.diagnostics, ...unwritten], { files, root, from }),
    ...watched(root, reads),
  };
}

function notWritten({ path, reason }: WriteProblem, from: string): Diagnostic {
  const message = `\`${relative(from, path)}\` is not written: ${reason}`;
  const help = "move what is there, or have no types written: `polcPlugin({ declarations: false })`";
  return createDiagnostic("POL4005", emptySpan(), message, { help });
}
