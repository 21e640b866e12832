import { plainPointer, valueAt } from "../json-pointer.js";
import {
  isObject,
  isSchema,
  type JsonSchema,
  keyword,
  type SchemaObject,
  type Subschema,
  schemaKeywords,
  subschemas,
} from "./json-schema.js";

/** Where the references of a document lead: to its own schemas, by pointer, anchor or `$id`; nothing is fetched. */
export interface References {
  /** What the `$ref` of a schema leads to; undefined where that is outside the document, or nowhere. */
  target(schema: SchemaObject): Subschema | undefined;
}

/** Reads the `$id`s and anchors of a document. */
export function createReferences(document: JsonSchema): References {
  const index: Index = { bases: new Map(), resources: new Map([[documentBase, ""]]), anchors: new Map() };
  indexSchemas(document, index);
  return {
    target(schema) {
      const reference = keyword(schema, "$ref");
      if (typeof reference !== "string") return undefined;
      const place = findPlace(index, index.bases.get(schema) ?? documentBase, reference);
      const target = place === undefined ? undefined : valueAt(document, place);
      return place !== undefined && isSchema(target) ? { schema: target, place } : undefined;
    },
  };
}

interface Index {
  /** The address that the references in a schema are relative to. */
  readonly bases: Map<SchemaObject, string>;
  /** Pointers to the schemas with an address. */
  readonly resources: Map<string, string>;
  /** Pointers to the schemas with an anchor, by address, `#` and anchor. */
  readonly anchors: Map<string, string>;
}

/** The address of a document that gives itself none. */
const documentBase = "schema:///";

interface Located extends Subschema {
  readonly base: string;
}

/** Without recursion: a document may be deeper than the stack. */
function indexSchemas(document: JsonSchema, index: Index): void {
  const pending: Located[] = [{ schema: document, place: "", base: documentBase }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schema, place } = next;
    if (!isObject(schema) || index.bases.has(schema)) continue;
    const base = baseOf(schema, next.base);
    index.bases.set(schema, base);
    if (base !== next.base) addFirst(index.resources, base, place);
    for (const anchor of anchorsOf(schema)) addFirst(index.anchors, `${base}#${anchor}`, place);
    for (const name of schemaKeywords) {
      for (const inner of subschemas(schema, place, name)) pending.push({ ...inner, base });
    }
  }
}

/** Two schemas of one name are the document's mistake: the one nearer to its beginning counts. */
function addFirst(places: Map<string, string>, name: string, place: string): void {
  const known = places.get(name);
  if (known === undefined || place < known) places.set(name, place);
}

function baseOf(schema: SchemaObject, base: string): string {
  const id = keyword(schema, "$id");
  if (typeof id !== "string" || id.startsWith("#")) return base;
  return splitAddress(id, base)?.address ?? base;
}

/** Draft-07 writes an anchor as `$id: "#name"`. */
function anchorsOf(schema: SchemaObject): readonly string[] {
  const id = keyword(schema, "$id");
  const names = [keyword(schema, "$anchor"), keyword(schema, "$dynamicAnchor")];
  const old = typeof id === "string" && id.startsWith("#") ? [id.slice(1)] : [];
  return [...names.filter((name) => typeof name === "string"), ...old];
}

function splitAddress(reference: string, base: string): { address: string; fragment: string } | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  const fragment = url.hash.slice(1);
  url.hash = "";
  return { address: url.href, fragment };
}

/** A pointer into the document. */
function findPlace(index: Index, base: string, reference: string): string | undefined {
  // A plain pointer is taken as it is written: a URL would encode it.
  const local = reference.startsWith("#") ? { address: base, fragment: reference.slice(1) } : undefined;
  const split = local ?? splitAddress(reference, base);
  const resource = split && index.resources.get(split.address);
  if (!split || resource === undefined) return undefined;
  const { address, fragment } = split;
  const within = plainPointer(fragment);
  return within === undefined ? index.anchors.get(`${address}#${fragment}`) : `${resource}${within}`;
}
