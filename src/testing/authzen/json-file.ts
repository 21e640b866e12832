import { createDiagnostic, type DiagnosticCode } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../source/source-file.js";
import type { Span } from "../../source/span.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { type JsonPlace, jsonPlaces, placeAt } from "../../util/json-places.js";
import { lazy } from "../../util/lazy.js";
import { parseJson } from "../../util/parse-json.js";

/** What was read from a JSON file of a certain shape, or what is wrong with it. */
export type JsonFileResult<T> =
  | { readonly value: T; readonly diagnostic?: undefined }
  | { readonly value?: undefined; readonly diagnostic: Diagnostic };

/** Where the value that a JSON Pointer leads to stands. */
export type SpanOf = (pointer: string) => Span;

/**
 * Reads a JSON file with `read`, which is given its value and may end with {@link unexpected}; whatever is wrong becomes a diagnostic with
 * its place.
 */
export function readJsonFile<T>(
  file: SourceFile,
  code: DiagnosticCode,
  help: string,
  read: (value: unknown, spanOf: SpanOf) => T,
): JsonFileResult<T> {
  const problem = (message: string, { start, end }: Pick<JsonPlace, "start" | "end">) => ({
    diagnostic: createDiagnostic(
      code,
      { file: file.path, start, end: Math.min(end, file.text.length) },
      message,
      { help },
    ),
  });
  const parsed = parseJson(file.text);
  if (!parsed.ok) return problem(parsed.message, { start: parsed.offset, end: parsed.offset + 1 });
  // Of a large file they cost more than its values, and mostly nobody asks.
  const places = lazy(() => jsonPlaces(file.text));
  const spanOf = (pointer: string) => {
    const { start, end } = placeAt(places(), pointer);
    return { file: file.path, start, end };
  };
  try {
    return { value: read(parsed.value, spanOf) };
  } catch (thrown) {
    if (!(thrown instanceof ShapeProblem)) throw thrown;
    return problem(thrown.message, placeAt(places(), thrown.pointer));
  }
}

class ShapeProblem {
  constructor(
    readonly pointer: string,
    readonly message: string,
  ) {}
}

/** Ends {@link readJsonFile}: what stands at `pointer` is not what it has to be. */
export function unexpected(pointer: string, expected: string): never {
  throw new ShapeProblem(pointer, `expected ${expected} at ${pointer === "" ? "the top" : `\`${pointer}\``}`);
}

/** `value` as an object. */
export function objectAt(value: unknown, pointer: string): JsonObject {
  return isJsonObject(value) ? value : unexpected(pointer, "an object");
}

/** `value` as a list. */
export function listAt(value: unknown, pointer: string, of: string): readonly unknown[] {
  return Array.isArray(value) ? value : unexpected(pointer, `a list of ${of}`);
}

/** `value` as a text that is not empty. */
export function textAt(value: unknown, pointer: string): string {
  return typeof value === "string" && value !== "" ? value : unexpected(pointer, "a text");
}
