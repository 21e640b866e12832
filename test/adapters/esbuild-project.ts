import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { type BuildOptions, type BuildResult, build } from "esbuild";
import { afterEach } from "vitest";
import { type PolcPluginOptions, polcPlugin } from "../../src/adapters/esbuild.js";

/** A folder with what somebody bundles. */
export interface Project {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
}

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project of its own for one test. */
export function createProject(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), "polc-esbuild-"));
  folders.push(folder);
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
export function codeOf({ outputFiles = [] }: BuildResult): string {
  const scripts = outputFiles.filter(({ path }) => path.endsWith(".js"));
  return scripts.map(({ text }) => text).join();
}

/** What an `iife` bundle leaves in the variable `answer` of a context that has nothing else. */
export function answerOf(code: string): unknown {
  const context = vm.createContext(Object.create(null));
  vm.runInContext(code, context);
  return JSON.parse(vm.runInContext("JSON.stringify(answer)", context));
}
