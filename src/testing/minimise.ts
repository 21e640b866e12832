import type { SourceFile } from "../source/source-file.js";
import type { File } from "../syntax/ast.js";
import { parse } from "../syntax/parse.js";
import { print } from "../syntax/print.js";

/**
 * The smallest policy set found that still `fails`: declarations, members, rules, clauses and operands are taken away one by one,
 * and expressions replaced by their parts, for as long as that keeps the failure. Greedy, so a local minimum.
 *
 * `fails` is asked about texts that need not check; it must be false for those.
 */
export function minimisePolicySet(
  files: readonly SourceFile[],
  fails: (files: readonly SourceFile[]) => boolean,
): readonly SourceFile[] {
  let best = files.map((file) => parse(file).file);
  for (let progress = true; progress; ) {
    progress = false;
    for (let size = chunkSizes.length - 1; size >= 0; size--) {
      const smaller = reduceOnce(best, chunkSizes[size] ?? 1, fails);
      if (smaller === undefined) continue;
      best = smaller;
      progress = true;
    }
  }
  return best.map(toSource);
}

const chunkSizes = [1, 4, 16];

function toSource(file: File): SourceFile {
  return { path: file.span.file, text: print(file) };
}

/** One pass over every place; each reduction that keeps the failure stays. Undefined where none did. */
function reduceOnce(
  files: readonly File[],
  chunk: number,
  fails: (files: readonly SourceFile[]) => boolean,
): File[] | undefined {
  let current: unknown = files;
  let reduced = false;
  for (const path of placesIn(files, [])) {
    for (let attempt = 0; attempt < 40; attempt++) {
      const smaller = candidatesAt(current, path, chunk).find((candidate) => stillFails(candidate, fails));
      if (smaller === undefined) break;
      current = smaller;
      reduced = true;
    }
  }
  return reduced ? (current as File[]) : undefined;
}

function stillFails(files: unknown, fails: (files: readonly SourceFile[]) => boolean): boolean {
  try {
    return fails((files as File[]).map(toSource));
  } catch {
    return false;
  }
}

type PlacePath = readonly (string | number)[];

/** Every place of the trees, outermost first. */
function placesIn(value: unknown, path: PlacePath): PlacePath[] {
  if (typeof value !== "object" || value === null || value instanceof Set) return [];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    skipped.has(key) ? [] : placesIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner];
}

const skipped: ReadonlySet<string> = new Set(["span", "brokenNames", "documentation"]);

/** Smaller versions of the whole, changed at one place. */
function candidatesAt(whole: unknown, path: PlacePath, chunk: number): unknown[] {
  const value = valueAt(whole, path);
  if (Array.isArray(value)) {
    return Array.from({ length: Math.ceil(value.length / chunk) }, (_, index) =>
      withValue(
        whole,
        path,
        value.filter((_, at) => Math.floor(at / chunk) !== index),
      ),
    );
  }
  if (chunk > 1 || typeof value !== "object" || value === null) return [];
  const parts = Object.entries(value).filter(([key]) => !skipped.has(key));
  const replaced = parts.flatMap(([, child]) => (Array.isArray(child) ? child : [child])).filter(isNode);
  const cleared = parts.filter(([, child]) => isNode(child)).map(([key]) => without(value, key));
  return [...replaced, ...cleared].map((candidate) => withValue(whole, path, candidate));
}

function isNode(value: unknown): value is object {
  return typeof value === "object" && value !== null && "kind" in value;
}

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function valueAt(whole: unknown, path: PlacePath): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    whole,
  );
}

function withValue(whole: unknown, path: PlacePath, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const changed = withValue((whole as Record<string | number, unknown>)[key], rest, value);
  if (Array.isArray(whole)) return whole.map((element, index) => (index === key ? changed : element));
  return { ...(whole as object), [key]: changed };
}
