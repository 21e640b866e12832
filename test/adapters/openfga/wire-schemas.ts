import { Ajv } from "ajv";

/*
 * The requests of OpenFGA's API, as `openfga/v1/openfga_service.proto` says with its rules of validation. Members that are not there are
 * refused, which a server does not do: whoever sends one has misread the API.
 */

const type = { type: "string", pattern: "^[^:#@\\s]{1,254}$" };
const relation = { type: "string", pattern: "^[^:#@\\s]{1,50}$" };
const object = { type: "string", pattern: "^[^\\s]{2,256}$" };
const user = { type: "string", pattern: "^[^\\s]{2,512}$" };
const id = { type: "string", pattern: "^[^#:\\s]+$" };
const modelId = { type: "string", pattern: "^[ABCDEFGHJKMNPQRSTVWXYZ0-9]{26}$" };
const consistency = { enum: ["UNSPECIFIED", "MINIMIZE_LATENCY", "HIGHER_CONSISTENCY"] };

function record(properties: object, required: readonly string[] = Object.keys(properties)): object {
  return { type: "object", properties, required, additionalProperties: false };
}

function request(properties: object): object {
  return record({ ...properties, authorization_model_id: modelId, consistency }, Object.keys(properties));
}

const tupleKey = record({ user, relation, object });
const check = record({
  tuple_key: tupleKey,
  correlation_id: { type: "string", pattern: "^[\\w\\d-]{1,36}$" },
});
const tupleKeys = { type: "array", items: tupleKey, minItems: 1 };

const schemas = {
  "batch-check": request({ checks: { type: "array", items: check, minItems: 1 } }),
  "streamed-list-objects": request({ type, relation, user }),
  "list-users": request({
    object: record({ type, id }),
    relation,
    user_filters: { type: "array", items: record({ type }), minItems: 1, maxItems: 1 },
  }),
  read: record(
    {
      tuple_key: record(
        { user: { type: "string", pattern: "^[^\\s]{1,511}:[^\\s]{1,511}$" }, relation, object },
        ["object"],
      ),
      page_size: { type: "integer", minimum: 1, maximum: 100 },
      continuation_token: { type: "string", maxLength: 5120, pattern: "^$|^[A-Za-z0-9-_]+={0,2}$" },
      consistency,
    },
    [],
  ),
  write: record(
    {
      authorization_model_id: modelId,
      writes: record({ tuple_keys: tupleKeys, on_duplicate: { enum: ["error", "ignore"] } }, ["tuple_keys"]),
      deletes: record({ tuple_keys: tupleKeys, on_missing: { enum: ["error", "ignore"] } }, ["tuple_keys"]),
    },
    [],
  ),
};

export type Operation = keyof typeof schemas;

const ajv = new Ajv({ unicodeRegExp: true });
const validators = new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(schemas, name);
}

/** What is wrong with a request's body. */
export function wireProblem(operation: Operation, body: unknown): string | undefined {
  const validate = validators.get(operation);
  return validate?.(body) ? undefined : ajv.errorsText(validate?.errors);
}
