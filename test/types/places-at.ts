import type { JsonSchema } from "../../src/types/from-json-schema.js";
import { isObject, isSchema, type Subschema, subschemas } from "../../src/types/json-schema/json-schema.js";
import type { References } from "../../src/types/json-schema/references.js";

/** The places of all schemas that speak of what is at `path` of an instance. */
export function placesAt(document: JsonSchema, references: References, path: string): readonly string[] {
  let schemas = besides(references, [{ schema: document, place: "" }]);
  for (const token of path.split("/").slice(1))
    schemas = besides(
      references,
      schemas.flatMap((inner) => below(inner, token)),
    );
  return schemas.map(({ place }) => place);
}

/** With the schemas that speak of the same value. */
function besides(references: References, start: readonly Subschema[]): readonly Subschema[] {
  const all = [...start];
  for (let index = 0; index < all.length; index++) {
    const { schema, place } = all[index] ?? { schema: true, place: "" };
    if (!isObject(schema)) continue;
    const target = references.target(schema);
    const inner = ["allOf", "anyOf", "oneOf"].flatMap((name) => subschemas(schema, place, name));
    for (const next of [...(target ? [target] : []), ...inner]) {
      if (!all.some((known) => known.place === next.place)) all.push(next);
    }
  }
  return all;
}

function below({ schema, place }: Subschema, token: string): readonly Subschema[] {
  if (!isObject(schema)) return [];
  const named = subschemas(schema, place, "properties").filter(
    (inner) => inner.place === `${place}/properties/${token}`,
  );
  const others = ["patternProperties", "items", "prefixItems", "additionalItems"];
  const unnamed = named.length > 0 ? others : ["additionalProperties", ...others];
  return [...named, ...unnamed.flatMap((name) => subschemas(schema, place, name))].filter((inner) =>
    isSchema(inner.schema),
  );
}
