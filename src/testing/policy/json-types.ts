import type { SchemaFile } from "../../check/json-types.js";
import type { Type } from "../../types/type.js";
import { chance } from "../choices.js";
import { field, type Generation } from "./model.js";
import { typeText } from "./type-text.js";

/** The schema that generated policy sets refer to, and the type that it stands for. */
const schema = {
  $defs: {
    Order: {
      type: "object",
      properties: {
        sku: { type: "string", minLength: 1, maxLength: 20 },
        amount: { type: "integer", minimum: 1, maximum: 100 },
        link: { type: "string", format: "uri" },
        labels: { type: "array", items: { enum: ["a", "b", "__proto__"] } },
      },
      required: ["sku", "amount"],
      additionalProperties: false,
    },
  },
};

const orderType: Type = {
  kind: "Record",
  open: false,
  fields: new Map(
    [
      field("sku", { kind: "String", length: { minimum: 1, maximum: 20 } }),
      field("amount", { kind: "Int", bounds: { minimum: 1, maximum: 100 } }),
      field("link", { kind: "Url" }, { optional: true }),
      field(
        "labels",
        { kind: "List", element: { kind: "Literals", values: ["__proto__", "a", "b"] } },
        { optional: true },
      ),
    ].map((own) => [own.name, own]),
  ),
};

/** What generated policy sets read beside their files: to be given to `check`. */
export const generatorSchemas: ReadonlyMap<string, SchemaFile> = new Map(
  ["order.schema.json", "schema/order.schema.json"].map((path) => [path, { schema }]),
);

/** Declares a type from a JSON Schema, now and then, and gives it to be used. */
export function declareJsonType(generation: Generation): Type | undefined {
  if (!chance(generation.choices, 15)) return undefined;
  const name = generation.namer.declaration("Order");
  generation.declarations.push(`type ${name} = json("./order.schema.json#/$defs/Order")`);
  generation.schema.aliases.set(typeText(orderType), name);
  return orderType;
}
