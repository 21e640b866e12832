// Node.js loads the sources as they are: each module is stripped of its types when it is imported, nothing else. Calls from module to
// module then cost what they cost in the bundle, which those of Vite's module runner, by way of a namespace object, do not.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

/** Sources name each other by what they become: `./parse.js` is `parse.ts` beside it. */
export function resolve(specifier, context, nextResolve) {
  const isOwn = isTypeScript(context.parentURL) && /^\.\.?\/.*\.js$/.test(specifier);
  return nextResolve(isOwn ? specifier.replace(/\.js$/, ".ts") : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!isTypeScript(url)) return nextLoad(url, context);
  const path = fileURLToPath(new URL(url));
  const { code } = await transform(await readFile(path, "utf8"), {
    loader: "ts",
    target: "node20",
    sourcefile: path,
    sourcemap: "inline",
    sourcesContent: false,
  });
  return { format: "module", source: code, shortCircuit: true };
}

/** A module may have a query: Vitest imports a file of tests by one. */
function isTypeScript(url) {
  return /\.ts(\?|$)/.test(url ?? "") && !url.includes("/node_modules/");
}
