import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { type BuildOptions, type BuildResult, build } from "esbuild";
import { onTestFinished } from "vitest";
import { type PolcPluginOptions, polcPlugin } from "../../src/adapters/esbuild.js";

/** A folder with what somebody bundles. */
export interface Project {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
}

const globalName = "bundled";

/** A project for one test, which takes it along. */
export function createProject(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), "polc-esbuild-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const project: Project = {
    folder,
    write: (changed) => {
      for (const [path, text] of Object.entries(changed)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    },
    read: (path) => readFileSync(join(folder, path), "utf8"),
  };
  project.write(files);
  return project;
}

/** How a project is bundled here unless a test says otherwise. */
export function bundleOptions({ folder }: Project, options: BundleOptions = {}): BuildOptions {
  const { plugin, ...more } = options;
  return {
    absWorkingDir: folder,
    entryPoints: ["main.ts"],
    bundle: true,
    write: false,
    outdir: "dist",
    logLevel: "silent",
    globalName,
    plugins: [polcPlugin(plugin)],
    ...more,
  };
}

/** Options of esbuild, and of the plugin. */
export type BundleOptions = BuildOptions & { readonly plugin?: PolcPluginOptions };

/** Bundles a project; rejects where esbuild does. */
export function bundle(project: Project, options?: BundleOptions): Promise<BuildResult> {
  return build(bundleOptions(project, options));
}

/** The text of the one JavaScript file that `result` has. */
export function codeOf({ outputFiles = [] }: Pick<BuildResult, "outputFiles">): string {
  const scripts = outputFiles.filter(({ path }) => path.endsWith(".js"));
  return scripts.map(({ text }) => text).join();
}

/** What a bundle of `format` exports, having run: a script in a context of its own that has the language and nothing else. */
export async function exportsOf(result: BuildResult, { format }: BuildOptions): Promise<object> {
  const code = codeOf(result);
  if (format === "esm") {
    return import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  }
  const context = vm.createContext(Object.create(null));
  if (format === "iife") return vm.runInContext(`${code}\n${globalName}`, context);
  return vm.runInContext(`const module = { exports: {} };\n${code}\nmodule.exports`, context);
}
