import { parseJson } from "../util/parse-json.js";
import type { JsonSchema } from "./from-json-schema.js";
import { isObject, isSchema } from "./json-schema/json-schema.js";

/** A JSON Schema, or why a text is none. */
export type JsonSchemaResult = { readonly schema: JsonSchema } | { readonly problem: string };

/**
 * Reads a text as a JSON Schema: JSON, and valid by its meta-schema (2020-12, or draft-07 where `$schema` says so), by Ajv, which is
 * loaded only here. Nothing is fetched: an `$id` names the schema, no more.
 */
export async function readJsonSchema(text: string): Promise<JsonSchemaResult> {
  const parsed = parseJson(text);
  if (!parsed.ok) return { problem: `${parsed.message} (${placeOf(text, parsed.offset)})` };
  const { value } = parsed;
  if (!isSchema(value)) return { problem: "a schema is an object or a Boolean" };
  const problem = await metaSchemaProblem(value);
  return problem === undefined ? { schema: value } : { problem };
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** What the meta-schema has against a schema, if anything. One without `$schema` may be of either draft. */
async function metaSchemaProblem(schema: JsonSchema): Promise<string | undefined> {
  const declared = isObject(schema) ? schema.$schema : undefined;
  if (declared === undefined) {
    const problem = await problemOf(schema, "2020-12");
    return problem === undefined || (await problemOf(schema, "draft-07")) === undefined ? undefined : problem;
  }
  const known = drafts.find(({ address }) => typeof declared === "string" && address.test(declared));
  if (!known) return `its \`$schema\` ${JSON.stringify(declared)} is neither 2020-12 nor draft-07`;
  return problemOf(schema, known.draft);
}

type Draft = "2020-12" | "draft-07";

const drafts: readonly { readonly draft: Draft; readonly address: RegExp }[] = [
  { draft: "2020-12", address: /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/ },
  { draft: "draft-07", address: /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/ },
];

async function problemOf(schema: JsonSchema, draft: Draft): Promise<string | undefined> {
  // By way of `default`: Ajv is CommonJS, whose names a bundle does not see.
  const Ajv =
    draft === "draft-07"
      ? (await import("ajv")).default.Ajv
      : (await import("ajv/dist/2020.js")).default.Ajv2020;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
  const address =
    draft === "draft-07"
      ? "http://json-schema.org/draft-07/schema"
      : "https://json-schema.org/draft/2020-12/schema";
  return ajv.validate(address, schema) === true
    ? undefined
    : ajv.errorsText(ajv.errors, { dataVar: "schema" });
}
