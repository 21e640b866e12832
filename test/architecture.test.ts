import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Layer {
  readonly name: string;
  readonly packages: readonly string[];
  readonly never: readonly string[];
}

interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** The rows of the table in docs/architecture.md. */
function readLayers(): readonly Layer[] {
  const text = readFileSync(join(root, "docs/architecture.md"), "utf8");
  return [...text.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, name = "", packages = "", never = ""]) => ({
      name,
      packages: quotedIn(packages),
      never: quotedIn(never),
    }),
  );
}

function quotedIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

const layers = readLayers();
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .sort();
const imports = sources.flatMap(importsOf);

/** Static, dynamic and type imports, and re-exports. */
function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, "src", file), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  const patterns = [
    /^(?:import|export)\s[^"'`;]*?from\s+"([^"]+)"/gm,
    /^import\s+"([^"]+)"/gm,
    /\bimport\(\s*"([^"]+)"/g,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, specifier = ""]) => ({ file, specifier })),
  );
}

function layerOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, "");
}

function problemOf({ file, specifier }: Import): string | undefined {
  const from = layers.findIndex(({ name }) => name === layerOf(file));
  const layer = layers[from];
  if (layer === undefined) return `${file} is in no layer`;
  if (!specifier.startsWith("."))
    return usesPackage(layer, specifier) ? undefined : `${file} uses ${specifier}`;
  const target = layerOf(posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts"));
  const to = layers.findIndex(({ name }) => name === target);
  const allowed = to >= 0 && to <= from && !layer.never.includes(target);
  return allowed ? undefined : `${file} imports ${specifier}`;
}

function usesPackage({ packages }: Layer, specifier: string): boolean {
  return packages.some((name) =>
    name.endsWith("*")
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  );
}

describe("the layers of docs/architecture.md", () => {
  it("are all there, and nothing else is", () => {
    expect(layers.length).toBeGreaterThan(10);
    expect(
      [...new Set(sources.map(layerOf))].filter((name) => !layers.some((layer) => layer.name === name)),
    ).toEqual([]);
  });

  it("hold for every import", () => {
    expect(imports.length).toBeGreaterThan(sources.length);
    expect(imports.map(problemOf).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it("are told apart by this test", () => {
    expect(problemOf({ file: "ir/lower.ts", specifier: "../interpret/interpret.js" })).toBeDefined();
    expect(problemOf({ file: "syntax/parse.ts", specifier: "../check/check.js" })).toBeDefined();
    expect(problemOf({ file: "check/check.ts", specifier: "node:fs" })).toBeDefined();
    expect(problemOf({ file: "runtime/ip.ts", specifier: "../util/invariant.js" })).toBeDefined();
    expect(problemOf({ file: "cli/check.ts", specifier: "../compiler.js" })).toBeUndefined();
  });

  it("have no import cycle between modules", () => {
    expect(findCycle()).toEqual([]);
  });
});

/** The files of one cycle of imports that stay when types are erased; none, if there is none. */
function findCycle(): readonly string[] {
  const edges = new Map(sources.map((file) => [file, valueImports(file)]));
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  return sources.map((file) => visit(file, [])).find((cycle) => cycle.length > 0) ?? [];
}

function valueImports(file: string): readonly string[] {
  const text = readFileSync(join(root, "src", file), "utf8");
  return [...text.matchAll(/^(?:import|export)\s(?!type\b)([^"'`;]*?)from\s+"(\.[^"]+)"/gm)]
    .filter(([, names = ""]) => names.replace(/\btype\s+\w+/g, "").match(/\w|\*/) !== null)
    .map(([, , specifier = ""]) => posix.join(posix.dirname(file), specifier).replace(/\.js$/, ".ts"));
}
