import { Ajv2020 } from "ajv/dist/2020.js";
import type { SchemaObject } from "../../src/types/schema-definitions.js";

/** Whether Ajv accepts a value. */
export type Validator = (value: unknown) => boolean;

/**
 * Ajv, strict and without a single format, with `schema`. It passes over properties called `__proto__`, whatever a schema says of them:
 * here they have another name on both sides.
 */
export function requestValidator(schema: SchemaObject): Validator {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true });
  const validate = ajv.compile(renamed(schema) as SchemaObject);
  return (value) => validate(renamed(value));
}

function renamed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("__proto__", "__prota__"));
}
