import { resolvePointer } from "../../types/json-pointer.js";
import { isJsonObject, type JsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";

/** The objects of a schema that are closed in Pol, though the schema does not say so: their JSON Pointers, each once. */
export function closedObjects(schema: unknown): readonly string[] {
  const search: Search = { document: schema, seen: new Set(), found: [] };
  visit(search, schema, "");
  return search.found;
}

interface Search {
  readonly document: unknown;
  readonly seen: Set<string>;
  readonly found: string[];
}

function visit(search: Search, schema: unknown, pointer: string): void {
  if (!isJsonObject(schema) || search.seen.has(pointer)) return;
  search.seen.add(pointer);
  if (typeof schema.$ref === "string") visitReference(search, schema.$ref);
  if (isObjectSchema(schema) && !("additionalProperties" in schema)) search.found.push(pointer);
  if (isJsonObject(schema.properties))
    for (const [name, property] of Object.entries(schema.properties))
      visit(search, property, pointerTo(pointer, "properties", name));
  for (const keyword of ["items", "additionalProperties"])
    visit(search, schema[keyword], pointerTo(pointer, keyword));
  for (const keyword of ["anyOf", "oneOf", "allOf"])
    visitBranches(search, schema[keyword], pointerTo(pointer, keyword));
}

function visitReference(search: Search, reference: string): void {
  if (!reference.startsWith("#")) return;
  const pointer = reference.slice(1);
  visit(search, resolvePointer(search.document, pointer), pointer);
}

/** Of several that differ nothing is kept, so nothing is closed. */
function visitBranches(search: Search, branches: unknown, pointer: string): void {
  if (!Array.isArray(branches)) return;
  const kept = [...branches.entries()].filter(
    ([, branch]) => !isJsonObject(branch) || branch.type !== "null",
  );
  const [only, ...others] = kept;
  if (only && others.length === 0) visit(search, only[1], pointerTo(pointer, only[0]));
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  if (type === undefined) return properties !== undefined;
  return type === "object" || (Array.isArray(type) && type.includes("object"));
}
