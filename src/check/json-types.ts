import type { File, JsonSchemaReference } from "../syntax/ast.js";
import { type ConvertedSchema, fromJsonSchema, type JsonSchema } from "../types/from-json-schema.js";
import type { Type } from "../types/type.js";
import type { Report } from "./reporter.js";
import type { JsonTypeSource } from "./resolve-type.js";

/** A file that `json("…")` names: a schema, or why there is none. */
export type SchemaFile = { readonly schema: JsonSchema } | { readonly problem: string };

/** Paths of the schema files that a policy set names, relative to the set as its own files are; sorted. */
export function schemaPaths(files: readonly File[]): readonly string[] {
  const references = files.flatMap((file) =>
    file.declarations.flatMap((declaration) =>
      declaration.kind === "TypeDeclaration" && declaration.type.kind === "JsonSchemaReference"
        ? [declaration.type]
        : [],
    ),
  );
  return [...new Set(references.map((reference) => splitReference(reference).path))].sort();
}

/** Answers `json("…")` from schema files that were read and validated before: a phase below the command line reads no files. */
export function jsonTypesFrom(schemas: ReadonlyMap<string, SchemaFile>): JsonTypeSource {
  return (reference, report) => {
    const { path, pointer } = splitReference(reference);
    const file = schemas.get(path);
    const fail = (message: string): undefined => report("POL2028", reference.path.span, message) as undefined;
    if (!file) return fail(`there is no file \`${path}\``);
    if ("problem" in file) return fail(`\`${path}\` is no JSON Schema: ${file.problem}`);
    return convertAt(file.schema, reference, pointer, report);
  };
}

function convertAt(
  schema: JsonSchema,
  reference: JsonSchemaReference,
  pointer: string,
  report: Report,
): Type | undefined {
  const { span } = reference.path;
  const converted = fromJsonSchema(schema, pointer);
  if (!converted) {
    report("POL2028", span, `\`#${pointer}\` leads to no schema in that file`);
    return undefined;
  }
  for (const [message, places] of placesByMessage(converted, pointer))
    report("POL2029", span, `at ${listPlaces(places)}: ${message}`);
  return converted.type;
}

/** What cannot be kept, and where: what is said of many places is one diagnostic. */
function placesByMessage(
  { type, inexact, nullable }: ConvertedSchema,
  pointer: string,
): ReadonlyMap<string, readonly string[]> {
  const isOpaque = type.kind === "Json" && inexact.some(({ place }) => place === pointer);
  const top = nullable && !isOpaque ? [{ place: pointer, message: nullAtTheTop }] : [];
  const places = new Map<string, string[]>();
  for (const { place, message } of [...inexact, ...top]) {
    places.set(message, [...(places.get(message) ?? []), place]);
  }
  return places;
}

function listPlaces(places: readonly string[]): string {
  const listed = places.slice(0, mostPlaces).map((place) => `\`#${place}\``);
  const others = places.length - listed.length;
  return `${listed.join(", ")}${others > 0 ? ` and ${others} other places` : ""}`;
}

/** How many places a message names: a person looks at a few, and a schema can have thousands. */
const mostPlaces = 50;

const nullAtTheTop =
  "`null` at the top of a type cannot be kept: write `name: T | null` where the type is used";

function splitReference(reference: JsonSchemaReference): { readonly path: string; readonly pointer: string } {
  const text = reference.path.value;
  const hash = text.indexOf("#");
  const file = hash < 0 ? text : text.slice(0, hash);
  const folder = reference.span.file.split("/").slice(0, -1);
  return { path: normalise([...folder, ...file.split("/")]), pointer: hash < 0 ? "" : text.slice(hash + 1) };
}

function normalise(segments: readonly string[]): string {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else kept.push(segment);
  }
  return kept.join("/");
}
