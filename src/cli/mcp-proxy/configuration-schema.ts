import type { JsonObject } from "../../util/json-object.js";

const text = { type: "string", minLength: 1 };
const texts = { type: "array", items: text };

const entity = closed(
  {
    type: text,
    id: { type: "string" },
    properties: { type: "object" },
    ancestors: { type: "array", items: closed({ type: text, id: { type: "string" } }, ["type", "id"]) },
  },
  ["type"],
);

const seconds = { type: "number", exclusiveMinimum: 0, maximum: 60 };

/** A file of tuples, or just one of the engines. */
const relations = {
  ...closed({
    sqlite: text,
    spicedb: closed(
      { endpoint: text, tokenFrom: text, security: { enum: ["tls", "plaintext"] }, timeout: seconds },
      ["endpoint", "tokenFrom"],
    ),
    openfga: closed({ url: text, store: text, model: text, tokenFrom: text, timeout: seconds }, [
      "url",
      "store",
      "model",
    ]),
  }),
  type: ["string", "object"],
  minLength: 1,
  minProperties: 1,
  maxProperties: 1,
};

/** The JSON Schema of a configuration's shape; that of `delegation` is held against a schema of its own. */
export const configurationSchema: JsonObject = closed({
  $schema: text,
  server: text,
  trusted: { type: "boolean" },
  subject: entity,
  actor: entity,
  resource: entity,
  resources: { type: "object", additionalProperties: entity },
  context: { type: "object" },
  approvers: texts,
  approvalTimeout: { type: "number", exclusiveMinimum: 0, maximum: 86_400 },
  pass: texts,
  labels: texts,
  delegation: { type: "object" },
  audit: text,
  candidate: text,
  relations,
  origins: { type: "array", items: { type: "string", pattern: "^https?://[^/]+$" } },
  sessions: closed({
    most: { type: "integer", minimum: 1, maximum: 100_000 },
    idle: { type: "number", exclusiveMinimum: 0, maximum: 604_800 },
  }),
});

/** An object with these members and no others. */
function closed(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: "object", properties, required, additionalProperties: false };
}
