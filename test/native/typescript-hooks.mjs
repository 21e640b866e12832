// Node.js loads the sources as they are: each module is stripped of its types when it is imported, nothing else. Calls from module to
// module then cost what they cost in the bundle, which those of Vite's module runner, by way of a namespace object, do not.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keptOrMade } from "./kept-texts.mjs";

const options = { loader: "ts", target: "node20", sourcemap: "inline", sourcesContent: false };

/** Sources name each other by what they become: `./parse.js` is `parse.ts` beside it. */
export function resolve(specifier, context, nextResolve) {
  const isOwn = isTypeScript(context.parentURL) && /^\.\.?\/.*\.js$/.test(specifier);
  if (!isOwn) return nextResolve(specifier, context);
  const url = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL).href;
  return { url, format: "module", shortCircuit: true };
}

export async function load(url, context, nextLoad) {
  if (!isTypeScript(url)) return nextLoad(url, context);
  const path = fileURLToPath(new URL(url));
  const text = readFileSync(path, "utf8");
  const source = await keptOrMade(path, JSON.stringify(options) + text, () => withoutTypes(path, text));
  return { format: "module", source, shortCircuit: true };
}

async function withoutTypes(path, text) {
  const { transform } = await import("esbuild");
  const { code } = await transform(text, { ...options, sourcefile: path });
  return code;
}

/** A module may have a query: Vitest imports a file of tests by one. */
function isTypeScript(url) {
  return /\.ts(\?|$)/.test(url ?? "") && !url.includes("/node_modules/");
}
