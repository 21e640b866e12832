import { Ajv2020 } from "ajv/dist/2020.js";
import type { SchemaObject } from "../../src/types/schema-definitions.js";

/** Whether Ajv accepts a value. */
export type Validator = (value: unknown) => boolean;

// One for all schemas: the meta-schema is compiled once. Code that runs a few times is not worth being optimised.
const ajv = new Ajv2020({
  strict: true,
  strictRequired: true,
  ownProperties: true,
  code: { optimize: false },
});

/**
 * Ajv, strict and without a single format, with `schema`. It passes over properties called `__proto__`, whatever a schema says of them:
 * here they have another name on both sides.
 */
export function requestValidator(schema: SchemaObject): Validator {
  const made = renamed(schema) as SchemaObject;
  const validate = ajv.compile(made);
  // Compiled schemas are kept otherwise.
  ajv.removeSchema(made);
  return (value) => validate(renamed(value));
}

function renamed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("__proto__", "__prota__"));
}
