import type { JsonObject } from "../../util/json-object.js";
import { asymmetricAlgorithms } from "./options.js";

const text = { type: "string", minLength: 1 };
const textOrTexts = { type: ["string", "array"], minLength: 1, items: text, minItems: 1 };

/** The members that say where a claim is. */
const reading = { claim: textOrTexts, of: { enum: ["party", "token"] }, asserted: { const: true } };

const party = closed(
  {
    type: text,
    kind: { enum: ["person", "program"] },
    id: textOrTexts,
    properties: {
      type: "object",
      additionalProperties: {
        ...textOrTexts,
        type: ["string", "array", "object"],
        ...closedMembers(reading, ["claim"]),
      },
    },
    ancestors: {
      type: "array",
      items: closed({ ...reading, type: text, absent: { enum: ["none"] } }, ["claim", "type"]),
    },
    requires: {
      type: "array",
      items: closed(
        { ...reading, is: { type: "array", items: { type: ["string", "boolean"] }, minItems: 1 } },
        ["claim", "is"],
      ),
    },
  },
  ["type"],
);

const keySet = {
  type: ["string", "object"],
  minLength: 1,
  properties: { keys: { type: "array", items: { type: "object" } } },
  required: ["keys"],
};

const issuer = closed(
  {
    layout: { enum: ["rfc8693", "inverted"] },
    keys: { ...closed({ jwks: keySet, pem: text }, []), minProperties: 1, maxProperties: 1 },
    algorithms: { type: "array", items: { enum: asymmetricAlgorithms }, minItems: 1 },
    delegation: { enum: ["required", "allowed", "never"] },
    subject: party,
    actor: party,
    namespace: text,
    task: closed({ id: textOrTexts, expires: textOrTexts }, ["id"]),
    introspection: closed({ endpoint: text, clientId: text, clientSecretFrom: text }, [
      "endpoint",
      "clientId",
      "clientSecretFrom",
    ]),
    statusTimeout: { type: "integer", minimum: 1, maximum: 60_000 },
    inactive: { enum: ["refused", "told"] },
    boundTokens: { enum: ["refused", "proven"] },
  },
  ["layout", "keys"],
);

/** The JSON Schema of a configuration's shape: draft-07, what Ajv reads by default. */
export const configurationSchema: JsonObject = closed(
  {
    issuers: { type: "object", additionalProperties: issuer, minProperties: 1 },
    audience: textOrTexts,
    clockTolerance: { type: "number", minimum: 0, maximum: 600 },
    maxTokenLength: { type: "integer", minimum: 1 },
  },
  ["issuers", "audience"],
);

/** An object with these members and no others. */
function closed(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: "object", ...closedMembers(properties, required) };
}

function closedMembers(properties: JsonObject, required: readonly string[]): JsonObject {
  return { properties, required, additionalProperties: false };
}
