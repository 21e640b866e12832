import type { JsonSchema } from "./from-json-schema.js";

/** A JSON Schema, or why a text is none. */
export type JsonSchemaResult = { readonly schema: JsonSchema } | { readonly problem: string };

const draft07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

/**
 * Reads a text as a JSON Schema: JSON, and valid by its meta-schema (2020-12, or draft-07 where `$schema` says so), by Ajv, which is
 * loaded only here. Nothing is fetched: an `$id` names the schema, no more.
 */
export async function readJsonSchema(text: string): Promise<JsonSchemaResult> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "it is no JSON" };
  }
  if (
    typeof document !== "boolean" &&
    (typeof document !== "object" || document === null || Array.isArray(document))
  ) {
    return { problem: "a schema is an object or a Boolean" };
  }
  const schema = document as JsonSchema;
  const problem = await metaSchemaProblem(schema);
  return problem === undefined ? { schema } : { problem };
}

async function metaSchemaProblem(schema: JsonSchema): Promise<string | undefined> {
  const declared = typeof schema === "boolean" ? undefined : schema.$schema;
  const isDraft07 = typeof declared === "string" && draft07.test(declared);
  // By way of `default`: Ajv is CommonJS, whose names a bundle does not see.
  const Ajv = isDraft07
    ? (await import("ajv")).default.Ajv
    : (await import("ajv/dist/2020.js")).default.Ajv2020;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
  const known = declared === undefined || isDraft07 || ajv.getSchema(String(declared)) !== undefined;
  if (!known) return `its \`$schema\` \`${String(declared)}\` is neither 2020-12 nor draft-07`;
  return ajv.validateSchema(schema) ? undefined : ajv.errorsText(ajv.errors, { dataVar: "schema" });
}
