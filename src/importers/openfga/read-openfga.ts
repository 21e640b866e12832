import { transformer, validator } from "@openfga/syntax-transformer";
import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { isJsonObject } from "../../util/json-object.js";
import { parseJson } from "../../util/parse-json.js";
import type { FgaModel } from "./fga-model.js";
import { type FgaPlaces, placesInDsl, placesInJson } from "./fga-places.js";
import { modelFromJson } from "./model-from-json.js";

/** What reading a model comes to: the model, or why there is none. */
export interface ReadOpenFga {
  readonly model?: FgaModel;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a model: one text, DSL or JSON, or the modules that an `fga.mod` names. */
export function readOpenFga(sources: readonly SourceFile[]): ReadOpenFga {
  const [first] = sources;
  if (first === undefined) return { diagnostics: [] };
  if (first.text.trimStart().startsWith("{")) return readJson(first);
  const places = placesInDsl(sources);
  return guarded(sources, () => modelFromJson(transform(sources), places));
}

/** The files that an `fga.mod` names, relative to it. */
export function readModFile(
  source: SourceFile,
): { readonly files: readonly string[] } | { readonly diagnostics: readonly Diagnostic[] } {
  try {
    const { contents } = transformer.transformModFileToJSON(source.text);
    return { files: contents.value.map(({ value }) => value) };
  } catch (error) {
    return { diagnostics: diagnosticsOf(error, [source]) };
  }
}

/** What the model is as JSON. What belongs to a module is a module even where there is only one. */
function transform(sources: readonly SourceFile[]): unknown {
  const [first] = sources;
  if (first !== undefined && sources.length === 1 && !/^\s*(?:#.*\s*)*module\b/.test(first.text)) {
    validated(() => validator.validateDSL(first.text));
    return transformer.transformDSLToJSONObject(first.text);
  }
  const modules = sources.map(({ path, text }) => ({ name: path, contents: text }));
  return transformer.transformModuleFilesToModel(modules, "1.2");
}

function readJson(source: SourceFile): ReadOpenFga {
  const parsed = parseJson(source.text);
  const { path: file } = source;
  if (!parsed.ok) {
    const span = { file, start: parsed.offset, end: parsed.offset + 1 };
    return { diagnostics: [createDiagnostic("POL4070", span, parsed.message)] };
  }
  const places: FgaPlaces = placesInJson(source, parsed.value);
  return guarded([source], () => {
    const model = modelFromJson(parsed.value, places);
    if (model.model !== undefined) validated(() => validator.validateJSON(withTypes(parsed.value)));
    return model;
  });
}

/** What the validator takes for a model: {@link modelFromJson} found that it is one. */
function withTypes(value: unknown): Parameters<typeof validator.validateJSON>[0] {
  return value as Parameters<typeof validator.validateJSON>[0];
}

/** The validator fails on some models that are fine, as on `from` over a relation under a condition: Pol's checker looks at them later. */
function validated(validate: () => void): void {
  try {
    validate();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** The transformer says by exceptions what is wrong with a text. */
function guarded(sources: readonly SourceFile[], read: () => ReadOpenFga): ReadOpenFga {
  try {
    return read();
  } catch (error) {
    return { diagnostics: diagnosticsOf(error, sources) };
  }
}

/** One for each problem that an exception of the transformer has. */
function diagnosticsOf(error: unknown, sources: readonly SourceFile[]): readonly Diagnostic[] {
  const problems = error instanceof Error && "errors" in error ? error.errors : undefined;
  if (!Array.isArray(problems)) {
    if (!(error instanceof Error)) throw error;
    const why = error instanceof TypeError ? "OpenFGA's own reader fails on this model" : error.message;
    return [createDiagnostic("POL4070", startOf(sources), firstLine(why))];
  }
  const found = problems.filter(isJsonObject).map((problem) => {
    const message = typeof problem.msg === "string" ? firstLine(problem.msg) : "this is no model of OpenFGA";
    return createDiagnostic("POL4070", spanOf(problem, sources), message);
  });
  // The validator says some things once for each subject of a relation.
  return [
    ...new Map(found.map((each) => [`${each.span.file} ${each.span.start} ${each.message}`, each])).values(),
  ];
}

function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").replace(/\.$/, "");
}

function startOf(sources: readonly SourceFile[]): Span {
  return { file: sources[0]?.path ?? "", start: 0, end: 1 };
}

/** The place of a problem: lines and columns count from 0. */
function spanOf(problem: { readonly [name: string]: unknown }, sources: readonly SourceFile[]): Span {
  const source = sources.find(({ path }) => path === problem.file) ?? sources[0];
  const [line, column] = [numbersOf(problem.line), numbersOf(problem.column)];
  if (source === undefined || line === undefined || column === undefined) return startOf(sources);
  const lines = source.text.split("\n");
  const lineStart = lines.slice(0, line.start).reduce((sum, { length }) => sum + length + 1, 0);
  const start = Math.min(lineStart + column.start, source.text.length);
  const length = Math.max(1, line.start === line.end ? column.end - column.start : 1);
  return { file: source.path, start, end: Math.min(start + length, source.text.length) };
}

function numbersOf(value: unknown): { readonly start: number; readonly end: number } | undefined {
  if (!isJsonObject(value) || typeof value.start !== "number" || typeof value.end !== "number")
    return undefined;
  return { start: value.start, end: value.end };
}
